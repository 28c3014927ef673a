package io.portcullis.caller.jwt;

/**
 * Keys that tokens cannot be verified with; the message tells cause and cure in the words a user
 * reads, and nothing that stands in the file.
 */
public final class JwtKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  JwtKeyException(String message) {
    super(message);
  }
}
