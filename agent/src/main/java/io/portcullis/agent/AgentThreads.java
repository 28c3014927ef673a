package io.portcullis.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own threads: daemons, which hold up no exit, and free of the application's context
 * class loader. What runs on them has to end when it is interrupted. Thread-safe.
 */
final class AgentThreads {
  private final List<Thread> running = new ArrayList<>();
  private boolean closed;

  /** Starts one; once they are closed, does nothing. */
  synchronized void start(String name, final Runnable work) {
    if (closed) {
      return;
    }
    Thread thread =
        new Thread(name) {
          @Override
          public void run() {
            try {
              work.run();
            } finally {
              ended(this);
            }
          }
        };
    thread.setDaemon(true);
    thread.setContextClassLoader(AgentThreads.class.getClassLoader());
    running.add(thread);
    thread.start();
  }

  private synchronized void ended(Thread thread) {
    running.remove(thread);
  }

  /** Ends them all; waits for them so long at most. */
  void close(long millis) {
    List<Thread> ending;
    synchronized (this) {
      closed = true;
      ending = new ArrayList<>(running);
    }
    for (Thread thread : ending) {
      thread.interrupt();
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (Thread thread : ending) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      try {
        thread.join(Math.max(1, left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The names of the threads of this JVM that are the agent's, whoever has started them. */
  static List<String> alive() {
    ThreadGroup top = Thread.currentThread().getThreadGroup();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    Thread[] all = new Thread[2 * top.activeCount() + 16];
    int count = top.enumerate(all);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (all[i].getName().startsWith("portcullis-") && all[i] != Thread.currentThread()) {
        names.add(all[i].getName());
      }
    }
    return names;
  }
}
