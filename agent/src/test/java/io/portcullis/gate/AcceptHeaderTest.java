package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // browsers
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8 | true",
        "text/html,application/xml;q=0.9,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7 | true",
        // programs
        "*/* | false",
        "application/json | false",
        "application/json, text/plain, */* | false",
        "application/problem+json | false",
        "text/html, application/json | false",
        // weights
        "text/html | true",
        "TEXT/HTML | true",
        "text/* | true",
        "text/html;charset=utf-8 | true",
        "text/html;q=0.5, application/json | false",
        "text/html, application/json;q=0.9 | true",
        "application/json;q=0.9, text/html;q=0.901 | true",
        "text/html;q=0, */* | false",
        "text/html;q=0 | false",
        "text/*;q=0.2, text/html, application/*;q=0.9 | true",
        "text/html;q=0.2, text/*, application/*;q=0.9 | false",
        "text/html ; Q=0.8 , */* ; q=0.1 | true",
        // nothing that we have
        "text/html;level=1 | false",
        "image/png | false",
        // unreadable members count for nothing
        "text/html;q=2 | false",
        "text/html;q=1.001 | false",
        "text/html;q=-1 | false",
        "text/html;q= | false",
        "text/html;q=0.1234 | false",
        "text/html;q=.9 | false",
        ",,, text/html ,, | true",
        "a/b;x=\"y,text/html\" | false",
        "a/b;x=\"y\\\",text/html | false",
        "/, ;, text/ | false",
      })
  void htmlOnlyWherePreferred(String line, boolean html) {
    assertThat(AcceptHeader.prefersHtml(List.of(line))).isEqualTo(html);
  }

  @Test
  void silenceGoesToJson() {
    assertThat(AcceptHeader.prefersHtml(List.of())).isFalse();
    assertThat(AcceptHeader.prefersHtml(List.of(""))).isFalse();
  }

  @Test
  void linesAreOneList() {
    assertThat(AcceptHeader.prefersHtml(List.of("application/json;q=0.5", "text/html"))).isTrue();
    assertThat(AcceptHeader.prefersHtml(List.of("text/html", "application/json"))).isFalse();
  }

  @Test
  void endlessHeaderIsNotRead() {
    assertThat(AcceptHeader.prefersHtml(List.of("text/html," + "a/b,".repeat(2000)))).isFalse();
  }
}
