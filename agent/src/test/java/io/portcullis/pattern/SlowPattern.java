package io.portcullis.pattern;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a pattern means, as a regular expression. */
final class SlowPattern {
  private SlowPattern() {}

  static boolean matches(String pattern, String path) {
    return Pattern.compile(regex(pattern), Pattern.DOTALL).matcher(path).matches();
  }

  /** As a restriction has to match at least: in any case, with a slash or suffix at the end. */
  static boolean touches(String pattern, String path) {
    return Pattern.compile(
            regex(pattern) + (pattern.equals("/") ? "" : "(\\.[^/]*)?/?"),
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(path)
        .matches();
  }

  private static String regex(String pattern) {
    if (pattern.equals("/")) {
      return "/";
    }
    boolean open = pattern.endsWith("/**");
    String closed = open ? pattern.substring(0, pattern.length() - 3) : pattern;
    String segments =
        closed.isEmpty()
            ? ""
            : Stream.of(closed.substring(1).split("/"))
                .map(s -> s.equals("*") || s.startsWith("{") ? "/[^/]+" : "/" + Pattern.quote(s))
                .collect(Collectors.joining());
    return segments + (!open ? "" : segments.isEmpty() ? "/.*" : "(/.*)?");
  }
}
