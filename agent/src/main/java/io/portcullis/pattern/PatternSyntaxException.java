package io.portcullis.pattern;

/**
 * A text that is no pattern; the message tells the text and the cause, in the words a user reads.
 */
public final class PatternSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String cause;

  PatternSyntaxException(String text, String cause) {
    this("path pattern", text, cause);
  }

  private PatternSyntaxException(String what, String text, String cause) {
    super("invalid " + what + " `" + text + "`: " + cause);
    this.cause = cause;
  }

  static PatternSyntaxException ofDomain(String text, String cause) {
    return new PatternSyntaxException("domain", text, cause);
  }

  /** The cause and its cure, without the text of the pattern. */
  public String reason() {
    return cause;
  }
}
