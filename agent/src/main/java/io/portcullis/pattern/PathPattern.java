package io.portcullis.pattern;

import java.util.List;
import java.util.Optional;

/**
 * A pattern over methods and paths: {@code [METHOD] /seg/*}{@code /{name}/**}, matched on segment
 * boundaries.
 *
 * <p>A pattern that exempts must be asked with {@link #matches}, and only of a path that {@link
 * CanonicalPath#isPlain}; one that restricts with {@link #touches}, of every reading. The first
 * errs towards no, the second towards yes; exchanged, each is a hole.
 *
 * <p>Immutable; matching allocates nothing.
 */
public final class PathPattern {
  private final String text;
  private final Optional<String> method;
  private final Segment[] segments;
  private final boolean open;

  private PathPattern(String text, Optional<String> method, List<Segment> segments, boolean open) {
    this.text = text;
    this.method = method;
    this.segments = segments.toArray(new Segment[0]);
    this.open = open;
  }

  static PathPattern of(
      String text, Optional<String> method, List<Segment> segments, boolean open) {
    return new PathPattern(text, method, segments, open);
  }

  /** The pattern that a text stands for. */
  public static PathPattern parse(String text) throws PatternSyntaxException {
    return PatternParser.parse(text);
  }

  /** The one method it is limited to, upper case; empty where it holds for all. */
  public Optional<String> method() {
    return method;
  }

  /**
   * Whether a path matches exactly and case-sensitively, as an exemption needs; {@code GET}
   * includes HEAD. A path with empty or dot segments matches nothing.
   */
  public boolean matches(String requestMethod, String path) {
    return matchesMethod(requestMethod) && matchesExactly(path);
  }

  private boolean matchesMethod(String requestMethod) {
    if (!method.isPresent()) {
      return true;
    }
    String only = method.get();
    return only.equals(requestMethod) || (only.equals("GET") && requestMethod.equals("HEAD"));
  }

  private boolean matchesExactly(String path) {
    int length = path.length();
    if (length == 0 || path.charAt(0) != '/') {
      return false;
    }
    if (segments.length == 0 && !open) {
      return length == 1;
    }
    int matched = 0;
    int start = 1;
    while (start <= length) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? length : slash;
      if (start == end) {
        // Empty: what follows a last slash, or a segment that no plain path has.
        return end == length && open && matched == segments.length;
      }
      if (Segment.isDots(path, start, end)) {
        return false;
      }
      if (matched < segments.length) {
        if (!segments[matched].equalTo(path, start, end)) {
          return false;
        }
        matched++;
      } else if (!open) {
        return false;
      }
      start = end + 1;
    }
    return matched == segments.length;
  }

  /**
   * Whether a path alone touches the pattern, method aside, in the generous way a restriction
   * needs: also with a slash at the end, empty segments, a backslash for a slash, in another case,
   * with dots or blanks behind a segment, or with a suffix such as {@code .json} on the last one.
   */
  public boolean touches(String path) {
    // Most servers take a backslash for a character, others for a slash.
    return touches(path, '/') || (path.indexOf('\\') >= 0 && touches(path, '\\'));
  }

  private boolean touches(String path, char otherSlash) {
    int length = path.length();
    int matched = 0;
    int start = 0;
    while (start <= length) {
      int end = segmentEnd(path, start, otherSlash);
      if (start < end) {
        if (matched == segments.length) {
          return open;
        }
        boolean suffixed = matched == segments.length - 1 && isLastSegment(path, end, otherSlash);
        if (!segments[matched].resembles(path, start, end, suffixed)) {
          return false;
        }
        matched++;
      }
      start = end + 1;
    }
    return matched == segments.length;
  }

  private static int segmentEnd(String path, int from, char otherSlash) {
    int i = from;
    while (i < path.length() && path.charAt(i) != '/' && path.charAt(i) != otherSlash) {
      i++;
    }
    return i;
  }

  private static boolean isLastSegment(String path, int end, char otherSlash) {
    for (int i = end; i < path.length(); i++) {
      if (path.charAt(i) != '/' && path.charAt(i) != otherSlash) {
        return false;
      }
    }
    return true;
  }

  /** The text it was parsed from. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern && ((PathPattern) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
