package io.portcullis.pattern;

import static io.portcullis.pattern.PercentDecoder.ALL;
import static io.portcullis.pattern.PercentDecoder.KEEP_BACKSLASH;
import static io.portcullis.pattern.PercentDecoder.KEEP_PERCENT;
import static io.portcullis.pattern.PercentDecoder.KEEP_SLASH;
import static io.portcullis.pattern.PercentDecoder.LATIN1;
import static io.portcullis.pattern.PercentDecoder.LOOSE;
import static io.portcullis.pattern.PercentDecoder.OVERLONG;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every way in which a known server, or something behind it, reads the path of a target. A fixed
 * number of linear passes; what a server would refuse is read all the same, since each can be
 * configured not to.
 *
 * <p>A reading is: where the path is, what of {@code ;} is cut, what is decoded, what is resolved.
 * Servers differ in all four, and in the order of the last three.
 */
final class Readings {
  private final Set<String> found = new LinkedHashSet<>();

  private Readings() {}

  /** All distinct readings, our own first. */
  static List<String> of(String target) {
    Readings readings = new Readings();
    for (String raw : rawPaths(target)) {
      readings.read(raw);
    }
    return Collections.unmodifiableList(new ArrayList<>(readings.found));
  }

  /** Where the path may be in a target; the most likely place first. Each begins with a slash. */
  private static Set<String> rawPaths(String target) {
    Set<String> raws = new LinkedHashSet<>();
    int query = target.indexOf('?');
    addPaths(raws, query < 0 ? target : target.substring(0, query));
    int loose = looseQuery(target);
    if (loose != query) {
      addPaths(raws, loose < 0 ? target : target.substring(0, loose));
    }
    return raws;
  }

  // Jetty 9.4.58 takes the ? of %2? for a digit.
  private static int looseQuery(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '?') {
        return i;
      }
      i += c == '%' ? 2 : 0;
    }
    return -1;
  }

  private static void addPaths(Set<String> raws, String text) {
    int colon = text.indexOf(':');
    if (text.startsWith("/")) {
      addRaw(raws, text);
      if (text.startsWith("//")) {
        addRaw(raws, behindAuthority(text, 2)); // Jetty 9.3 and 9.4.0 to 9.4.20
      }
    } else if (text.startsWith("://", colon) && colon > 0) {
      addRaw(raws, behindAuthority(text, colon + 3));
      addRaw(raws, "/" + text);
    } else {
      addRaw(raws, "/" + text);
      if (colon >= 0) {
        addRaw(raws, text.substring(colon + 1));
      }
      if (text.indexOf('/') < 0) {
        addRaw(raws, "/");
      }
    }
  }

  private static String behindAuthority(String text, int from) {
    int slash = text.indexOf('/', from);
    return slash < 0 ? "/" : text.substring(slash);
  }

  private static void addRaw(Set<String> raws, String raw) {
    String rooted = raw.startsWith("/") ? raw : "/" + raw;
    raws.add(rooted);
    int fragment = rooted.indexOf('#');
    if (fragment >= 0) {
      raws.add(rooted.substring(0, fragment)); // Jetty; never empty, the slash is before it
    }
  }

  private void read(String raw) {
    String bare = withoutParameters(raw);
    String decoded = PercentDecoder.decode(bare, ALL);
    found.add(PathSegments.resolve(decoded, PathSegments.COLLAPSE)); // ours
    // Tomcat, a backslash read as a slash or, with the Windows file system behind it, meant as one.
    found.add(tomcat(decoded));
    found.add(tomcat(PercentDecoder.decode(bare, KEEP_SLASH | KEEP_BACKSLASH | KEEP_PERCENT)));
    found.add(tomcat(PercentDecoder.decode(bare, LATIN1)));
    // Jetty to 9.4.40 resolves what it has decoded, later ones decode what they have resolved.
    found.add(PathSegments.resolve(decoded, PathSegments.KEEP_EMPTY));
    String resolved = PathSegments.resolve(withPlainDots(bare), PathSegments.KEEP_EMPTY);
    found.add(PercentDecoder.decode(resolved, ALL));
    found.add(PercentDecoder.decode(resolved, KEEP_SLASH | KEEP_PERCENT));
    // Some of Jetty 9.4 take a dot that is still escaped after decoding for a dot.
    found.add(PathSegments.resolve(withPlainDots(decoded), PathSegments.KEEP_EMPTY));
    // Undertow resolves nothing.
    found.add(decoded);
    found.add(PercentDecoder.decode(bare, KEEP_SLASH | KEEP_BACKSLASH));
    int parameters = raw.indexOf(';');
    if (parameters >= 0) {
      // Jetty 9.2 and Undertow 1 end the path at the first parameter.
      String cut = raw.substring(0, parameters);
      String decodedCut = PercentDecoder.decode(cut, ALL);
      found.add(decodedCut);
      found.add(PercentDecoder.decode(cut, KEEP_SLASH | KEEP_BACKSLASH));
      found.add(PathSegments.resolve(decodedCut, PathSegments.KEEP_EMPTY));
      found.add(PathSegments.resolve(withPlainDots(decodedCut), PathSegments.KEEP_EMPTY));
      found.add(tomcat(decodedCut));
      found.add(PercentDecoder.decode(raw, ALL));
      // Jetty 9.4 leaves out only the last parameter of the last segment.
      int lastSegment = raw.lastIndexOf('/');
      int lastParameter = raw.lastIndexOf(';');
      if (lastParameter > lastSegment) {
        String most =
            withoutParameters(raw.substring(0, lastSegment))
                + raw.substring(lastSegment, lastParameter);
        found.add(PathSegments.resolve(PercentDecoder.decode(most, ALL), PathSegments.KEEP_EMPTY));
        String dots = PathSegments.resolve(withPlainDots(most), PathSegments.KEEP_EMPTY);
        found.add(PercentDecoder.decode(dots, LOOSE));
        // It does not decode what it leaves.
        int left = dots.indexOf(';');
        if (left >= 0) {
          found.add(PercentDecoder.decode(dots.substring(0, left), LOOSE) + dots.substring(left));
        }
      }
    }
    // Jetty 9.4.58, which reads escapes loosely.
    String loose = withoutParameters(raw, true);
    found.add(PathSegments.resolve(PercentDecoder.decode(loose, LOOSE), PathSegments.KEEP_EMPTY));
    found.add(PercentDecoder.decode(resolved, LOOSE));
    // Whatever stands behind a server and decodes leniently, or once more.
    String lenient = PercentDecoder.decode(loose, LOOSE | OVERLONG);
    lenient(lenient);
    lenient(PercentDecoder.decode(lenient, LOOSE | OVERLONG));
  }

  private static String tomcat(String decoded) {
    return PathSegments.resolve(decoded.replace('\\', '/'), PathSegments.COLLAPSE);
  }

  private void lenient(String decoded) {
    String bare = withoutParameters(decoded);
    found.add(tomcat(bare));
    int nul = bare.indexOf('\0');
    if (nul >= 0) {
      found.add(tomcat(bare.substring(0, nul)));
    }
    found.add(tomcat(withoutControls(bare)));
  }

  private static String withoutParameters(String path) {
    return withoutParameters(path, false);
  }

  /**
   * The path without what stands between a {@code ;} and the next slash.
   *
   * @param loose whether a {@code ;} behind a percent sign is taken for a digit
   */
  private static String withoutParameters(String path, boolean loose) {
    if (path.indexOf(';') < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    boolean skipping = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      skipping = c == ';' || (skipping && c != '/');
      if (skipping) {
        continue;
      }
      out.append(c);
      if (loose && c == '%') {
        int end = Math.min(path.length(), i + 3);
        out.append(path, i + 1, end);
        i = end - 1;
      }
    }
    return out.toString();
  }

  private static String withPlainDots(String path) {
    return path.replace("%2e", ".").replace("%2E", ".");
  }

  private static String withoutControls(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (!Character.isISOControl(path.charAt(i))) {
        out.append(path.charAt(i));
      }
    }
    return out.toString();
  }
}
