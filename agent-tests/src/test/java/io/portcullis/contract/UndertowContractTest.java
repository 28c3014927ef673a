package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.contract.ContractPolicy.EXEMPT;
import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of Undertow besides the contract. */
abstract class UndertowContractTest extends ServerContractTest {
  UndertowContractTest(ServerSet server, int feature) {
    super(server, feature);
  }

  @Override
  boolean logsRefusedRequests() {
    return false;
  }

  /** Undertow's access log is one of the handlers, and those are not reached. */
  @Test
  void accessLogHasTheAllowedRequestsOnly() throws Exception {
    ForkedServer.Output log = guardedServer().stdout();
    int mark = log.size();
    assertThat(ask(DENIED, get("/refused")).status()).isEqualTo(403);
    ask(ALLOWED, get("/logged"));
    assertThat(log.awaitSince(mark, line -> line.contains("/logged")))
        .isEqualTo("access \"GET /logged HTTP/1.1\" 404");
    assertThat(log.since(mark)).noneMatch(line -> line.contains("/refused"));
  }

  /** Undertow overwrites the address of the socket, and nobody can ask for it any more. */
  @ParameterizedTest
  @ValueSource(strings = {ALLOWED, DENIED})
  void nobodyIsKnownBehindTheProxyProtocol(String peer) throws Exception {
    RawResponse refusal = ProxyProtocol.ask(guardedServer(), peer, ALLOWED, get("/plain"));
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.text()).contains("\"code\":\"CLIENT_ADDRESS_UNREADABLE\"");
    assertThat(ProxyProtocol.ask(guardedServer(), peer, DENIED, get(EXEMPT)).status())
        .isEqualTo(200);
  }
}
