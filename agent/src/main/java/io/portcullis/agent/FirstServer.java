package io.portcullis.agent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Knows whether any server has been guarded yet, and is loud if none is for too long. Thread-safe.
 */
final class FirstServer {
  private final CountDownLatch guarded = new CountDownLatch(1);

  void isGuarded() {
    guarded.countDown();
  }

  /** Waits for the first server, however long. */
  void await() throws InterruptedException {
    guarded.await();
  }

  /** Waits for the first server; says so in the log if it has not come within this time. */
  void warnIfNone(Logger log, long seconds) throws InterruptedException {
    if (!guarded.await(seconds, TimeUnit.SECONDS)) {
      log.error(
          "NO SERVER IS GUARDED: {} s after the start no Tomcat, Jetty or Undertow has been seen in"
              + " this JVM; requests that reach it are not judged",
          seconds);
    }
  }
}
