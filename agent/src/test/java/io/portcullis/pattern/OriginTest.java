package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    // a scheme begins with a letter and goes on with letters, digits and + - . (RFC 3986)
    "a://h, h",
    "z://h, h",
    "A://h, h",
    "Z://h, h",
    "az://h, h",
    "AZ://h, h",
    "a09+-.://h, h",
    "chrome-extension://abc, abc",
    "0a://h, unreadable",
    "9a://h, unreadable",
    "+a://h, unreadable",
    "`a://h, unreadable",
    "{a://h, unreadable",
    "@a://h, unreadable",
    "a@b://h, unreadable",
    "a[b://h, unreadable",
    "a`b://h, unreadable",
    "a{b://h, unreadable",
    "a/b://h, unreadable",
    "a:b://h, unreadable",
    "a b://h, unreadable",
    "'://h', unreadable",
    "'h', unreadable",
    "https:/h, unreadable",
    "https://, unreadable",
    "https:///, unreadable",
    "https://h/, h",
    "https://h//, unreadable",
    "https://h/a, unreadable",
    "null, null",
    "Null, unreadable",
    "'', unreadable",
  })
  void originHasASchemeAndAHost(String value, String expected) {
    assertThat(Origin.ofOrigin(value)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "h, h",
    "h:, h",
    "h:0, h",
    "h:65535, h",
    "h:00080, h",
    "h:65536, unreadable",
    "h:99999999999, unreadable",
    "h:8a, unreadable",
    "h:/, unreadable",
    "h:;, unreadable",
    "h::1, unreadable",
    ":80, unreadable",
    "[::1], [::1]",
    "[::1]:80, [::1]",
    "[::1]:, [::1]",
    "[::1]80, unreadable",
    "[::1, unreadable",
    "::1, unreadable",
    "user@h, unreadable",
  })
  void hostMayHaveAPort(String value, String expected) {
    assertThat(Origin.ofHost(value)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://h              | h
          https://h:1/a?b#c      | h
          https://h?b://         | h
          https://h#c            | h
          https://h/a,b          | h
          https://h/a,https://g  | unreadable
          https://h,https://g/   | unreadable
          https://h/a\\b         | unreadable
          https://h/a b          | unreadable
          https://h/\u007f       | unreadable
          https://h/\u0001a      | unreadable
          https://h/~            | h
          https://h/!            | h
          /a                     | unreadable
          1://h                  | unreadable
          """)
  void refererIsAWholeUri(String value, String expected) {
    assertThat(Origin.ofReferer(value)).hasToString(expected);
  }
}
