package io.portcullis.agent;

import io.portcullis.jmx.JmxExport;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Shows the agent by JMX as soon as the application itself uses JMX and a server is guarded, and
 * not before: some applications refuse to start where an agent was first. Thread-safe.
 */
final class JmxStart {
  /** The class of the JDK's that is loaded with the first server of MBeans. */
  static final String FIRST_CLASS = "com/sun/jmx/mbeanserver/JmxMBeanServer";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  // The platform's server is complete a moment after its class is loaded, or it is another's.
  private static final int MOST_LOOKS = 100;

  private final Logger log;
  private final AgentThreads threads;
  private boolean up;
  private boolean closed;
  private @Nullable JmxExport shown;
  private @Nullable JmxExport waiting;

  JmxStart(Logger log, AgentThreads threads) {
    this.log = log;
    this.threads = threads;
  }

  /** The application has begun with JMX; called while a class of it is loaded. */
  synchronized void isUp() {
    up = true;
    startIfReady();
  }

  /** Waits for the first guarded server, elsewhere. */
  void whenGuarded(JmxExport export, GuardedServers servers) {
    threads.start(
        "portcullis-jmx-start",
        new Runnable() {
          @Override
          public void run() {
            try {
              servers.awaitFirst();
              isGuarded(export);
            } catch (InterruptedException leaving) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }

  private synchronized void isGuarded(JmxExport export) {
    waiting = export;
    startIfReady();
  }

  // No thread waits for an application that may never use JMX.
  private void startIfReady() {
    JmxExport export = waiting;
    if (!up || export == null || closed) {
      return;
    }
    waiting = null;
    shown = export;
    threads.start(
        "portcullis-jmx-start",
        new Runnable() {
          @Override
          public void run() {
            register(export);
          }
        });
  }

  /** Takes back what is shown; nothing is from now on. */
  synchronized void close() {
    closed = true;
    JmxExport export = shown;
    if (export != null) {
      export.close();
    }
  }

  private void register(JmxExport export) {
    try {
      for (int look = 0; look < MOST_LOOKS && !export.register(); look++) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Throwable failed) {
      log.warn("not shown by JMX", failed);
    }
  }
}
