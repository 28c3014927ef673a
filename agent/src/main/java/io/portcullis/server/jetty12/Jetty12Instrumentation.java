package io.portcullis.server.jetty12;

import io.portcullis.server.Instrumentation;

/** What is woven into Jetty 12: where a request meets the server's handlers. */
public final class Jetty12Instrumentation {
  private Jetty12Instrumentation() {}

  /**
   * The method behind the customizers and the checks of the request line, before any handler; the
   * class is that of Jetty 9, the descriptor is not. The thread may be one that must not block.
   */
  public static Instrumentation instrumentation() {
    return Instrumentation.of(
            "Jetty 12",
            "org/eclipse/jetty/server/Server",
            "handle",
            "io.portcullis.server.jetty12.Jetty12Adapter",
            "(Lorg/eclipse/jetty/server/Request;Lorg/eclipse/jetty/server/Response;"
                + "Lorg/eclipse/jetty/util/Callback;)Z")
        .rootedAt("org/eclipse/jetty/", "org/eclipse/jetty/server/Handler");
  }
}
