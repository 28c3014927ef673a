package io.portcullis.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a JVM that must not serve: the exit status is that of a wrong configuration (EX_CONFIG of
 * sysexits.h).
 */
final class JvmExit {
  static final int STATUS = 78;

  private static final long FOR_SHUTDOWN_HOOKS_SECONDS = 10;

  private JvmExit() {}

  /**
   * Ends the JVM; never returns, so that the thread about to start a server does not.
   *
   * <p>The orderly exit runs on a thread of its own: this one may hold the lock of a class loader
   * that a shutdown hook needs. If the hooks have not come to an end by then, the JVM is halted.
   */
  static void now() {
    Thread exit =
        new Thread("portcullis-exit") {
          @Override
          public void run() {
            Runtime.getRuntime().exit(STATUS);
          }
        };
    exit.setDaemon(true);
    exit.start();
    try {
      new CountDownLatch(1).await(FOR_SHUTDOWN_HOOKS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(STATUS);
  }
}
