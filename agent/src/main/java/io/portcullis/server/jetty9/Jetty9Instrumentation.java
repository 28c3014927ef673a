package io.portcullis.server.jetty9;

import io.portcullis.server.Instrumentation;

/** What is woven into Jetty 9.0 to 11: where a request meets the server's handlers. */
public final class Jetty9Instrumentation {
  private Jetty9Instrumentation() {}

  /**
   * The method behind the customizers and the checks of the request line, before any handler; an
   * asynchronous request comes back elsewhere. The request log is outside and shows refusals.
   */
  public static Instrumentation instrumentation() {
    return Instrumentation.of(
            "Jetty 9",
            "org/eclipse/jetty/server/Server",
            "handle",
            "io.portcullis.server.jetty9.Jetty9Adapter",
            "(Lorg/eclipse/jetty/server/HttpChannel;)V")
        .rootedAt("org/eclipse/jetty/", "org/eclipse/jetty/server/Handler");
  }
}
