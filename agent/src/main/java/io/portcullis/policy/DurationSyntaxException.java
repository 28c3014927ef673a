package io.portcullis.policy;

/**
 * A text that is no duration; the message tells the text, the cause and the cure, in the words a
 * user reads.
 */
public final class DurationSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  DurationSyntaxException(String text, String cause) {
    super(Problems.quoted(text) + " " + cause);
  }
}
