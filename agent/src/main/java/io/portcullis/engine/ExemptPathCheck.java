package io.portcullis.engine;

import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the request's path is one that is never judged: {@code exempt.paths}. Exempting too much
 * is a hole, so it takes one single reading of the target, the server's agreement where it has a
 * reading of its own, and a rule that holds for every method that the request may come to mean.
 */
public final class ExemptPathCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.EXEMPT_PATH, "not_configured");
  private static final Verdict NOT_EXEMPT = Verdict.pass(CheckName.EXEMPT_PATH, "not_exempt");
  private static final Verdict NOT_PLAIN = Verdict.pass(CheckName.EXEMPT_PATH, "not_plain");

  private final PathPattern[] rules;
  private final Verdict[] admitted;

  private ExemptPathCheck(PathPattern[] rules, Verdict[] admitted) {
    this.rules = rules;
    this.admitted = admitted;
  }

  public static ExemptPathCheck of(List<PathPattern> exempt) {
    PathPattern[] rules = new ArrayList<>(exempt).toArray(new PathPattern[0]);
    Verdict[] admitted = new Verdict[rules.length];
    for (int i = 0; i < rules.length; i++) {
      admitted[i] = Verdict.admit(CheckName.EXEMPT_PATH, Code.EXEMPT_PATH, "matches " + rules[i]);
    }
    return new ExemptPathCheck(rules, admitted);
  }

  @Override
  public CheckName name() {
    return CheckName.EXEMPT_PATH;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (rules.length == 0) {
      return NOT_CONFIGURED;
    }
    Request request = evaluation.request();
    CanonicalPath path = evaluation.path();
    Optional<String> container = request.containerPath();
    if (!path.isPlain() || (container.isPresent() && !container.get().equals(path.path()))) {
      return NOT_PLAIN;
    }
    String method = request.method();
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].matches(method, path.path())
          && MethodOverride.allMean(rules[i], request, path)) {
        return admitted[i];
      }
    }
    return NOT_EXEMPT;
  }
}
