package io.portcullis.server.tomcat;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * How a response tells a caller to go on with its body: since 9.0.30 and 8.5.50 the action wants to
 * know when, which is a class that earlier versions are without.
 */
final class Continue {
  static final Continue KNOWN = new Continue();

  private final @Nullable Object always;

  private Continue() {
    Object found = null;
    try {
      Class<?> timing =
          Class.forName(
              "org.apache.coyote.ContinueResponseTiming", false, Response.class.getClassLoader());
      found = timing.getField("ALWAYS").get(null);
    } catch (ReflectiveOperationException earlier) {
      // The action has no parameter there.
    }
    always = found;
  }

  void send(Response response) {
    response.action(ActionCode.ACK, always);
  }
}
