package io.portcullis.record;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread that writes down what other threads leave for it. Waking it costs the others next
 * to nothing. Make it where no application's code is on the stack: a thread inherits from the one
 * that makes it.
 */
final class Scribe {
  /** What is to be written. Called by one thread; never throws. */
  interface Work {
    /** Nothing is due. */
    long NEVER = Long.MAX_VALUE;

    /** It cannot be written now; not even new work is a reason to try again before then. */
    long RETRY = TimeUnit.SECONDS.toNanos(1);

    /**
     * Writes what is due, and tells in how many nanoseconds more is, even if nothing comes.
     *
     * @param hurried whether everything is due, since the JVM is about to end
     */
    long write(boolean hurried);

    /** Whether something has come since. */
    boolean hasWork();

    /** Writes everything, for the last time. */
    void finish();
  }

  private static final long HURRY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CLOSE_MILLIS = 2000;

  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean idle = new AtomicBoolean();
  private final CountDownLatch hurriedOnce = new CountDownLatch(1);
  private volatile boolean mayStart;
  private volatile boolean hurried;
  private volatile boolean closed;

  private Scribe(String name, Work work, boolean mayStart) {
    this.mayStart = mayStart;
    thread =
        new Thread(name) {
          @Override
          public void run() {
            writeUntilClosed(work);
          }
        };
    thread.setDaemon(true);
    thread.setContextClassLoader(Scribe.class.getClassLoader());
  }

  /** A thread that begins with the first wake. */
  static Scribe of(String name, Work work) {
    return new Scribe(name, work, true);
  }

  /** A thread that begins when it is told to, whoever wakes it before. */
  static Scribe waiting(String name, Work work) {
    return new Scribe(name, work, false);
  }

  /** Begins, for one that waits. */
  void start() {
    mayStart = true;
    wake();
  }

  boolean isClosed() {
    return closed;
  }

  void wake() {
    if (started.get()) {
      if (idle.get() && idle.compareAndSet(true, false)) {
        LockSupport.unpark(thread);
      }
      return;
    }
    if (mayStart && !closed && started.compareAndSet(false, true)) {
      boolean running = false;
      try {
        thread.start();
        running = true;
      } finally {
        // No memory for a thread: what is queued waits for the next try.
        started.set(running);
      }
    }
  }

  /**
   * Has everything written that is there, and from now on all that comes, at once; waits for the
   * former {@code millis} at most.
   */
  void hurry(long millis) {
    hurried = true;
    if (!started.get()) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      hurriedOnce.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has everything written and ends the thread; waits for it two seconds at most. */
  void close() {
    closed = true;
    if (!started.get()) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeUntilClosed(Work work) {
    while (!closed) {
      boolean hurry = hurried;
      long wait = work.write(hurry);
      if (hurry) {
        hurriedOnce.countDown();
        wait = Math.min(wait, HURRY);
      }
      boolean broken = wait == Work.RETRY;
      // Said before the work is looked at, so that an item either is seen here or wakes us. What
      // cannot be written is left alone for a while, whatever comes.
      idle.set(!broken);
      if (!closed && hurry == hurried && (broken || !work.hasWork())) {
        LockSupport.parkNanos(this, wait);
      }
      idle.set(false);
      if (Thread.interrupted()) {
        // Not ours: whoever interrupts this thread, it parks again.
        continue;
      }
    }
    work.finish();
  }
}
