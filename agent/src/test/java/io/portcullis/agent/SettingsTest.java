package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.gate.FailureMode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class SettingsTest {
  private static Settings of(String arguments) {
    return Settings.read(arguments, Map.of(), Map.of());
  }

  @Test
  void withNothingGivenTheSafeDefaultsHold() {
    Settings settings = Settings.read(null, Map.of(), Map.of());

    assertThat(settings.policy()).isEmpty();
    assertThat(settings.startup()).isEqualTo(Settings.Startup.REFUSE);
    assertThat(settings.onFault()).isEqualTo(FailureMode.DENY);
    assertThat(settings.onUnsupported()).isEqualTo(Settings.OnUnsupported.REFUSE);
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void argumentsGoBeforePropertiesAndPropertiesBeforeTheEnvironment() {
    Map<String, String> properties = Map.of("portcullis.policy", "p", "portcullis.startup", "deny");
    Map<String, String> environment =
        Map.of("PORTCULLIS_POLICY", "e", "PORTCULLIS_STARTUP", "allow", "PORTCULLIS_LOG", "debug");

    Settings settings = Settings.read("policy=a", properties, environment);

    assertThat(settings.policy()).contains("a");
    assertThat(settings.startup()).isEqualTo(Settings.Startup.DENY);
    assertThat(settings.log()).isEqualTo(Level.DEBUG);
    assertThat(settings.describe())
        .contains(
            "policy = a (agent argument)",
            "startup = deny (system property portcullis.startup)",
            "log = debug (environment variable PORTCULLIS_LOG)",
            "onFault = deny (default)");
  }

  @Test
  void pieceWithoutNameContinuesTheValueBeforeIt() {
    Settings settings = of("startupExempt=/health,GET /ready,policy=/etc/a,b.yaml");

    assertThat(settings.startupExempt()).containsExactly("/health", "GET /ready");
    assertThat(settings.policy()).contains("/etc/a,b.yaml");
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void environmentNamesMayHaveUnderscores() {
    Map<String, String> environment =
        Map.of("PORTCULLIS_ON_FAULT", "allow", "PORTCULLIS_ONUNSUPPORTED", "warn");

    Settings settings = Settings.read("", Map.of(), environment);

    assertThat(settings.onFault()).isEqualTo(FailureMode.ALLOW);
    assertThat(settings.onUnsupported()).isEqualTo(Settings.OnUnsupported.WARN);
  }

  @Test
  void unknownOnesAreWarnedOf() {
    Settings settings =
        Settings.read(
            "polcy=x,/etc/p.yaml",
            Map.of("portcullis.startUp", "deny"),
            Map.of("PORTCULLIS_MODE", "off"));

    assertThat(settings.warnings())
        .hasSize(3)
        .anySatisfy(w -> assertThat(w).contains("`polcy`"))
        .anySatisfy(w -> assertThat(w).contains("`portcullis.startUp`"))
        .anySatisfy(w -> assertThat(w).contains("`PORTCULLIS_MODE`"));
  }

  @Test
  void argumentWithoutNameIsSaidWithItsCure() {
    assertThat(of("/etc/p.yaml").warnings())
        .singleElement()
        .asString()
        .contains("policy=/etc/p.yaml");
  }

  @Test
  void valueThatIsNotUnderstoodLeavesTheSafeDefault() {
    Settings settings = of("startup=alow,onFault=yes,onUnsupported=,enabled=no");

    assertThat(settings.startup()).isEqualTo(Settings.Startup.REFUSE);
    assertThat(settings.onFault()).isEqualTo(FailureMode.DENY);
    assertThat(settings.onUnsupported()).isEqualTo(Settings.OnUnsupported.REFUSE);
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.warnings()).hasSize(4);
  }

  @Test
  void onlyFalseSwitchesItOff() {
    assertThat(of("enabled=false").enabled()).isFalse();
    assertThat(of("enabled=FALSE").enabled()).isFalse();
  }
}
