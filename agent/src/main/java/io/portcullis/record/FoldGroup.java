package io.portcullis.record;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the denials of one key, until it is sealed. Any number of threads count, one seals; none
 * takes a lock.
 *
 * <p>Sealing makes the count negative for ever, in the same step that reads it. Who counts
 * afterwards sees it, and counts elsewhere: nothing is lost, and nothing is counted twice. The
 * range of ids is widened before the count, so it always holds all that are counted.
 */
final class FoldGroup {
  private static final long SEALED = Long.MIN_VALUE;

  private final FoldKey key;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong from = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong until = new AtomicLong(Long.MIN_VALUE);
  private final AtomicBoolean sampled = new AtomicBoolean();

  FoldGroup(FoldKey key) {
    this.key = key;
  }

  FoldKey key() {
    return key;
  }

  /** Whether this is the first time that this was asked. */
  boolean sample() {
    return !sampled.get() && sampled.compareAndSet(false, true);
  }

  /** Counts; false where this is sealed and nothing was counted. */
  boolean add(long denials, Extent extent) {
    if (count.get() < 0) {
      return false;
    }
    lower(first, extent.first());
    raise(last, extent.last());
    lower(from, extent.from());
    raise(until, extent.until());
    return count.getAndAdd(denials) >= 0;
  }

  /** Ends the counting, and tells what was counted. Called once. */
  Folded seal(String run) {
    long denials = count.getAndSet(SEALED);
    return Folded.of(
        key, denials, run, Extent.of(first.get(), last.get(), from.get(), until.get()));
  }

  private static void lower(AtomicLong bound, long value) {
    long now = bound.get();
    while (value < now && !bound.compareAndSet(now, value)) {
      now = bound.get();
    }
  }

  // Ids and times grow, so who fails here finds a higher value mostly, and is done.
  private static void raise(AtomicLong bound, long value) {
    long now = bound.get();
    while (value > now && !bound.compareAndSet(now, value)) {
      now = bound.get();
    }
  }
}
