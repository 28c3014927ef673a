package io.portcullis.dns;

import java.util.concurrent.TimeUnit;

/** The steady clock of the JVM, which a change of the system's time does not move. */
final class SystemTicks implements Ticks {
  static final SystemTicks INSTANCE = new SystemTicks();

  private SystemTicks() {}

  @Override
  public long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
