package io.portcullis.server.tomcat;

import io.portcullis.server.Instrumentation;

/**
 * What is woven into Tomcat: the door by which every request of every connector, and every HTTP/2
 * stream, comes in from Coyote. Names only, so that it can be asked before there is a Tomcat.
 *
 * <p>Nothing has been decoded, mapped or rewritten there, no valve has run, and an asynchronous
 * dispatch, an error page or a forward does not come by again.
 */
public final class TomcatInstrumentation {
  private TomcatInstrumentation() {}

  public static Instrumentation coyoteAdapter() {
    return Instrumentation.of(
            "Tomcat",
            "org/apache/catalina/connector/CoyoteAdapter",
            "service",
            "io.portcullis.server.tomcat.TomcatAdapter",
            "(Lorg/apache/coyote/Request;Lorg/apache/coyote/Response;)V")
        // GlassFish and Payara have a class of this name, which serves requests of Grizzly.
        .rootedAt("org/apache/", "org/apache/coyote/Request");
  }
}
