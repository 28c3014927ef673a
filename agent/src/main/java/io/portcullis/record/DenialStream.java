package io.portcullis.record;

import io.portcullis.gate.DecisionIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of denials from the threads of requests to the one that writes them. It holds a bounded
 * number of them and the exact count of all others. Thread-safe.
 *
 * <pre>
 *   request → wanted? ── yes → queue, 4096 denials ──────────────→ poll
 *                │               │ full
 *                no              ↓
 *                └──────────→ window: 8,000 addresses
 *                               │ full, or 32 places tried
 *                               ↓
 *                             2,000 networks, /24 and /64 ───────→ roll, once a minute
 *                               │ full
 *                               ↓
 *                             the rest: a count for each code
 * </pre>
 *
 * <p>A request's thread takes no lock, never waits, and does a bounded number of steps. What it
 * allocates is at most one denial and one group, both of which find room in something bounded or
 * are garbage at once. In a flood it is one key and one step of a counter.
 *
 * <p>The writing thread rolls: it first puts a new window in place and then closes the old one,
 * which seals each counter in the step that reads it. A request's thread that still holds the old
 * window sees the seal and counts in the new one, so no count is lost and none is told twice. It
 * can meet a closed window once a roll at most.
 */
final class DenialStream {
  private final Backlog<Denial> queue;
  private volatile FoldWindow window = new FoldWindow();
  private volatile @Nullable String run;

  /** A stream that queues at most {@code capacity} denials. */
  DenialStream(int capacity) {
    queue = new Backlog<>(capacity);
  }

  /** Whether the denial that comes now is wanted in detail. It is to be added either way. */
  boolean wants(FoldKey key) {
    return window.isDetail(key);
  }

  /** Takes a denial in detail; false where there is no room, and it is to be counted. */
  boolean add(Denial denial) {
    return queue.tryOffer(denial);
  }

  /**
   * Counts a denial that is not told by itself; gives whether the writer has to hear of it: one
   * that has counted before in this window will roll it anyway.
   */
  boolean count(FoldKey key, String id, long time) {
    if (run == null) {
      run = DecisionIds.runOf(id);
    }
    return count(key, 1, Extent.at(DecisionIds.numberOf(id), time));
  }

  /** The same for many. */
  boolean count(FoldKey key, long denials, Extent extent) {
    while (true) {
      FoldWindow now = window;
      boolean news = !now.isCounting();
      if (now.count(key, denials, extent)) {
        return news;
      }
      // Closed between the two looks at it: the one after it is in place already.
    }
  }

  /** The oldest denial in detail, or {@code null} where there is none. */
  @Nullable Denial poll() {
    return queue.poll();
  }

  boolean hasQueued() {
    return queue.hasWork();
  }

  /** Whether the window has anything to tell, or has told denials in detail. */
  boolean isWindowUsed() {
    return window.isUsed();
  }

  /** Begins a new window and gives what the old one has counted. For one thread at a time. */
  List<Folded> roll() {
    FoldWindow old = window;
    window = new FoldWindow();
    return old.close(run);
  }
}
