package io.portcullis.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for facts that come to be by themselves. */
public final class Eventually {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private Eventually() {}

  /** Returns once it is so; fails where it is not so for too long. */
  public static void so(Callable<Boolean> fact) throws Exception {
    long deadline = System.nanoTime() + PATIENCE;
    while (!fact.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it has not come to be");
      }
      Thread.sleep(5);
    }
  }
}
