package io.portcullis.server;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The right to read a body ahead of the application, which few requests have at once: a flood of
 * bodies that never come holds no more than so many threads and buffers. First come, first served.
 * Thread-safe.
 */
final class BodyTurns {
  /** Those of this JVM, whatever its servers. */
  static final BodyTurns OF_ALL_SERVERS = new BodyTurns(64);

  /** Who waits for a turn. */
  interface Waiter {
    /** It is the waiter's turn, which it has to give back. Must neither block nor throw. */
    void granted();
  }

  private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
  private int free;

  BodyTurns(int atOnce) {
    free = atOnce;
  }

  /** Whether it is the waiter's turn at once; if not, it is told of it later. */
  synchronized boolean enter(Waiter waiter) {
    if (free > 0) {
      free--;
      return true;
    }
    queue.add(waiter);
    return false;
  }

  /** Whether a waiter that has not had its turn yet gives it up; it is never told then. */
  synchronized boolean leave(Waiter waiter) {
    return queue.remove(waiter);
  }

  /** Gives a turn back. */
  void release() {
    Waiter next = next();
    if (next != null) {
      next.granted();
    }
  }

  private synchronized @Nullable Waiter next() {
    Waiter next = queue.poll();
    if (next == null) {
      free++;
    }
    return next;
  }
}
