package io.portcullis.pattern;

/**
 * Resolves the dot segments of a path as RFC 3986, section 5.2.4, does; above the root is the root.
 */
final class PathSegments {
  /** Drop empty segments, as Tomcat does. */
  static final boolean COLLAPSE = true;

  /** Let empty segments stand, each one that a {@code ..} can remove, as Jetty does. */
  static final boolean KEEP_EMPTY = false;

  private PathSegments() {}

  /** The resolved path; begins with a slash, and ends with one where the last segment is a dot. */
  static String resolve(String path, boolean collapse) {
    String rooted = path.startsWith("/") ? path : "/" + path;
    // Each segment with the slash before it; a slash at the end stands for the empty last one.
    StringBuilder out = new StringBuilder(rooted.length());
    int length = rooted.length();
    for (int slash = 0; slash < length; ) {
      int start = slash + 1;
      int end = rooted.indexOf('/', start);
      boolean last = end < 0;
      end = last ? length : end;
      if (isDots(rooted, start, end, 2)) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
        endWithSlash(out, last);
      } else if (isDots(rooted, start, end, 1)) {
        endWithSlash(out, last);
      } else if (start < end || last || !collapse) {
        out.append('/').append(rooted, start, end);
      }
      slash = end;
    }
    return out.toString();
  }

  private static void endWithSlash(StringBuilder out, boolean last) {
    if (last) {
      out.append('/');
    }
  }

  private static boolean isDots(String path, int start, int end, int count) {
    if (end - start != count) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (path.charAt(i) != '.') {
        return false;
      }
    }
    return true;
  }
}
