package io.portcullis.engine;

/** Where an evaluation gets the time from, if a check asks for it at all. */
public interface TimeSource {
  /** The time in milliseconds since the epoch. */
  long epochMillis();
}
