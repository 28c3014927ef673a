package io.portcullis.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether a host matches a domain pattern, label by label, without a thought of time. */
final class SlowDomain {
  private SlowDomain() {}

  static boolean matches(String pattern, String authority) {
    List<String> host = labels(authority.replaceAll(":\\d*$", ""));
    if (!pattern.startsWith("*.")) {
      return labels(pattern).equals(host);
    }
    List<String> domain = labels(pattern.substring(2));
    int more = host.size() - domain.size();
    return more > 0 && host.subList(more, host.size()).equals(domain);
  }

  private static List<String> labels(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.asList(
        (lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower).split("\\."));
  }
}
