package io.portcullis.server.undertow;

import io.portcullis.server.Instrumentation;

/** What is woven into Undertow: where a parsed request meets the root handler. */
public final class UndertowInstrumentation {
  private UndertowInstrumentation() {}

  /**
   * The method through which every request enters the handlers, on an I/O thread; a dispatched
   * request enters it again. The access log is one of the handlers and does not see refusals.
   *
   * <p>Its class is loaded at the first request; what listens for connections is its herald.
   */
  public static Instrumentation instrumentation() {
    return Instrumentation.of(
            "Undertow",
            "io/undertow/server/Connectors",
            "executeRootHandler",
            "io.portcullis.server.undertow.UndertowAdapter",
            "(Lio/undertow/server/HttpHandler;Lio/undertow/server/HttpServerExchange;)V")
        .heraldedBy("io/undertow/server/protocol/http/HttpOpenListener")
        .rootedAt("io/undertow/", "io/undertow/server/HttpServerExchange", "org/xnio/");
  }

  /** The method by which a deployment of servlets is given what is to keep its sessions. */
  public static Instrumentation deployments() {
    return Instrumentation.of(
            "Undertow",
            "io/undertow/servlet/core/DeploymentImpl",
            "setSessionManager",
            "io.portcullis.server.undertow.DeploymentAdapter",
            "(Lio/undertow/server/session/SessionManager;)V")
        .rootedAt("io/undertow/", "io/undertow/server/session/SessionManager")
        .asWitness();
  }
}
