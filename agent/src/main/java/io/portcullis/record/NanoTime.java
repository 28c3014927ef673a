package io.portcullis.record;

import java.util.function.LongSupplier;

/** The clock of the JVM, in nanoseconds from nowhere. */
final class NanoTime implements LongSupplier {
  static final NanoTime INSTANCE = new NanoTime();

  private NanoTime() {}

  @Override
  public long getAsLong() {
    return System.nanoTime();
  }
}
