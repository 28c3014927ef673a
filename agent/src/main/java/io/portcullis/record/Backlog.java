package io.portcullis.record;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that never keeps a producer waiting: what finds no room is counted, exactly.
 * Lock-free, any number of producers.
 */
final class Backlog<T> {
  private final Queue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong missed = new AtomicLong();
  private final int capacity;

  Backlog(int capacity) {
    this.capacity = capacity;
  }

  void offer(T item) {
    if (!tryOffer(item)) {
      missed.incrementAndGet();
    }
  }

  /** Queues an item; false where there is no room, which is then for the caller to count. */
  boolean tryOffer(T item) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    boolean queued = false;
    try {
      queue.offer(item);
      queued = true;
    } finally {
      if (!queued) {
        size.decrementAndGet();
      }
    }
    return true;
  }

  /** Counts something as missed that never came to be an item. */
  void miss(long count) {
    missed.addAndGet(count);
  }

  /** The oldest item, or {@code null} where there is none. */
  @Nullable T poll() {
    T item = queue.poll();
    if (item != null) {
      size.decrementAndGet();
    }
    return item;
  }

  /** How many were missed since this was last asked. */
  long takeMissed() {
    return missed.getAndSet(0);
  }

  boolean hasWork() {
    return missed.get() > 0 || !queue.isEmpty();
  }
}
