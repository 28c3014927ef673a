package io.portcullis.record;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long decisions take, as a histogram over one request in 64: to read the clock twice for each
 * would cost more than to judge most of them. Thread-safe; nothing here takes a lock.
 */
public final class DecisionTimes {
  /** One request in so many is measured. */
  public static final int ONE_IN = 64;

  private static final long[] BOUNDS = {
    1_000,
    3_000,
    10_000,
    30_000,
    100_000,
    300_000,
    1_000_000,
    3_000_000,
    10_000_000,
    30_000_000,
    100_000_000,
    300_000_000,
    1_000_000_000,
    3_000_000_000L,
    10_000_000_000L
  };

  private final LongAdder[] within = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();
  private volatile boolean wanted;

  DecisionTimes() {
    for (int i = 0; i < within.length; i++) {
      within[i] = new LongAdder();
    }
  }

  /** From now on decisions are measured, since somebody may ask for their times. */
  public void measure() {
    wanted = true;
  }

  /** Whether the next decision is one to be measured. */
  boolean isNextWanted() {
    return wanted && (ThreadLocalRandom.current().nextInt() & (ONE_IN - 1)) == 0;
  }

  void add(long took) {
    int bucket = 0;
    while (bucket < BOUNDS.length && took > BOUNDS[bucket]) {
      bucket++;
    }
    within[bucket].increment();
    nanos.add(took);
  }

  /** How many bounds there are. */
  public int bounds() {
    return BOUNDS.length;
  }

  /** A bound, in nanoseconds; they ascend. */
  public long bound(int index) {
    return BOUNDS[index];
  }

  /** How many decisions took longer than the bound before and no longer than this one. */
  public long within(int index) {
    return within[index].sum();
  }

  /** How many took longer than the last bound. */
  public long beyond() {
    return within[BOUNDS.length].sum();
  }

  /** How long those that were measured took together, in seconds. */
  public double seconds() {
    return nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
