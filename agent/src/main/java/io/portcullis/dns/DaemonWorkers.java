package io.portcullis.dns;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads that come when there is work and go after some seconds without. Thread-safe.
 *
 * <p>They hold up no exit, and they know nothing of the application on whose thread the work was
 * given: not its context class loader, not what it handed to its own threads.
 */
final class DaemonWorkers implements Workers {
  private static final long IDLE_SECONDS = 10;
  private static final int QUEUE = 1_024;

  /** Sockets and messages need no deep stack. */
  private static final long STACK = 256 << 10;

  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;

  DaemonWorkers(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<Runnable>(QUEUE),
            new Daemons("portcullis-dns-"));
    pool.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, new Daemons("portcullis-dns-timer-"));
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public boolean run(Runnable work) {
    try {
      pool.execute(work);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError full) {
      // The error is that of a machine without room for one more thread.
      return false;
    }
  }

  @Override
  public Alarm after(long millis, Runnable work) {
    try {
      final Future<?> future = timer.schedule(work, millis, TimeUnit.MILLISECONDS);
      return new Alarm() {
        @Override
        public void cancel() {
          future.cancel(false);
        }
      };
    } catch (RejectedExecutionException | OutOfMemoryError none) {
      // Whoever closed this has answered all that were waiting; and who waits for long anyway,
      // without a thread to wake it, is answered when its questions are.
      return new Alarm() {
        @Override
        public void cancel() {}
      };
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdownNow();
  }

  /** Makes the threads. */
  private static final class Daemons implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger count = new AtomicInteger();

    Daemons(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(null, work, prefix + count.incrementAndGet(), STACK);
      thread.setDaemon(true);
      // Not the loader of whichever application asks first: it could not be unloaded.
      thread.setContextClassLoader(null);
      return thread;
    }
  }
}
