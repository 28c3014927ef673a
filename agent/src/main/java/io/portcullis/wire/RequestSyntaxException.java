package io.portcullis.wire;

/** A text that describes no request; the message tells cause and cure, fit for a user. */
public final class RequestSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, with cause and cure. */
  public RequestSyntaxException(String message) {
    super(message);
  }

  /** The message, which is always there. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
