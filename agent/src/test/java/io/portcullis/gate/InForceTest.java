package io.portcullis.gate;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.ExpectedName;
import io.portcullis.dns.ExpectedNames;
import io.portcullis.dns.NameSyntaxException;
import io.portcullis.engine.Code;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.ReverseDemand;
import io.portcullis.engine.ReverseDnsCheck;
import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gate over a real DNS server, from one policy to the next. */
class InForceTest {
  private static final String CLIENT = "192.0.2.1";
  private static final String REVERSE = "1.2.0.192.in-addr.arpa";

  private final DnsServer server =
      DnsServer.start().with(REVERSE + " 60 PTR a.test.", "a.test 60 A " + CLIENT);
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whatIsKnownOutlivesAPolicyThatAsksInTheSameWay() throws Exception {
    Gate gate = new Gate(policy(settings(2_000), "a.test"), FailureMode.DENY, heard);
    assertThat(gate.admit(exchange())).isTrue();
    int asked = server.asked().size();
    gate.install(policy(settings(2_000), "a.test"));
    assertThat(gate.admit(exchange())).isTrue();
    assertThat(server.asked()).hasSize(asked);
    gate.install(policy(settings(2_001), "a.test"));
    assertThat(gate.admit(exchange())).isTrue();
    assertThat(server.asked()).hasSizeGreaterThan(asked);
    gate.close();
  }

  @Test
  void whoWaitsIsAnsweredWhenThePolicyChangesMeanwhile() throws Exception {
    server.with(REVERSE, Manner.DROP_FIRST);
    Gate gate = new Gate(policy(settings(5_000), "a.test"), FailureMode.DENY, heard);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> gate.admit(exchange()));
    awaitQuestion();
    gate.install(PolicySnapshot.unrestricted());
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(heard.allowed).containsExactly(Code.NO_RESTRICTION);
  }

  @Test
  void whoWaitsWhenItIsClosedIsRefused() throws Exception {
    server.with(REVERSE, Manner.DROP);
    Gate gate = new Gate(policy(settings(60_000), "a.test"), FailureMode.ALLOW, heard);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> gate.admit(exchange()));
    awaitQuestion();
    gate.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(heard.denied.get(0).code()).isEqualTo(Code.REVERSE_DNS_UNAVAILABLE);
  }

  @Test
  void policyThatAsksNobodyHasNobodyToAsk() {
    Gate gate = new Gate(PolicySnapshot.unrestricted(), FailureMode.DENY, heard);
    assertThat(gate.admit(exchange())).isTrue();
    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void nobodyIsLetInThroughABadServerNorWaitsBeyondTheBudget(Manner manner) {
    // The lies of the server are about 192.0.2.66: it carries no name by right.
    server.forget(REVERSE);
    server.with(REVERSE, manner).with("66.2.0.192.in-addr.arpa", manner);
    server.with("forged.test", manner).with("a.test", manner);
    Gate gate = new Gate(policy(settings(600), "a.test", "forged.test"), FailureMode.DENY, heard);
    for (String client : List.of(CLIENT, "192.0.2.66", CLIENT)) {
      long since = System.nanoTime();
      assertThat(gate.admit(new FakeExchange(from(client).build()))).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(3));
    }
    assertThat(heard.failed).isEmpty();
    gate.close();
  }

  @Test
  void serverThatComesAndGoesNeverLetsAStrangerIn() {
    Gate gate = new Gate(policy(settings(500), "a.test"), FailureMode.DENY, heard);
    Manner[] manners = {Manner.ANSWER, Manner.SERVFAIL, Manner.DROP, Manner.OTHER_ID_FIRST};
    for (int i = 0; i < 40; i++) {
      Manner manner = manners[i % manners.length];
      String client = "198.51." + i + ".7";
      String reverse = "7." + i + ".51.198.in-addr.arpa";
      server.with(reverse + " 5 PTR a.test.").with(reverse, manner).with("a.test", manner);
      assertThat(gate.admit(new FakeExchange(from(client).build()))).as(client).isFalse();
    }
    gate.close();
  }

  private void awaitQuestion() throws InterruptedException {
    for (int i = 0; server.asked().isEmpty() && i < 1_000; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(server.asked()).isNotEmpty();
  }

  private static FakeExchange exchange() {
    return new FakeExchange(from(CLIENT).build());
  }

  private DnsSettings settings(int budget) {
    return DnsSettings.DEFAULTS
        .withServers(List.of(server.address()))
        .withTimeout(300)
        .withBudget(budget);
  }

  private static PolicySnapshot policy(DnsSettings settings, String... names) {
    ExpectedNames expected =
        ExpectedNames.of(List.of(names).stream().map(InForceTest::expected).toList());
    ReverseDemand demand = ReverseDemand.listed("global", Mode.ENFORCE, Mode.ENFORCE, expected);
    return PolicySnapshot.of(
            "rev",
            Mode.ENFORCE,
            PeerOnly.INSTANCE,
            Pipeline.of(Mode.ENFORCE, ReverseDnsCheck.of(Map.of("global", demand))),
            Refusals.of(Map.of()),
            0)
        .asking(settings);
  }

  private static ExpectedName expected(String name) {
    try {
      return ExpectedName.parse(name);
    } catch (NameSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
