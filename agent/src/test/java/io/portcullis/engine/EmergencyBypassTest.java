package io.portcullis.engine;

import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.client.PeerOnly;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the host lets through whatever its policy says. */
class EmergencyBypassTest {
  private static final TimeSource NO_CLOCK =
      () -> {
        throw new AssertionError("the clock is read");
      };

  @Test
  void clockIsReadOnlyWhileItIsOnUntilAnInstant() {
    EmergencyBypass bypass = EmergencyBypass.switchable();
    assertThat(bypass.isOn(NO_CLOCK)).isFalse();
    assertThat(EmergencyBypass.never().isOn(NO_CLOCK)).isFalse();
    assertThat(EmergencyBypass.always().isOn(NO_CLOCK)).isTrue();

    bypass.turnOn(10);
    assertThat(bypass.isOn(() -> 9)).isTrue();
    assertThat(bypass.isOn(() -> 10)).isFalse();
    assertThat(bypass.isOn(() -> 9)).as("a clock that is set back").isTrue();

    bypass.turnOff();
    assertThat(bypass.isOn(NO_CLOCK)).isFalse();
  }

  @Test
  void noInstantIsTakenForEverOrNever() {
    EmergencyBypass bypass = EmergencyBypass.switchable();
    bypass.turnOn(Long.MAX_VALUE);
    assertThat(bypass.isOn(() -> Long.MAX_VALUE)).isFalse();
    bypass.turnOn(Long.MIN_VALUE);
    assertThat(bypass.isOn(() -> 0)).isFalse();
  }

  @Test
  void whatIsForGoodCannotBeTurned() {
    assertThatThrownBy(() -> HostBypass.NONE.emergency().turnOn(10))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> EmergencyBypass.always().turnOff())
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"ENFORCE", "MONITOR"})
  void everythingIsAdmittedWhileItIsOn(Mode mode) {
    Decision decision = judge(mode, HostBypass.of(EmergencyBypass.always(), List.of()), "1.1.1.1");

    assertThat(decision.effect()).isEqualTo(Decision.Effect.ALLOW);
    assertThat(decision.code()).isEqualTo(Code.EMERGENCY_BYPASS);
    assertThat(decision.settling().check()).isEqualTo(CheckName.EMERGENCY);
    assertThat(decision.verdicts().get(1).kind()).as("told all the same").isEqualTo(kind(mode));
  }

  private static Verdict.Kind kind(Mode mode) {
    return mode == Mode.ENFORCE ? Verdict.Kind.DENY : Verdict.Kind.WOULD_DENY;
  }

  @Test
  void modeOffStaysOff() {
    Decision decision =
        judge(Mode.OFF, HostBypass.of(EmergencyBypass.always(), List.of()), "1.1.1.1");
    assertThat(decision.code()).isEqualTo(Code.NO_RESTRICTION);
    assertThat(decision.verdicts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,  EXEMPT_ADDRESS, setting:bypassCidrs, 10.0.0.0_8",
    "192.0.2.1, EXEMPT_ADDRESS, '', 192.0.2.1",
    "10.9.9.9,  EXEMPT_ADDRESS, '', 10.9.9.9",
    "11.0.0.1,  IP_NOT_ALLOWED, global, ''",
  })
  void clientOfBypassCidrsIsExemptAsThoseOfThePolicyAre(
      String peer, Code code, String scope, String entry) {
    HostBypass host = HostBypass.of(EmergencyBypass.never(), bypassEntries());

    Decision decision = exempting(host, peer);

    assertThat(decision.code()).isEqualTo(code);
    assertThat(decision.settling().scope()).isEqualTo(scope);
    assertThat(decision.settling().entry().map(Entry::id).orElse("")).isEqualTo(entry);
    assertThat(exempting(HostBypass.NONE, "10.1.2.3").code()).isEqualTo(Code.IP_NOT_ALLOWED);
  }

  private static List<Entry> bypassEntries() {
    Entry written = entries("10.0.0.0/8").get(0);
    return List.of(Entry.of("", written.rule(), "", "", true, "setting bypassCidrs"));
  }

  private static Decision exempting(HostBypass host, String peer) {
    return Pipeline.of(
            Mode.ENFORCE,
            ExemptAddressCheck.of(entries("192.0.2.1", "10.9.9.9")),
            AllowlistCheck.of(
                Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24")),
                Map.of(),
                EmptyAllowlist.ALLOW))
        .explain(new Evaluation(from(peer).build(), PeerOnly.INSTANCE, NO_CLOCK, host));
  }

  private static Decision judge(Mode mode, HostBypass host, String peer) {
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24"));
    return Pipeline.of(
            mode, EmergencyCheck.of(), AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW))
        .explain(new Evaluation(from(peer).build(), PeerOnly.INSTANCE, NO_CLOCK, host));
  }
}
