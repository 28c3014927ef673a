package io.portcullis.record;

/** The state directory, or a file in it, cannot be used; the message has cause and cure. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  StateException(String message) {
    super(message);
  }
}
