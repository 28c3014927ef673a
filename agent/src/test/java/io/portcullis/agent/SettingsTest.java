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

  @Test
  void environmentIsTakenAsWrittenAndAnEmptyOneIsNone() {
    assertThat(of("environment= production ").environment()).contains("production");
    assertThat(of("").environment()).isEmpty();
    Settings empty = of("environment=");
    assertThat(empty.environment()).isEmpty();
    assertThat(empty.warnings()).singleElement().asString().contains("environment is empty");
    assertThat(empty.describe()).contains("environment = not set (default)");
  }

  @Test
  void badPiecesOfBypassCidrsAreWarnedOfAndLeftOut() {
    Settings settings =
        of("bypassCidrs=10.0.0.0/8, 172.16.5.1/12,nonsense,0.0.0.0/0,::/0,10.0.0.0/99,2001:db8::1");

    assertThat(settings.bypassCidrs())
        .extracting(entry -> entry.rule().toString())
        .containsExactly("10.0.0.0/8", "172.16.0.0/12", "2001:db8::1");
    assertThat(settings.warnings())
        .hasSize(5)
        .anySatisfy(w -> assertThat(w).contains("`172.16.5.1/12`").contains("`172.16.0.0/12`"))
        .anySatisfy(w -> assertThat(w).contains("`nonsense`").contains("left out"))
        .anySatisfy(w -> assertThat(w).contains("`0.0.0.0/0` (allow all) is not permitted"))
        .anySatisfy(w -> assertThat(w).contains("`::/0` (allow all) is not permitted"))
        .anySatisfy(w -> assertThat(w).contains("`10.0.0.0/99`"));
    assertThat(settings.describe())
        .contains("bypassCidrs = [10.0.0.0/8, 172.16.0.0/12, 2001:db8::1] (agent argument)");
  }

  @Test
  void bypassCidrsThatCoverAFamilyTogetherAreLeftOut() {
    Settings settings = of("bypassCidrs=0.0.0.0/1,128.0.0.0/1,2001:db8::/32");

    assertThat(settings.bypassCidrs())
        .extracting(entry -> entry.rule().toString())
        .containsExactly("2001:db8::/32");
    assertThat(settings.warnings()).singleElement().asString().contains("all of IPv4");
  }

  @Test
  void emergencyBypassIsOffOnOrAFile() {
    assertThat(of("").emergencyBypass().bypass().isOn(() -> 0)).isFalse();
    assertThat(of("emergencyBypass=false").emergencyBypass().bypass().isOn(() -> 0)).isFalse();
    assertThat(of("emergencyBypass=TRUE").emergencyBypass().isOnForGood()).isTrue();
    assertThat(of("emergencyBypass=true").emergencyBypass().bypass().isOn(() -> 0)).isTrue();

    Settings file = of("emergencyBypass=file:/run/portcullis.bypass");
    assertThat(file.emergencyBypass().file()).contains("/run/portcullis.bypass");
    assertThat(file.emergencyBypass().bypass().isOn(() -> 0)).isFalse();
    assertThat(file.warnings()).isEmpty();
    assertThat(file.describe())
        .contains("emergencyBypass = file:/run/portcullis.bypass (agent argument)");
  }

  @Test
  void emergencyBypassThatIsNotUnderstoodIsOff() {
    for (String value : new String[] {"yes", "", "file:run/b", "/run/b", "file:", "1", "on"}) {
      Settings settings = of("emergencyBypass=" + value);
      assertThat(settings.emergencyBypass().bypass().isOn(() -> 0)).as(value).isFalse();
      assertThat(settings.emergencyBypass().file()).as(value).isEmpty();
      assertThat(settings.warnings()).as(value).hasSize(1);
    }
  }

  @Test
  void stateIsAPathOrNotSet() {
    assertThat(of("").state()).isEmpty();
    assertThat(of("state=").state()).isEmpty();
    assertThat(of("").describe()).contains("state = not set (default)");
    Settings settings = of("policy=p,state=/var/lib/portcullis");
    assertThat(settings.state()).contains("/var/lib/portcullis");
    assertThat(settings.describe()).contains("state = /var/lib/portcullis (agent argument)");
  }
}
