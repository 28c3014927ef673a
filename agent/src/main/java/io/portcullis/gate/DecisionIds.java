package io.portcullis.gate;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names decisions: twelve hex digits for the run of the JVM, then a number that counts up: {@code
 * 5be1f00d77aa-1f}. So two ids of one run are a range, and every id between them has been given.
 * Thread-safe.
 */
public final class DecisionIds {
  // A thousand JVMs restarted a thousand times collide once in five hundred fleets.
  private static final long RUNS = 1L << 48;

  private final String run =
      Long.toHexString(RUNS | ThreadLocalRandom.current().nextLong(RUNS)).substring(1);
  private final AtomicLong last = new AtomicLong();

  DecisionIds() {}

  String next() {
    return of(run, last.incrementAndGet());
  }

  String run() {
    return run;
  }

  /** The id of a run's decision by its number. */
  public static String of(String run, long number) {
    return run + "-" + Long.toHexString(number);
  }

  /** The run that an id is of; empty for a text that is no id. */
  public static String runOf(String id) {
    return numberOf(id) == 0 ? "" : id.substring(0, id.lastIndexOf('-'));
  }

  /** The number of an id within its run, from 1 on; 0 for a text that is no id. */
  public static long numberOf(String id) {
    int dash = id.lastIndexOf('-');
    int digits = id.length() - dash - 1;
    if (dash < 1 || digits < 1 || digits > 15) {
      return 0;
    }
    long number = 0;
    for (int i = dash + 1; i < id.length(); i++) {
      char c = id.charAt(i);
      int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) {
        return 0;
      }
      number = number << 4 | digit;
    }
    return number;
  }
}
