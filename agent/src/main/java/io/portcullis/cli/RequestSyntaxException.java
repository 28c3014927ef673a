package io.portcullis.cli;

/** A text that describes no request; the message tells cause and cure, fit for a user. */
final class RequestSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  RequestSyntaxException(String message) {
    super(message);
  }

  /** The message, which is always there. */
  String words() {
    return String.valueOf(getMessage());
  }
}
