package io.portcullis.gate;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names decisions: twelve hex digits for the run of the JVM, then a number that counts up: {@code
 * 5be1f00d77aa-1f}. Thread-safe.
 */
final class DecisionIds {
  // A thousand JVMs restarted a thousand times collide once in five hundred fleets.
  private static final long RUNS = 1L << 48;

  private final String run =
      Long.toHexString(RUNS | ThreadLocalRandom.current().nextLong(RUNS)).substring(1);
  private final AtomicLong last = new AtomicLong();

  String next() {
    return run + "-" + Long.toHexString(last.incrementAndGet());
  }
}
