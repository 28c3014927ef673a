package io.portcullis.dns;

/** An answer over a connection that is no message, or none to what was asked. */
final class MalformedAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException() {
    super("malformed answer");
  }
}
