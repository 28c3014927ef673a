package io.portcullis.matrix.app;

import java.io.IOException;

/** The process that forked this JVM, as far as it can be felt: it holds our standard input open. */
public final class Parent {
  private Parent() {}

  /** Tells the parent the port, and ends this JVM as soon as the parent is gone. */
  public static void listening(int port) throws IOException {
    System.out.println("listening " + port);
    while (System.in.read() >= 0) {
      // Nothing is said on it.
    }
    System.exit(0);
  }
}
