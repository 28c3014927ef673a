package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/ | /",
        "* | *",
        "/a/b?token=1 | /a/b",
        "/a#f | /a",
        "/a;jsessionid=1/b;c | /a/b",
        "/a%3Bjsessionid=1/b | /a/b",
        "/a%3Ftoken | /a",
        "/x/..;/admin | /x/../admin",
        "http://user:pass@host/a?b | /a",
        "https://host | ``",
        "http://host?token | ``",
        "user:pass@host:443 | host:443",
        "host:443 | host:443",
        "//user@host/a | //user@host/a",
        "/a b\"c'<d>\\e | /a%20b%22c%27%3Cd%3E%5Ce",
        "/%2e%2E%zz% | /%2e%2E%zz%",
        "?x | ``",
        "/caf\u00e9 | /caf%C3%A9",
        "/\ud83d\ude00 | /%F0%9F%98%80",
      })
  void pathIsShownAsSentWithoutItsSecrets(String target, String shown) {
    assertThat(Printable.path(target)).isEqualTo(shown);
  }

  @Test
  void longTextIsCutBetweenEscapes() {
    assertThat(Printable.word("abc", 3)).isEqualTo("abc");
    assertThat(Printable.word("abcd", 3)).isEqualTo("abc...");
    assertThat(Printable.word("ab c", 4)).isEqualTo("ab...");
    assertThat(Printable.path("/" + "a".repeat(500)))
        .hasSize(Printable.PATH_LENGTH + 3)
        .endsWith("a...");
    assertThat(Printable.line("ab\u0000", 7)).isEqualTo("ab...");
  }

  @Test
  void percentInAWordIsEscapedSoThatEachTextIsShownInOneWay() {
    assertThat(Printable.word("a%20b", 20)).isEqualTo("a%2520b");
    assertThat(Printable.word("a b", 20)).isEqualTo("a%20b");
    assertThat(Printable.word("k=v", 20)).isEqualTo("k%3Dv");
  }
}
