package io.portcullis.pattern;

import java.util.List;

/**
 * The path of a request target as we read it, and every other way in which a server might read it.
 *
 * <p>Two servers given {@code /x/..;/admin} run different code. A target is <em>plain</em> if every
 * known reading of it is the same; otherwise all readings are kept, and a rule that one of them
 * touches makes the request ambiguous.
 */
public final class CanonicalPath {
  private CanonicalPath() {}

  /**
   * The path of a request target as received: origin form, absolute form, {@code *} or authority
   * form. Never fails.
   */
  public static CanonicalPath of(String target) {
    throw new UnsupportedOperationException();
  }

  /**
   * Our own reading: decoded once, path parameters removed, dot segments and empty segments
   * resolved.
   */
  public String path() {
    throw new UnsupportedOperationException();
  }

  /** Whether every known reading is {@link #path()}. */
  public boolean isPlain() {
    throw new UnsupportedOperationException();
  }

  /** Every known reading, {@link #path()} first. */
  public List<String> readings() {
    throw new UnsupportedOperationException();
  }
}
