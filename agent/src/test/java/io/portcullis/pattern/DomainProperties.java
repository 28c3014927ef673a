package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DomainProperties {
  @Property(tries = 5000)
  void matchesWhatTheSlowWayMatches(
      @ForAll("names") String domain, @ForAll boolean below, @ForAll("authorities") String host)
      throws Exception {
    String text = below ? "*." + domain : domain;
    if (below && domain.replaceAll("\\.$", "").indexOf('.') < 0) {
      return;
    }
    DomainPattern pattern = DomainPattern.parse(text);
    boolean expected = SlowDomain.matches(text, host);
    assertThat(pattern.matches(Origin.ofHost(host))).isEqualTo(expected);
    assertThat(pattern.matches(Origin.ofOrigin("https://" + host))).isEqualTo(expected);
    assertThat(pattern.matches(Origin.ofReferer("http://" + host + "/x?y#z"))).isEqualTo(expected);
  }

  @Property(tries = 3000)
  void whatIsContainedIsMatched(
      @ForAll("names") String wide,
      @ForAll("names") String narrow,
      @ForAll("authorities") String host)
      throws Exception {
    DomainPattern outer = DomainPattern.parse("*.x." + wide);
    DomainPattern inner = DomainPattern.parse("*.x." + narrow);
    DomainPattern exact = DomainPattern.parse("a.x." + narrow);
    Origin origin = Origin.ofHost("a.x." + host);
    assertThat(outer.contains(inner) && inner.matches(origin) && !outer.matches(origin)).isFalse();
    assertThat(outer.contains(exact) && exact.matches(origin) && !outer.matches(origin)).isFalse();
  }

  @Property(tries = 5000)
  void nothingThrowsAndNothingOddMatches(@ForAll("texts") String text) throws Exception {
    DomainPattern pattern = DomainPattern.parse("*.b.test");
    for (Origin origin :
        new Origin[] {
          Origin.ofHost(text),
          Origin.ofOrigin(text),
          Origin.ofReferer(text),
          Origin.ofOrigin("https://" + text),
          Origin.ofReferer("https://" + text)
        }) {
      if (pattern.matches(origin)) {
        assertThat(text)
            .matches("(?i)([a-z][a-z0-9+.-]*://)?[a-z0-9_.-]*\\.b\\.test\\.?(:\\d*)?([/?#].*)?");
      }
    }
    try {
      assertThat(DomainPattern.parse(text).toString()).isEqualTo(text);
    } catch (PatternSyntaxException e) {
      assertThat(e).hasMessageStartingWith("invalid domain `").hasMessageContaining("`: ");
    }
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> label = Arbitraries.of("a", "b", "B", "x-y", "x_y", "xn--a", "test");
    return Combinators.combine(label.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of("", "."))
        .as((labels, dot) -> String.join(".", labels) + dot);
  }

  @Provide
  Arbitrary<String> authorities() {
    return Combinators.combine(names(), Arbitraries.of("", ":", ":80", ":65535"))
        .as((name, port) -> name + port);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "a",
            ".b.test",
            "b.test",
            "*.",
            ".",
            ":",
            "80",
            "@",
            "%",
            "%2e",
            "\\",
            "/",
            "?",
            "#",
            "[",
            "]",
            "::",
            "[::1]",
            "://",
            "https://",
            ",",
            " ",
            "\0",
            "\u00e9",
            "0x",
            "1",
            "-",
            "null");
    return Arbitraries.oneOf(
        piece.list().ofMaxSize(8).map(parts -> String.join("", parts)), Arbitraries.strings());
  }
}
