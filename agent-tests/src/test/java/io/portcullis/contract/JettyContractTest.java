package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import org.junit.jupiter.api.Test;

/** What holds of every Jetty besides the contract. */
abstract class JettyContractTest extends ServerContractTest {
  JettyContractTest(ServerSet server, int feature) {
    super(server, feature);
  }

  @Test
  void socketIsJudgedAndNotWhatTheProxyProtocolSays() throws Exception {
    assertThat(ProxyProtocol.ask(guardedServer(), DENIED, ALLOWED, get("/echo")).status())
        .isEqualTo(403);
    RawResponse echo = ProxyProtocol.ask(guardedServer(), ALLOWED, DENIED, get("/echo"));
    assertThat(echo.status()).isEqualTo(200);
    assertThat(echo.text()).contains("remote " + DENIED + "\n");
  }
}
