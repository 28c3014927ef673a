package io.portcullis.engine;

import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a request's path and method may come to mean, for rules that restrict: each
 * reading of the path, ours and the server's, and each method that is asked for. Used by one thread
 * for one check.
 */
final class RequestMeaning {
  private final Request request;
  private final CanonicalPath path;
  private final Optional<String> container;
  private final boolean sure;
  private @Nullable List<String> methods;

  RequestMeaning(Evaluation evaluation) {
    this.request = evaluation.request();
    this.path = evaluation.path();
    Optional<String> servers = request.containerPath();
    boolean agreed = !servers.isPresent() || servers.get().equals(path.path());
    this.container = agreed ? Optional.<String>empty() : servers;
    this.sure = path.isPlain() && agreed;
  }

  /** Our own reading. */
  CanonicalPath path() {
    return path;
  }

  /** Whether there is one way to read the path, and the server reads it in the same way. */
  boolean isSure() {
    return sure;
  }

  /** The request's method, and those that it asks the application to take instead. */
  List<String> methods() {
    List<String> known = methods;
    if (known == null) {
      known = new ArrayList<>(2);
      known.add(request.method());
      known.addAll(MethodOverride.methodsOf(request));
      methods = known;
    }
    return known;
  }

  /** Whether some reading of the path touches a pattern, its method aside. */
  boolean touchesPath(PathPattern pattern) {
    if (path.isPlain()) {
      if (pattern.touches(path.path())) {
        return true;
      }
    } else {
      List<String> readings = path.readings();
      for (int i = 0; i < readings.size(); i++) {
        if (pattern.touches(readings.get(i))) {
          return true;
        }
      }
    }
    return container.isPresent() && pattern.touches(container.get());
  }

  /** Whether some method of the request is the one that a pattern is limited to. */
  boolean touchesMethod(PathPattern pattern) {
    if (!pattern.method().isPresent()) {
      return true;
    }
    String only = pattern.method().get();
    List<String> all = methods();
    for (int i = 0; i < all.size(); i++) {
      // Some frameworks put methods into upper case.
      if (MethodOverride.covers(only, all.get(i))) {
        return true;
      }
    }
    return false;
  }
}
