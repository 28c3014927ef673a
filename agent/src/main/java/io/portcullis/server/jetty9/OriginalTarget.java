package io.portcullis.server.jetty9;

import java.lang.reflect.Method;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * The request target before any customizer has changed it, absolute where it was received so. Jetty
 * keeps it since 9.4.
 */
final class OriginalTarget {
  static final OriginalTarget KNOWN = new OriginalTarget(find());

  private final Optional<Method> getter;

  private OriginalTarget(Optional<Method> getter) {
    this.getter = getter;
  }

  private static Optional<Method> find() {
    for (Method method : Request.class.getMethods()) {
      if (method.getName().equals("getOriginalURI")
          && method.getReturnType() == String.class
          && method.getParameterTypes().length == 0) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /** The target; empty where this Jetty does not keep it. */
  Optional<String> of(Request request) {
    if (!getter.isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable((String) getter.get().invoke(request));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the request does not tell its target", e);
    }
  }
}
