package io.portcullis.gate;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names decisions: eight hex digits for the run of the JVM, then a number that counts up.
 * Thread-safe.
 */
final class DecisionIds {
  private final String run = String.format("%08x", ThreadLocalRandom.current().nextInt());
  private final AtomicLong last = new AtomicLong();

  String next() {
    return run + "-" + Long.toHexString(last.incrementAndGet());
  }
}
