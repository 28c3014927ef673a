package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.contract.ContractPolicy.EXEMPT;
import static io.portcullis.machine.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawHttp2;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What holds of Jetty 9.4 besides the contract.
 *
 * <p>Its setting {@code delayDispatchUntilContent}, on by default, keeps a request whose body is
 * announced from everybody, and so from the agent, until the body begins.
 */
abstract class Jetty9ContractTest extends JettyContractTest {
  Jetty9ContractTest(int feature) {
    super(ServerSet.JETTY_9, feature);
  }

  @Override
  boolean looksBeforeTheBody() {
    return false;
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 1000, h", "Transfer-Encoding: chunked, '5\r\nh'"})
  void withheldBodyIsRefusedWhenItBegins(String announced, String begun) throws Exception {
    String before = counters();
    try (RawHttp http = RawHttp.connect(DENIED, guardedServer().port())) {
      http.send(request("POST", "/echo", announced)).send(begun);
      RawResponse refusal = http.read();
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(http.isEnded()).isTrue();
    }
    assertThat(counters()).isEqualTo(before);
  }

  @Test
  void withheldBodyOfAStreamIsRefusedWhenItBegins() throws Exception {
    String before = counters();
    try (RawHttp2 http = RawHttp2.connect(DENIED, guardedServer().port())) {
      int upload = http.send("POST", "/echo", false);
      http.data(upload, "h", false);
      assertThat(http.read(upload).status()).isEqualTo(403);
      assertThat(counters()).isEqualTo(before);
      assertThat(http.exchange("GET", EXEMPT).text()).isEqualTo("health\n");
    }
  }
}
