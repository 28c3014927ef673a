package io.portcullis.engine;

import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Endpoints that belong together, and the rule for what is in the group and is no endpoint of it.
 * Immutable.
 *
 * <p>An endpoint restricts whatever resembles its path. It takes the place of the group's rule only
 * for a path that is exactly its own: its rule may let in whom the group's keeps out, and the
 * server may hold a path that only resembles it for another.
 */
public final class EndpointGroup {
  private final PathPattern[] match;
  private final NetworkRule rule;
  private final Endpoint[] endpoints;

  private EndpointGroup(List<PathPattern> match, NetworkRule rule, List<Endpoint> endpoints) {
    this.match = match.toArray(new PathPattern[0]);
    this.rule = rule;
    this.endpoints = endpoints.toArray(new Endpoint[0]);
  }

  public static EndpointGroup of(
      List<PathPattern> match, NetworkRule rule, List<Endpoint> endpoints) {
    return new EndpointGroup(match, rule, endpoints);
  }

  /** The rule for what is no endpoint. */
  public NetworkRule rule() {
    return rule;
  }

  /** Every path pattern of the group and its endpoints. */
  public List<PathPattern> patterns() {
    List<PathPattern> patterns = new ArrayList<>();
    Collections.addAll(patterns, match);
    for (Endpoint endpoint : endpoints) {
      patterns.addAll(endpoint.match());
    }
    return patterns;
  }

  /** What all rules that govern the request say together; {@code outside} where none does. */
  Verdict judge(Evaluation evaluation, RequestMeaning meaning, Verdict outside) {
    Verdict sum = outside;
    boolean inside = touchesAny(match, meaning);
    boolean groupAsked = false;
    for (Endpoint endpoint : endpoints) {
      List<PathPattern> patterns = endpoint.match();
      boolean touched = false;
      for (int i = 0; i < patterns.size(); i++) {
        PathPattern pattern = patterns.get(i);
        if (meaning.touchesPath(pattern)) {
          inside = true;
          touched |= meaning.touchesMethod(pattern);
        }
      }
      if (touched && !(endpoint.rule() == rule && groupAsked)) {
        groupAsked |= endpoint.rule() == rule;
        sum = EndpointCheck.stronger(sum, endpoint.rule().judge(evaluation));
      }
    }
    if (inside && !groupAsked && !isTakenOver(meaning)) {
      sum = EndpointCheck.stronger(sum, rule.judge(evaluation));
    }
    return sum;
  }

  private static boolean touchesAny(PathPattern[] patterns, RequestMeaning meaning) {
    for (PathPattern pattern : patterns) {
      if (meaning.touchesPath(pattern) && meaning.touchesMethod(pattern)) {
        return true;
      }
    }
    return false;
  }

  /** Whether endpoints stand exactly for every method that the request may come to mean. */
  private boolean isTakenOver(RequestMeaning meaning) {
    CanonicalPath path = meaning.path();
    if (!meaning.isSure()) {
      return false;
    }
    List<String> methods = meaning.methods();
    for (int i = 0; i < methods.size(); i++) {
      if (!isTakenOver(methods.get(i), path.path())) {
        return false;
      }
    }
    return true;
  }

  private boolean isTakenOver(String method, String path) {
    for (Endpoint endpoint : endpoints) {
      List<PathPattern> patterns = endpoint.match();
      for (int i = 0; i < patterns.size(); i++) {
        if (patterns.get(i).matches(method, path)) {
          return true;
        }
      }
    }
    return false;
  }
}
