package io.portcullis.manage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads of the API: daemons, which hold up no exit. One that is kept waiting by a slow
 * caller for too long is interrupted, which closes its connection; so nobody can keep them all by
 * sending half a request.
 */
final class Workers extends ThreadPoolExecutor {
  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 30;

  /** Since when each busy thread has been at its task, by {@link System#nanoTime}. */
  private final Map<Thread, Long> busy = new HashMap<>();

  private final long patienceNanos;

  Workers(long patienceMillis) {
    super(
        THREADS,
        THREADS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<Runnable>(),
        new Daemons());
    allowCoreThreadTimeOut(true);
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    Daemons.thread("portcullis-admin-watch", new Watch()).start();
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    super.beforeExecute(thread, task);
    synchronized (busy) {
      busy.put(thread, System.nanoTime());
    }
  }

  @Override
  @SuppressWarnings("Interruption")
  protected void afterExecute(Runnable task, Throwable thrown) {
    synchronized (busy) {
      busy.remove(Thread.currentThread());
      // An interrupt was meant for this task; the next one is not to get it.
      Thread.interrupted();
    }
    super.afterExecute(task, thrown);
  }

  private void interruptTheSlow() {
    synchronized (busy) {
      long now = System.nanoTime();
      for (Map.Entry<Thread, Long> one : busy.entrySet()) {
        if (now - one.getValue() > patienceNanos) {
          one.getKey().interrupt();
        }
      }
    }
  }

  /** Looks after the threads until they are ended. */
  private final class Watch implements Runnable {
    @Override
    public void run() {
      try {
        while (!awaitTermination(Math.max(1, patienceNanos / 4), TimeUnit.NANOSECONDS)) {
          interruptTheSlow();
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes threads that hold up no exit and know nothing of the application's class loader. */
  static final class Daemons implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
      return thread("portcullis-admin-" + made.incrementAndGet(), work);
    }

    static Thread thread(String name, Runnable work) {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(Workers.class.getClassLoader());
      return thread;
    }
  }
}
