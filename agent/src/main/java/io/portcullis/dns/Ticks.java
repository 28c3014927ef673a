package io.portcullis.dns;

/** Where the age of an answer is read from; it never goes back. */
public interface Ticks {
  /** Milliseconds since some fixed moment. */
  long millis();
}
