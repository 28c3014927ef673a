package io.portcullis.gate;

import io.portcullis.engine.TimeSource;

/** The clock of the system. */
public final class SystemTime implements TimeSource {
  public static final SystemTime INSTANCE = new SystemTime();

  private SystemTime() {}

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }
}
