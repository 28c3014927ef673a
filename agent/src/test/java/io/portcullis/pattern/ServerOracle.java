package io.portcullis.pattern;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path that one kind of server takes from a target, slowly; empty where no setting makes it go
 * on.
 */
enum ServerOracle {
  /** Encoded slashes decoded and backslashes allowed: its most open settings. */
  TOMCAT {
    @Override
    Optional<String> path(String target) {
      return tomcat(target, StandardCharsets.UTF_8);
    }
  },
  /** As it comes: the charset of URIs is ISO-8859-1. */
  TOMCAT_7 {
    @Override
    Optional<String> path(String target) {
      return tomcat(target, StandardCharsets.ISO_8859_1);
    }
  },
  /** Cuts at the first parameter, decodes, resolves. */
  JETTY_9_2 {
    @Override
    Optional<String> path(String target) {
      return decode(cut(target, "[?#;]"), StandardCharsets.UTF_8, "")
          .flatMap(p -> resolve(p, false));
    }
  },
  /** Decodes, then resolves. */
  JETTY_9_4_20 {
    @Override
    Optional<String> path(String target) {
      return decode(withoutMostParameters(cut(target, "[?#]")), StandardCharsets.UTF_8, "")
          .flatMap(p -> resolve(p, false));
    }
  },
  /** Resolves, then decodes. */
  JETTY_9_4_58 {
    @Override
    Optional<String> path(String target) {
      return resolve(withoutMostParameters(cut(target, "[?#]")), true)
          .flatMap(p -> decode(p, StandardCharsets.UTF_8, ""));
    }
  },
  /** Keeps an encoded slash and percent sign; other escapes of its canonical path are decoded. */
  JETTY_12 {
    @Override
    Optional<String> path(String target) {
      return resolve(withoutParameters(cut(target, "[?#]")), true)
          .flatMap(p -> decode(p, StandardCharsets.UTF_8, "/%"));
    }
  },
  /** Reads a plus sign as a space. */
  UNDERTOW_1_0 {
    @Override
    Optional<String> path(String target) {
      return UNDERTOW_1_4.path(target.replace('+', ' '));
    }
  },
  /** Cuts at the first parameter, resolves nothing. */
  UNDERTOW_1_4 {
    @Override
    Optional<String> path(String target) {
      return decode(cut(target, "[?;]"), StandardCharsets.UTF_8, "/\\");
    }
  },
  UNDERTOW_2 {
    @Override
    Optional<String> path(String target) {
      return decode(withoutParameters(cut(target, "[?]")), StandardCharsets.UTF_8, "/\\");
    }
  },
  UNDERTOW_ALLOW_ENCODED_SLASH {
    @Override
    Optional<String> path(String target) {
      return decode(withoutParameters(cut(target, "[?]")), StandardCharsets.UTF_8, "");
    }
  };

  abstract Optional<String> path(String target);

  private static Optional<String> tomcat(String target, Charset charset) {
    String raw = withoutParameters(cut(target, "[?]"));
    Optional<String> decoded = decode(raw, charset, "");
    if (decoded.isEmpty() || decoded.get().indexOf('\0') >= 0) {
      return Optional.empty();
    }
    String path = decoded.get().replace('\\', '/').replaceAll("/+", "/");
    return resolve(path, false);
  }

  /** The path of an origin or absolute form, up to the first of some characters. */
  private static String cut(String target, String ends) {
    String text = target;
    if (target.toLowerCase(Locale.ROOT).startsWith("http://")) {
      String rest = target.substring(7);
      text = rest.substring(rest.indexOf('/'));
    }
    return text.split(ends, 2)[0];
  }

  private static String withoutParameters(String raw) {
    return raw.replaceAll(";[^/]*", "");
  }

  /** Of several parameters of the last segment all but the last stay. */
  private static String withoutMostParameters(String raw) {
    int slash = raw.lastIndexOf('/');
    return withoutParameters(raw.substring(0, slash))
        + raw.substring(slash).replaceAll(";[^;]*$", "");
  }

  /** Dot segments resolved; empty segments stay; above the root: refused. */
  private static Optional<String> resolve(String path, boolean escapedDots) {
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
    segments.remove(0);
    boolean slash = false;
    for (String segment : segments) {
      String dots = escapedDots ? segment.replaceAll("(?i)%2e", ".") : segment;
      slash = dots.equals(".") || dots.equals("..");
      if (dots.equals("..")) {
        if (kept.isEmpty()) {
          return Optional.empty();
        }
        kept.removeLast();
      } else if (!slash) {
        kept.addLast(segment);
      }
    }
    String resolved = "/" + String.join("/", kept);
    return Optional.of(slash && !resolved.endsWith("/") ? resolved + "/" : resolved);
  }

  /** Decodes but for escapes of the characters in {@code kept}; an invalid escape is refused. */
  private static Optional<String> decode(String raw, Charset charset, String kept) {
    if (Pattern.compile("%(?![0-9a-fA-F]{2})").matcher(raw).find()) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        char c = (char) Integer.parseInt(raw.substring(i + 1, i + 3), 16);
        if (kept.indexOf(c) >= 0) {
          bytes.writeBytes(raw.substring(i, i + 3).getBytes(StandardCharsets.US_ASCII));
        } else {
          bytes.write(c);
        }
        i += 2;
      } else {
        bytes.writeBytes(raw.substring(i, i + 1).getBytes(charset));
      }
    }
    return Optional.of(bytes.toString(charset));
  }
}
