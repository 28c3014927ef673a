package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "a, a",
    "a., a",
    "AZaz09-_.Example, azaz09-_.example",
    "a.0x, ''",
    "a.0xg, a.0xg",
    "a.0xa, ''",
    "a.0xf, ''",
    "a.0x9, ''",
    "a.0, ''",
    "a.9, ''",
    "a.9a, a.9a",
    "a.a9, a.a9",
    "a.-, a.-",
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1., ''",
    "192.0.2.01, ''",
    "0xc0000201, ''",
    "[2001:DB8::1], [2001:db8::1]",
    "[192.0.2.1], ''",
    "[::ffff:192.0.2.1], 192.0.2.1",
    "[, ''",
    "[], ''",
    "[::1, ''",
    "., ''",
    "a.., ''",
    ".a, ''",
    "a..b, ''",
    "a/b, ''",
    "a:b, ''",
    "a@b, ''",
    "a[b, ''",
    "a`b, ''",
    "a{b, ''",
    "a\u00e4, ''",
    "'', ''",
  })
  void hostIsReadInOneFormOrNotAtAll(String host, String expected) {
    assertThat(HostName.parse(host).map(HostName::toString).orElse("")).isEqualTo(expected);
  }

  @Test
  void labelHas63CharactersAtMostAndAName253() {
    String label = "a".repeat(63);
    assertThat(HostName.parse(label)).isPresent();
    assertThat(HostName.parse(label + "a")).isEmpty();
    assertThat(HostName.parse("b." + label + ".c")).isPresent();
    assertThat(HostName.parse("b." + label + "a.c")).isEmpty();
    String name = (label + ".").repeat(3) + "a".repeat(61);
    assertThat(name).hasSize(253);
    assertThat(HostName.parse(name)).isPresent();
    assertThat(HostName.parse(name + ".")).isPresent();
    assertThat(HostName.parse(name + "a")).isEmpty();
  }

  @Test
  void hostsAreEqualByTheirForm() {
    assertThat(HostName.parse("A.example.")).isEqualTo(HostName.parse("a.example"));
    assertThat(HostName.parse("A.example.").hashCode())
        .isEqualTo(HostName.parse("a.example").hashCode());
    assertThat(HostName.parse("a.example")).isNotEqualTo(HostName.parse("b.example"));
  }
}
