package io.portcullis.source;

/** A policy file that cannot be read; the message tells the file and the cause, fit for a user. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  SourceException(String message) {
    super(message);
  }
}
