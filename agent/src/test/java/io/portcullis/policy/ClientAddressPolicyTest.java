package io.portcullis.policy;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import io.portcullis.gate.FailureMode;
import io.portcullis.gate.Gate;
import io.portcullis.gate.HttpExchange;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the headers of {@code clientAddress} come to in a policy that is in force. */
class ClientAddressPolicyTest {
  private static final String LIST = "\nglobal: {allow: [203.0.113.0/24, 10.0.0.5]}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          header: Forwarded                          | for=203.0.113.9           | ADMITTED
          header: forwarded                          | for=203.0.113.9           | ADMITTED
          header: Forwarded                          | for=192.0.2.1             | IP_NOT_ALLOWED
          header: Forwarded                          | 203.0.113.9               | CLIENT_ADDRESS_UNREADABLE
          header: Forwarded, onUnreadable: peer      | 203.0.113.9               | IP_NOT_ALLOWED
          header: Forwarded, onUnreadable: peer, proxyAsClient: true | for="  | ADMITTED
          header: Forwarded                          |                           | IP_NOT_ALLOWED
          header: Forwarded, proxyAsClient: true     |                           | ADMITTED
          header: Forwarded, trustedHops: 2          | for=203.0.113.9, for=_x   | ADMITTED
          header: Forwarded, trustedHops: 2          | for=203.0.113.9           | CLIENT_ADDRESS_UNREADABLE
          header: X-Real-IP                          | 203.0.113.9               | ADMITTED
          header: X-Real-IP                          | 203.0.113.9:80            | ADMITTED
          header: X-Real-IP                          | 203.0.113.9, 203.0.113.9  | CLIENT_ADDRESS_UNREADABLE
          header: X-Real-IP, onUnreadable: peer      | 203.0.113.9, 203.0.113.9  | IP_NOT_ALLOWED
          header: X-Real-IP                          |                           | IP_NOT_ALLOWED
          header: X-Real-IP, proxyAsClient: true     |                           | ADMITTED
          """)
  void headerDecides(String keys, String line, Code code) {
    String name = keys.replaceAll("header: ([^,]+).*", "$1").trim();
    PolicySnapshot policy = policy(keys.trim());
    var facts = from("10.0.0.5");
    if (line != null) {
      facts.header(name, line);
    }

    Decision decision =
        policy.pipeline().explain(new Evaluation(facts.build(), policy.clientAddress()));

    assertThat(decision.code()).isEqualTo(code);
  }

  @Test
  void countsGoOnWhenAnotherPolicyComesIntoForce() {
    Counting counting = new Counting();
    Gate gate = new Gate(policy("header: X-Real-IP"), FailureMode.DENY, counting);
    gate.admit(new Exchange(from("192.0.2.1").header("X-Real-IP", "1.1.1.1").build()));
    gate.install(policy("header: Forwarded, onUnreadable: peer"));
    gate.admit(new Exchange(from("192.0.2.1").header("Forwarded", "for=1.1.1.1").build()));
    gate.admit(new Exchange(from("10.0.0.5").header("Forwarded", "junk").build()));
    gate.admit(new Exchange(from("10.0.0.5").header("Forwarded", "for=203.0.113.9").build()));
    gate.admit(new Exchange(from("192.0.2.1").header("X-Real-IP", "1.1.1.1").build()));
    gate.admit(new Exchange(from("10.0.0.5").build()));

    assertThat(counting.fates)
        .containsExactly(HeaderFate.IGNORED, HeaderFate.IGNORED, HeaderFate.UNREADABLE);
  }

  @Test
  void testsOfAPolicyTellTheClient() {
    String text =
        "portcullis: 1\n"
            + "clientAddress: {header: Forwarded, trustedProxies: [10.0.0.5]}\n"
            + "global: {allow: [203.0.113.0/24]}\n"
            + "tests:\n"
            + "  - name: lines are joined\n"
            + "    request: {peer: 10.0.0.5, headers: {Forwarded: [for=192.0.2.1,"
            + " 'for=\"203.0.113.9:80\"']}}\n"
            + "    expect: {decision: allow, client: 203.0.113.9}\n"
            + "  - name: an open quote is none\n"
            + "    request: {peer: 10.0.0.5, headers: {Forwarded: 'for=\"203.0.113.9'}}\n"
            + "    expect: {decision: deny, code: CLIENT_ADDRESS_UNREADABLE, client: null}\n";
    PolicyLoad load = PolicyReader.read(text(text));

    assertThat(load.problems()).isEmpty();
    assertThat(load.tests()).hasSize(2);
    assertThat(load.isFit()).isTrue();
  }

  private static PolicySnapshot policy(String keys) {
    PolicyLoad load =
        PolicyReader.read(
            text(
                "portcullis: 1\nclientAddress: {" + keys + ", trustedProxies: [10.0.0.5]}" + LIST));
    assertThat(load.errors()).isEmpty();
    return load.snapshot().orElseThrow();
  }

  private static PolicyText text(String yaml) {
    return PolicyText.of("policy.yaml", yaml.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static final class Counting implements DecisionListener {
    final List<HeaderFate> fates = new ArrayList<>();

    @Override
    public void allowed(Code code) {}

    @Override
    public void denied(Decision decision, Request request, String decisionId, String revision) {}

    @Override
    public void headerNotUsed(HeaderFate fate) {
      fates.add(fate);
    }

    @Override
    public void failed(String doing, Throwable fault) {
      throw new AssertionError(doing, fault);
    }
  }

  private record Exchange(Request facts) implements HttpExchange {
    @Override
    public Optional<IpAddress> peer() {
      return facts.peer();
    }

    @Override
    public String method() {
      return facts.method();
    }

    @Override
    public String target() {
      return facts.target();
    }

    @Override
    public Optional<String> containerPath() {
      return facts.containerPath();
    }

    @Override
    public List<String> headerLines(String name) {
      return facts.headerLines(name);
    }

    @Override
    public void refuse(Refusal refusal) {}
  }
}
