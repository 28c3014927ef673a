package io.portcullis.record;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Groups by key: a hash table with open addressing that only ever grows, up to a limit, until it is
 * closed. No thread takes a lock or waits for another; a look-up tries a bounded number of places.
 */
final class FoldTable {
  private static final int PROBES = 32;

  /** Stands in every free place of a closed table; counts nothing. */
  private static final FoldGroup CLOSED = closed();

  private final AtomicReferenceArray<@Nullable FoldGroup> places;
  private final AtomicInteger size = new AtomicInteger();
  private final int limit;
  private final long seed;

  /** A table for {@code limit} groups, with about twice as many places. */
  FoldTable(int limit, long seed) {
    this.limit = limit;
    this.seed = seed;
    this.places = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(limit, 32)) * 4);
  }

  private static FoldGroup closed() {
    // The key of no denial.
    FoldGroup group = new FoldGroup(FoldKey.rest(Decision.Effect.ALLOW, Code.ADMITTED));
    group.sample();
    group.seal("");
    return group;
  }

  /**
   * The group of a key, made where there is none; {@code null} where there is no room. In a table
   * that was closed meanwhile it is one that counts nothing.
   */
  @Nullable FoldGroup group(FoldKey key) {
    int start = key.hash(seed);
    for (int i = 0; i < PROBES; i++) {
      int place = (start + i) & (places.length() - 1);
      FoldGroup there = places.get(place);
      if (there == null) {
        if (!reserve()) {
          return null;
        }
        FoldGroup fresh = new FoldGroup(key);
        if (places.compareAndSet(place, null, fresh)) {
          return fresh;
        }
        size.decrementAndGet();
        there = places.get(place);
      }
      if (there == CLOSED || (there != null && there.key().equals(key))) {
        return there;
      }
    }
    return null;
  }

  private boolean reserve() {
    if (size.get() >= limit) {
      return false;
    }
    if (size.incrementAndGet() <= limit) {
      return true;
    }
    size.decrementAndGet();
    return false;
  }

  /** Seals every group and every free place, and adds what was counted to a list. Called once. */
  void close(String run, List<Folded> counted) {
    for (int place = 0; place < places.length(); place++) {
      if (places.compareAndSet(place, null, CLOSED)) {
        continue;
      }
      FoldGroup group = places.get(place);
      if (group != null) {
        Folded folded = group.seal(run);
        if (folded.count() > 0) {
          counted.add(folded);
        }
      }
    }
  }
}
