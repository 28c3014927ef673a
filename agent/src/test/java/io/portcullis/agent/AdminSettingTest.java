package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminSettingTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7410, 127.0.0.1:7410",
    "127.0.0.1:0, 127.0.0.1:0",
    "127.9.9.9:65535, 127.9.9.9:65535",
    "[::1]:7410, [::1]:7410",
    "' 127.0.0.1:7410 ', 127.0.0.1:7410"
  })
  void loopbackAddressIsTaken(String value, String shown) {
    List<String> warnings = new ArrayList<>();
    assertThat(AdminSetting.read(value, "test", warnings).orElseThrow()).hasToString(shown);
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:7410, others would need TLS",
    "192.0.2.1:7410, others would need TLS",
    "[::]:7410, others would need TLS",
    "[2001:db8::1]:7410, others would need TLS",
    "128.0.0.1:1, others would need TLS",
    "localhost:7410, not an address with a port",
    "127.0.0.1, not an address with a port",
    "127.0.0.1:, not an address with a port",
    "127.0.0.1:65536, not an address with a port",
    "127.0.0.1:-1, not an address with a port",
    "127.0.0.1:+1, not an address with a port",
    "::1:7410, not an address with a port",
    "[127.0.0.1]:7410, not an address with a port",
    "127.1:7410, not an address with a port",
    ":7410, not an address with a port",
    "7410, not an address with a port",
    "'', not an address with a port"
  })
  void anythingElseIsToldWithItsCauseAndCure(String value, String cause) {
    List<String> warnings = new ArrayList<>();
    assertThat(AdminSetting.read(value, "test", warnings)).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains(cause).contains("write 127.0.0.1:7410");
  }

  @Test
  void withoutItThereIsNone() {
    Settings settings = Settings.read("policy=p.yaml", Map.of(), Map.of());
    assertThat(settings.admin()).isEmpty();
    assertThat(settings.describe()).contains("admin = not set (default)");
  }
}
