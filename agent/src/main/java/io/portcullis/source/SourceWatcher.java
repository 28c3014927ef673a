package io.portcullis.source;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a source again and again, on one daemon thread of its own, and tells a listener what has
 * become of it. A change that comes to rest is told within half a second.
 */
public final class SourceWatcher {
  /** How long it stays away after a fault of our own, in milliseconds. */
  private static final long AFTER_FAULT = 1_000;

  /** How long closing waits, in milliseconds. */
  private static final long PATIENCE = 2_000;

  private final SourceWatch watch;
  private final SourceListener listener;
  private final Thread thread;
  private volatile boolean stopped;

  private SourceWatcher(SourceWatch watch, SourceListener listener) {
    this.watch = watch;
    this.listener = listener;
    this.thread =
        new Thread(
            new Runnable() {
              @Override
              public void run() {
                lookOnAndOn();
              }
            },
            "portcullis-policy-watcher");
  }

  /**
   * Begins to watch. The first look is made at once, so that nothing is missed that has happened
   * since {@code first} was read.
   *
   * @param first what was read at start, where it could be read
   * @param inForce whether {@code first} is in force
   */
  public static SourceWatcher start(
      FileSource source, Optional<PolicyText> first, boolean inForce, SourceListener listener) {
    SourceWatcher watcher =
        new SourceWatcher(
            new SourceWatch(source, FileStamp.READER, first, inForce, listener), listener);
    watcher.thread.setDaemon(true);
    // Not the loader of whichever application happens to start us: it could not be unloaded.
    watcher.thread.setContextClassLoader(null);
    watcher.thread.start();
    return watcher;
  }

  /**
   * Ends the watching; a change that is being told is told to its end, for which this waits two
   * seconds at most.
   */
  public void stop() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnAndOn() {
    while (!stopped) {
      long delay;
      try {
        delay = watch.look(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
      } catch (Throwable fault) {
        // Whatever it was, a policy that is not watched any more would be worse.
        delay = AFTER_FAULT;
        report(fault);
      }
      try {
        Thread.sleep(delay);
      } catch (InterruptedException e) {
        // Only stop() interrupts; the loop asks.
        continue;
      }
    }
  }

  private void report(Throwable fault) {
    try {
      listener.failed(fault);
    } catch (Throwable again) {
      // There is nobody left to tell; the policy in force stays.
      again.addSuppressed(fault);
    }
  }
}
