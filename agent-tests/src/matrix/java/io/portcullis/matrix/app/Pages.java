package io.portcullis.matrix.app;

import java.util.concurrent.atomic.AtomicInteger;

/** What the application answers, whatever it is called through. */
public final class Pages {
  /** Tells how often any other page was asked for, and does not count itself. */
  static final String HITS = "/hits";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Pages() {}

  /** The page of a path below the context. */
  public static String of(String method, String path) {
    if (path.endsWith(HITS)) {
      return "hits " + COUNT.get() + "\n";
    }
    COUNT.incrementAndGet();
    return "page " + method + " " + path + "\n";
  }
}
