package io.portcullis.policy;

/**
 * A text that is no instant; the message tells the text, the cause and the cure, in the words a
 * user reads.
 */
public final class InstantSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  InstantSyntaxException(String text, String cause) {
    super(Problems.quoted(text) + " " + cause);
  }
}
