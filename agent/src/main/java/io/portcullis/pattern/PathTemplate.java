package io.portcullis.pattern;

/**
 * A path pattern one segment of which is a name: <code>/t/{tenant}/**</code>. Immutable.
 *
 * <p>Ask {@link #nameIn} of a path that {@link CanonicalPath#isPlain} alone, as the one reading of
 * it; whether another reading could hold a name says {@link #pattern} with {@link
 * PathPattern#touches}.
 */
public final class PathTemplate {
  private final PathPattern pattern;
  private final int index;

  private PathTemplate(PathPattern pattern, int index) {
    this.pattern = pattern;
    this.index = index;
  }

  /**
   * The template that a text stands for.
   *
   * @param name the one in braces that is meant: {@code tenant}; others stand for any one segment
   */
  public static PathTemplate parse(String text, String name) throws PatternSyntaxException {
    PathPattern pattern = PathPattern.parse(text);
    if (pattern.method().isPresent()) {
      throw new PatternSyntaxException(
          text, "a name stands in the path whatever the method is; leave the method out");
    }
    String placeholder = "{" + name + "}";
    String[] segments = text.substring(1).split("/", -1);
    int index = -1;
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].equals(placeholder)) {
        if (index >= 0) {
          throw new PatternSyntaxException(
              text, "`" + placeholder + "` stands in it more than once; write `*` for the others");
        }
        index = i;
      }
    }
    if (index < 0) {
      throw new PatternSyntaxException(
          text,
          "no segment is `"
              + placeholder
              + "`; write it where the name stands, such as `/t/"
              + placeholder
              + "/**`");
    }
    return new PathTemplate(pattern, index);
  }

  /** What the path has to be like. */
  public PathPattern pattern() {
    return pattern;
  }

  /** Whether a plain path is exactly and case-sensitively like the template. */
  public boolean matches(String path) {
    return pattern.matches("", path);
  }

  /**
   * The name in a path that {@link #matches}, decoded as the path is; throws {@link
   * IllegalArgumentException} for any other.
   */
  public String nameIn(String path) {
    if (!matches(path)) {
      throw new IllegalArgumentException("not like " + pattern);
    }
    int start = 1;
    for (int i = 0; i < index; i++) {
      start = path.indexOf('/', start) + 1;
    }
    int end = path.indexOf('/', start);
    return path.substring(start, end < 0 ? path.length() : end);
  }

  /** The text it was parsed from. */
  @Override
  public String toString() {
    return pattern.toString();
  }
}
