package io.portcullis.server;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One thread that wakes whoever has waited too long. It comes with the first wait and goes when
 * nobody waits any more, so that nothing is left of it after a detach. Thread-safe.
 */
public final class Deadlines {
  private static final long IDLE_SECONDS = 10;
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Deadlines() {}

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            new ThreadFactory() {
              @Override
              public Thread newThread(Runnable work) {
                Thread thread = new Thread(work, "portcullis-deadlines");
                thread.setDaemon(true);
                // That of the request would keep its application in memory.
                thread.setContextClassLoader(null);
                return thread;
              }
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /** Runs something short in so many milliseconds, unless it is cancelled before. */
  static Future<?> in(long millis, Runnable work) {
    return TIMER.schedule(work, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread, as soon as nobody waits any more; for the end of the agent. */
  public static void close() {
    TIMER.shutdown();
  }
}
