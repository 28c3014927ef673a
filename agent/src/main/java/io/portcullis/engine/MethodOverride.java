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

  /** Whether a rule for one method holds for another, in any case: GET includes HEAD. */
  static boolean covers(String only, String method) {
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

  // Some servers part parameters by `;` too: a method too many only makes the rules stricter.
  private static void addParameters(String target, int start, List<String> found) {
    int equals = -1;
    int from = start;
    for (int i = start; i <= target.length(); i++) {
      char c = i < target.length() ? target.charAt(i) : '&';
      if (c == '=' && equals < 0) {
        equals = i;
      } else if (c == '&' || c == ';') {
        if (equals >= 0 && decoded(target.substring(from, equals)).equalsIgnoreCase(PARAMETER)) {
          found.add(decoded(target.substring(equals + 1, i)).trim().toUpperCase(Locale.ROOT));
        }
        equals = -1;
        from = i + 1;
      }
    }
  }

  // Encoded is as good as plain to whoever decodes it.
  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
      int low = high >= 0 ? hex(text.charAt(i + 2)) : -1;
      if (low >= 0) {
        plain.append((char) (high * 16 + low));
        i += 2;
      } else {
        plain.append(c == '+' ? ' ' : c);
      }
    }
    return plain.toString();
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
