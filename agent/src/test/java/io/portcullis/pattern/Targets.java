package io.portcullis.pattern;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Targets and patterns that are likely to meet, and to meet in odd ways. */
final class Targets extends DomainContextBase {
  private static final List<String> PIECES =
      List.of(
          "/",
          "/",
          "/",
          "/",
          "/a",
          "/b",
          "/a/b",
          "/health",
          "/static",
          "/admin",
          "a",
          "b",
          "A",
          "health",
          "static",
          "admin",
          ".",
          "..",
          "/.",
          "/..",
          "/../",
          "%2e",
          "%2E",
          "%2e%2e",
          ";",
          ";x=1",
          ";jsessionid=1.n",
          "/..;",
          "/;",
          "%3b",
          "%2f",
          "%2F",
          "%5c",
          "\\",
          "%25",
          "%252e",
          "%252f",
          "%00",
          "\0",
          "%0a",
          "%7f",
          "%c0%af",
          "%c0%ae",
          "%e0%80%ae",
          "%c3",
          "%c3%bc",
          "%C2%85",
          "%ff",
          "%u002e",
          "%u002f",
          "\u00fc",
          "\u212a",
          "+",
          "#",
          "?",
          "//",
          "%",
          "%4",
          "%zz",
          " ",
          "%20",
          ".json",
          "*",
          "%61",
          "%41",
          "%2a",
          "|",
          "~",
          ":",
          "@");

  private static final List<String> PATTERNS =
      List.of(
          "/",
          "/a",
          "/a/b",
          "/health",
          "/static/**",
          "/a/*",
          "/*/b",
          "/{x}/b/**",
          "/**",
          "/admin/**",
          "/a/*/b",
          "/static/a b",
          "/A",
          "/a~",
          "/*");

  @Provide
  Arbitrary<Target> targets() {
    Arbitrary<String> piece = Arbitraries.of(PIECES);
    Arbitrary<String> body = piece.list().ofMaxSize(8).map(l -> String.join("", l));
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(20);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(12, body.map(b -> "/" + b)),
            net.jqwik.api.Tuple.of(4, Arbitraries.of("/a", "/health", "/static/a").map(p -> p)),
            net.jqwik.api.Tuple.of(3, body.map(b -> "http://h/" + b)),
            net.jqwik.api.Tuple.of(1, any.map(b -> "/" + b)))
        .map(Target::new);
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Arbitraries.of(PATTERNS).map(Rule::new);
  }

  /** A target of origin or absolute form. */
  record Target(String text) {}

  /** The text of a pattern. */
  record Rule(String text) {
    PathPattern pattern() {
      try {
        return PathPattern.parse(text);
      } catch (PatternSyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
