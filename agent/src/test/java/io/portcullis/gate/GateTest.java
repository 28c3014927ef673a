package io.portcullis.gate;

import static io.portcullis.gate.Gates.ALLOWED;
import static io.portcullis.gate.Gates.BUILT_IN;
import static io.portcullis.gate.Gates.DENIED;
import static io.portcullis.gate.Gates.bodyOf;
import static io.portcullis.gate.Gates.checks;
import static io.portcullis.gate.Gates.exchange;
import static io.portcullis.gate.Gates.gate;
import static io.portcullis.gate.Gates.naming;
import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static io.portcullis.testing.Facts.patterns;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddressResolver;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Entry;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.TimeSource;
import io.portcullis.engine.TimeSpan;
import io.portcullis.engine.Verdict;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Heard heard = new Heard();

  @Test
  void allowedExchangeIsCountedAndLeftAlone() {
    FakeExchange exchange = exchange(ALLOWED);
    assertThat(inMode(Mode.ENFORCE).admit(exchange)).isTrue();
    assertThat(exchange.refusals).isEmpty();
    assertThat(heard.allowed).containsExactly(Code.ADMITTED);
    assertThat(heard.denied).isEmpty();
  }

  @Test
  void deniedExchangeIsToldAndAnswered() {
    FakeExchange exchange = exchange(DENIED);
    assertThat(inMode(Mode.ENFORCE).admit(exchange)).isFalse();
    assertThat(exchange.refusal().status()).isEqualTo(403);
    assertThat(heard.denied).hasSize(1);
    assertThat(heard.denied.get(0).effect()).isEqualTo(Decision.Effect.DENY);
    assertThat(heard.revisions).containsExactly("rev");
    assertThat(exchange.refusal().headers())
        .containsEntry(Refusal.DECISION_ID_HEADER, heard.ids.get(0));
    assertThat(heard.allowed).isEmpty();
    assertThat(heard.failed).isEmpty();
  }

  @Test
  void wouldDenyIsToldAndLetThrough() {
    FakeExchange exchange = exchange(DENIED);
    assertThat(inMode(Mode.MONITOR).admit(exchange)).isTrue();
    assertThat(exchange.refusals).isEmpty();
    assertThat(heard.denied.get(0).effect()).isEqualTo(Decision.Effect.WOULD_DENY);
    assertThat(heard.allowed).isEmpty();
  }

  @Test
  void hiddenPeerIsRefused() {
    FakeExchange exchange = new FakeExchange(RequestFacts.fromHiddenPeer().build());
    assertThat(inMode(Mode.ENFORCE).admit(exchange)).isFalse();
    assertThat(heard.denied.get(0).code()).isEqualTo(Code.CLIENT_ADDRESS_UNREADABLE);
  }

  @Test
  void checkThatChangesItsMindDoesNotChangeTheDecision() {
    Verdict deny = Verdict.deny(CheckName.ALLOWLIST, Code.IP_NOT_ALLOWED, "first", "global");
    Verdict pass = Verdict.pass(CheckName.ALLOWLIST, Code.ADMITTED, "global");
    Check fickle =
        new Check() {
          private boolean asked;

          @Override
          public CheckName name() {
            return CheckName.ALLOWLIST;
          }

          @Override
          public Verdict judge(Evaluation evaluation) {
            Verdict verdict = asked ? pass : deny;
            asked = true;
            return verdict;
          }
        };
    FakeExchange exchange = exchange(ALLOWED);
    assertThat(gate(FailureMode.DENY, heard, Mode.ENFORCE, BUILT_IN, fickle).admit(exchange))
        .isFalse();
    assertThat(exchange.refusal().status()).isEqualTo(403);
    assertThat(heard.denied.get(0).settling()).isEqualTo(deny);
  }

  @Test
  void requestUnderWayIsJudgedByThePolicyItArrivedUnder() {
    // The policy changes in the middle of a judgement, from one that denies to one that admits.
    Gate[] gate = new Gate[1];
    ClientAddressResolver swaps =
        new ClientAddressResolver() {
          @Override
          public String header() {
            return "";
          }

          @Override
          public io.portcullis.client.ClientAddress resolve(
              Optional<IpAddress> peer, HeaderLines lines) {
            gate[0].install(PolicySnapshot.unrestricted());
            return PeerOnly.INSTANCE.resolve(peer, lines);
          }

          @Override
          public io.portcullis.client.ClientAddress resolve(
              Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
            return resolve(peer, lines);
          }
        };
    PolicySnapshot first =
        PolicySnapshot.of(
            "first", Mode.ENFORCE, swaps, Pipeline.of(Mode.ENFORCE, checks()), BUILT_IN, 1);
    gate[0] = new Gate(first, FailureMode.DENY, heard);
    assertThat(gate[0].admit(exchange(DENIED))).isFalse();
    assertThat(heard.revisions).containsExactly("first");
    assertThat(gate[0].admit(exchange(DENIED))).isTrue();
  }

  @Test
  void policiesAreNeverMixedUnderLoad() throws Exception {
    // Each policy names its own revision in the list that denies and in the refusal.
    PolicySnapshot[] policies = {naming("one"), naming("two")};
    Heard quiet = new Heard();
    DecisionListener listener =
        new DecisionListener() {
          @Override
          public void allowed(Code code) {}

          @Override
          public void denied(Decision decision, Request request, String id, String revision) {
            if (!decision.settling().scope().equals(revision)) {
              failed("mixed", new AssertionError());
            }
          }

          @Override
          public synchronized void failed(String doing, Throwable fault) {
            quiet.failed.add(doing);
          }
        };
    Gate gate = new Gate(policies[0], FailureMode.DENY, listener);
    CountDownLatch done = new CountDownLatch(2);
    var threads = Executors.newFixedThreadPool(3);
    try {
      Future<?> swapping =
          threads.submit(
              () -> {
                for (int i = 0; done.getCount() > 0; i++) {
                  gate.install(policies[i % 2]);
                }
              });
      for (int t = 0; t < 2; t++) {
        Future<?> unused =
            threads.submit(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    if (gate.admit(exchange(DENIED))) {
                      listener.failed("admitted", new AssertionError());
                    }
                  }
                  done.countDown();
                });
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      swapping.get(10, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
    assertThat(quiet.failed).isEmpty();
  }

  @Test
  void entryTakesEffectAndEndsOnTimeByTheGatesClock() {
    long[] now = {9};
    List<Entry> timed = new ArrayList<>();
    for (Entry entry : entries(ALLOWED)) {
      timed.add(entry.during(TimeSpan.of(OptionalLong.of(10), OptionalLong.of(20))));
    }
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, timed);
    Check check = AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW);
    PolicySnapshot policy =
        PolicySnapshot.of(
            "rev",
            Mode.ENFORCE,
            PeerOnly.INSTANCE,
            Pipeline.of(Mode.ENFORCE, ClientAddressCheck.of(), check),
            BUILT_IN,
            1);
    Gate gate = new Gate(policy, FailureMode.DENY, heard, () -> now[0]);

    assertThat(gate.admit(exchange(ALLOWED))).isFalse();
    now[0] = 10;
    assertThat(gate.admit(exchange(ALLOWED))).isTrue();
    now[0] = 20;
    assertThat(gate.admit(exchange(ALLOWED))).isFalse();
    assertThat(heard.failed).isEmpty();
  }

  @Test
  void clockIsNotReadForListsWithoutTimes() {
    TimeSource broken =
        () -> {
          throw new AssertionError("read");
        };
    Gate gate = new Gate(naming("one"), FailureMode.DENY, heard, broken);

    assertThat(gate.admit(exchange(ALLOWED))).isTrue();
    assertThat(gate.admit(exchange(DENIED))).isFalse();
    assertThat(heard.failed).isEmpty();
  }

  @Test
  void decisionsAreNamedOnce() {
    DecisionIds some = new DecisionIds();
    DecisionIds others = new DecisionIds();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(ids.add(some.next())).isTrue();
      assertThat(ids.add(others.next())).isTrue();
    }
    assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{12}-[0-9a-f]+"));
  }

  @Test
  void withoutAPolicyOnlyExemptPathsPass() {
    Gate gate = new Gate(PolicySnapshot.unavailable(patterns("/health")), FailureMode.DENY, heard);
    FakeExchange exchange = exchange(ALLOWED);
    assertThat(gate.admit(exchange)).isFalse();
    assertThat(exchange.refusal().status()).isEqualTo(503);
    assertThat(bodyOf(exchange.refusal())).contains("POLICY_UNAVAILABLE");
    assertThat(gate.admit(new FakeExchange(from(DENIED).target("/health").build()))).isTrue();
    assertThat(gate.admit(new FakeExchange(from(DENIED).target("/x/..;/health").build())))
        .isFalse();
    assertThat(heard.allowed).containsExactly(Code.EXEMPT_PATH);
  }

  @Test
  void withoutAPolicyAndToldToAllowEverythingPasses() {
    Gate gate = new Gate(PolicySnapshot.unrestricted(), FailureMode.DENY, heard);
    assertThat(gate.admit(exchange(DENIED))).isTrue();
    assertThat(gate.admit(new FakeExchange(RequestFacts.fromHiddenPeer().build()))).isTrue();
    assertThat(heard.allowed).containsExactly(Code.NO_RESTRICTION, Code.NO_RESTRICTION);
  }

  private Gate inMode(Mode mode) {
    return gate(FailureMode.DENY, heard, mode, BUILT_IN, checks());
  }
}
