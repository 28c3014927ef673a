package io.portcullis.pattern;

/**
 * A text that is no pattern; the message tells the text and the cause, in the words a user reads.
 */
public final class PatternSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  PatternSyntaxException(String message) {
    super(message);
  }
}
