package io.portcullis.pattern;

import java.util.Optional;

/**
 * A pattern over methods and paths: {@code [METHOD] /seg/*}{@code /{name}/**}, matched on segment
 * boundaries.
 */
public final class PathPattern {
  private PathPattern() {}

  /** The pattern that a text stands for. */
  public static PathPattern parse(String text) throws PatternSyntaxException {
    throw new UnsupportedOperationException();
  }

  /** The one method it is limited to, upper case; empty where it holds for all. */
  public Optional<String> method() {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether a path matches exactly and case-sensitively, as an exemption needs; {@code GET}
   * includes HEAD.
   */
  public boolean matches(String method, String path) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether a path alone touches the pattern, method aside, in the generous way a restriction
   * needs.
   */
  public boolean touches(String path) {
    throw new UnsupportedOperationException();
  }

  /** The text it was parsed from. */
  @Override
  public String toString() {
    throw new UnsupportedOperationException();
  }
}
