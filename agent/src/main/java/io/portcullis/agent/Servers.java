package io.portcullis.agent;

import io.portcullis.server.jetty12.Jetty12Instrumentation;
import io.portcullis.server.jetty9.Jetty9Instrumentation;
import io.portcullis.server.tomcat.TomcatInstrumentation;
import io.portcullis.server.undertow.UndertowInstrumentation;

/** The servers that are guarded, and what is seen of them besides: one line each. */
final class Servers {
  private Servers() {}

  static Instrumentations all() {
    return new Instrumentations(
        TomcatInstrumentation.coyoteAdapter(),
        Jetty9Instrumentation.instrumentation(),
        Jetty12Instrumentation.instrumentation(),
        UndertowInstrumentation.instrumentation(),
        UndertowInstrumentation.deployments());
  }
}
