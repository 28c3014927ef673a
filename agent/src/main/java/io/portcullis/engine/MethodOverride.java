package io.portcullis.engine;

import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The methods that a request asks an application to take instead of its own: {@code
 * X-HTTP-Method-Override: DELETE}, {@code ?_method=DELETE}. Many frameworks do as it says, so a
 * rule that is limited to a method must hold for these too.
 */
final class MethodOverride {
  private static final String[] HEADERS = {
    "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"
  };
  private static final String PARAMETER = "_method";

  private MethodOverride() {}

  /** Whether a rule that matches the request's path holds for every method it may come to mean. */
  static boolean allMean(PathPattern rule, Request request, CanonicalPath path) {
    if (!rule.method().isPresent()) {
      return true;
    }
    for (String method : methodsOf(request)) {
      if (!rule.matches(method, path.path())) {
        return false;
      }
    }
    return true;
  }

  /** Whether a rule's method is one that the request may come to mean, in any case. */
  static boolean mayMean(PathPattern rule, Request request) {
    if (!rule.method().isPresent()) {
      return true;
    }
    String only = rule.method().get();
    if (isCovered(only, request.method())) {
      return true;
    }
    for (String method : methodsOf(request)) {
      if (isCovered(only, method)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCovered(String only, String method) {
    return only.equalsIgnoreCase(method) || (only.equals("GET") && method.equalsIgnoreCase("HEAD"));
  }

  /** In upper case; empty for nearly every request. */
  static List<String> methodsOf(Request request) {
    List<String> found = new ArrayList<>(0);
    for (String header : HEADERS) {
      for (String line : request.headerLines(header)) {
        found.add(line.trim().toUpperCase(Locale.ROOT));
      }
    }
    String target = request.target();
    int query = target.indexOf('?');
    if (query >= 0) {
      addParameters(target, query + 1, found);
    }
    return found;
  }

  private static void addParameters(String target, int start, List<String> found) {
    int from = start;
    while (from < target.length()) {
      int to = target.indexOf('&', from);
      to = to < 0 ? target.length() : to;
      int equals = target.indexOf('=', from);
      if (equals >= 0 && equals < to && isOverride(target.substring(from, equals))) {
        found.add(target.substring(equals + 1, to).toUpperCase(Locale.ROOT));
      }
      from = to + 1;
    }
  }

  // An encoded name is as good as a plain one to whoever decodes it.
  private static boolean isOverride(String name) {
    return name.equalsIgnoreCase(PARAMETER)
        || (name.indexOf('%') >= 0 && decoded(name).equalsIgnoreCase(PARAMETER));
  }

  private static String decoded(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      int high = name.charAt(i) == '%' && i + 2 < name.length() ? hex(name.charAt(i + 1)) : -1;
      int low = high >= 0 ? hex(name.charAt(i + 2)) : -1;
      if (low >= 0) {
        plain.append((char) (high * 16 + low));
        i += 2;
      } else {
        plain.append(name.charAt(i));
      }
    }
    return plain.toString();
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
