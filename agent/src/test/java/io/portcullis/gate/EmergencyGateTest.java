package io.portcullis.gate;

import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static io.portcullis.testing.Facts.patterns;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.engine.EmergencyBypass;
import io.portcullis.engine.EmergencyCheck;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.HostBypass;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Request;
import io.portcullis.engine.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate on a host whose emergency bypass is on. */
class EmergencyGateTest {
  private static final String DENIED = "192.0.2.66";

  private final List<String> bypassed = new ArrayList<>();
  private final Heard heard =
      new Heard() {
        @Override
        public void bypassed(
            Request request, Optional<ClientAddress> client, String id, String revision) {
          bypassed.add(client.map(c -> c.address().toString()).orElse("-") + " " + revision);
        }
      };
  private final EmergencyBypass bypass = EmergencyBypass.switchable();
  private long now = 5;

  @Test
  void everyRequestIsToldWhileItIsOnAndRefusedFromItsEndOn() {
    Gate gate = gate(FailureMode.DENY, restricted(EmergencyCheck.of(), allowlist()));
    assertThat(admits(gate)).isFalse();

    bypass.turnOn(10);
    assertThat(admits(gate)).isTrue();
    assertThat(admits(gate)).isTrue();
    now = 10;
    assertThat(admits(gate)).isFalse();

    assertThat(bypassed).containsExactly(DENIED + " rev", DENIED + " rev");
    assertThat(heard.allowed).containsExactly(Code.EMERGENCY_BYPASS, Code.EMERGENCY_BYPASS);
    assertThat(heard.denied).hasSize(2);
    assertThat(heard.failed).isEmpty();
  }

  @Test
  void withoutAPolicyItAdmitsWhatIsRefusedOtherwise() {
    Gate gate = gate(FailureMode.DENY, PolicySnapshot.unavailable(patterns("/health")));
    assertThat(admits(gate)).isFalse();
    bypass.turnOn(10);
    assertThat(admits(gate)).isTrue();
    assertThat(bypassed).containsExactly(DENIED + " none");
  }

  @ParameterizedTest
  @EnumSource(FailureMode.class)
  void faultDoesNotCountWhileItIsOn(FailureMode onFault) {
    Gate gate = gate(onFault, restricted(faulty()));
    assertThat(admits(gate)).isEqualTo(onFault == FailureMode.ALLOW);

    bypass.turnOn(10);
    assertThat(admits(gate)).isTrue();
    assertThat(gate.admitAfterFault("reading a request", new AssertionError(), exchange()))
        .isTrue();

    assertThat(bypassed).containsExactly("- rev", "- rev");
    assertThat(heard.failed).hasSize(3);
  }

  @Test
  void brokenClockBringsNoBypassAndNoHarm() {
    Gate gate =
        new Gate(
            restricted(EmergencyCheck.of(), allowlist()),
            FailureMode.DENY,
            heard,
            () -> {
              throw new IllegalStateException("no clock");
            },
            HostBypass.of(bypass, List.of()));
    bypass.turnOn(10);

    assertThat(admits(gate)).isFalse();
    assertThat(heard.failed).containsExactly("judging a request", "reading the clock");
  }

  @Test
  void listenerThatFailsDoesNotKeepTheRequestFromGoingOn() {
    DecisionListener broken =
        new Heard() {
          @Override
          public void bypassed(
              Request request, Optional<ClientAddress> client, String id, String revision) {
            throw new AssertionError("full");
          }
        };
    Gate gate =
        new Gate(
            restricted(EmergencyCheck.of()),
            FailureMode.DENY,
            broken,
            () -> now,
            HostBypass.of(EmergencyBypass.always(), List.of()));
    assertThat(admits(gate)).isTrue();
  }

  private Gate gate(FailureMode onFault, PolicySnapshot policy) {
    return new Gate(policy, onFault, heard, () -> now, HostBypass.of(bypass, List.of()));
  }

  private static boolean admits(Gate gate) {
    return gate.admit(exchange());
  }

  private static FakeExchange exchange() {
    return new FakeExchange(from(DENIED).build());
  }

  private static Check allowlist() {
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24"));
    return AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW);
  }

  private static Check faulty() {
    return new Check() {
      @Override
      public CheckName name() {
        return CheckName.EMERGENCY;
      }

      @Override
      public Verdict judge(Evaluation evaluation) {
        throw new IllegalStateException("planted");
      }
    };
  }

  private static PolicySnapshot restricted(Check... checks) {
    return PolicySnapshot.of(
        "rev",
        Mode.ENFORCE,
        PeerOnly.INSTANCE,
        Pipeline.of(Mode.ENFORCE, checks),
        Refusals.of(Map.of()),
        1);
  }
}
