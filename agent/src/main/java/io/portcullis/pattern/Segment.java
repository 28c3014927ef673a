package io.portcullis.pattern;

/** One segment of a pattern: a literal, or any one segment. Immutable. */
final class Segment {
  /** {@code *} or <code>{name}</code>: any one segment that is not empty. */
  static final Segment ANY = new Segment("");

  // Empty only in ANY.
  private final String literal;

  private Segment(String literal) {
    this.literal = literal;
  }

  static Segment literal(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a literal segment is not empty");
    }
    return new Segment(text);
  }

  /** Whether the segment at {@code [start, end)} is this one, character by character. */
  boolean equalTo(String path, int start, int end) {
    return literal.isEmpty()
        || (end - start == literal.length() && path.startsWith(literal, start));
  }

  /**
   * Whether some server or file system may take the segment at {@code [start, end)} for this one.
   *
   * @param suffixed whether it may go on with a dot and anything
   */
  boolean resembles(String path, int start, int end, boolean suffixed) {
    if (literal.isEmpty()) {
      return true;
    }
    int length = literal.length();
    for (int i = 0; i < length; i++) {
      if (start + i >= end || !resembles(path.charAt(start + i), literal.charAt(i))) {
        return false;
      }
    }
    int rest = start + length;
    if (rest < end && suffixed && path.charAt(rest) == '.') {
      return true;
    }
    // Windows drops dots and blanks at the end; a server that knows no parameters, what is behind ;
    while (rest < end && (path.charAt(rest) == '.' || path.charAt(rest) == ' ')) {
      rest++;
    }
    return rest == end || path.charAt(rest) == ';';
  }

  private static boolean resembles(char a, char b) {
    if (a == b) {
      return true;
    }
    char upperA = Character.toUpperCase(a);
    char upperB = Character.toUpperCase(b);
    return upperA == upperB
        || Character.toLowerCase(upperA) == Character.toLowerCase(upperB)
        || (a == '+' && b == ' ');
  }

  /** Whether the segment at {@code [start, end)} is {@code .} or {@code ..}. */
  static boolean isDots(String path, int start, int end) {
    return path.charAt(start) == '.'
        && (end - start == 1 || (end - start == 2 && path.charAt(start + 1) == '.'));
  }
}
