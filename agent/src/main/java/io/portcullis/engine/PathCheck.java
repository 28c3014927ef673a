package io.portcullis.engine;

import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a path rule could mean this request and we cannot tell: the target has more than one
 * reading, or the server reads it otherwise than we do, and some reading touches a rule.
 *
 * <p>An odd target that no rule is near is the application's business.
 */
public final class PathCheck implements Check {
  private static final Verdict NOT_CONFIGURED = Verdict.skipped(CheckName.PATH, "not_configured");
  private static final Verdict PLAIN = Verdict.pass(CheckName.PATH, "plain");
  private static final Verdict NO_RULE = Verdict.pass(CheckName.PATH, "touches_no_rule");
  private static final Verdict AMBIGUOUS =
      Verdict.deny(CheckName.PATH, Code.PATH_AMBIGUOUS, "ambiguous_target", "");
  private static final Verdict DISAGREE =
      Verdict.deny(CheckName.PATH, Code.PATH_AMBIGUOUS, "readings_disagree", "");

  private final PathPattern[] rules;

  private PathCheck(PathPattern[] rules) {
    this.rules = rules;
  }

  /** The check against every path rule of a policy, whatever the rule is for. */
  public static PathCheck of(List<PathPattern> rules) {
    return new PathCheck(new ArrayList<>(rules).toArray(new PathPattern[0]));
  }

  @Override
  public CheckName name() {
    return CheckName.PATH;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (rules.length == 0) {
      return NOT_CONFIGURED;
    }
    CanonicalPath path = evaluation.path();
    Optional<String> container = evaluation.request().containerPath();
    boolean agreed = !container.isPresent() || container.get().equals(path.path());
    if (path.isPlain() && agreed) {
      return PLAIN;
    }
    for (String reading : path.readings()) {
      if (touchesARule(reading)) {
        return path.isPlain() ? DISAGREE : AMBIGUOUS;
      }
    }
    if (!agreed && touchesARule(container.get())) {
      return DISAGREE;
    }
    return NO_RULE;
  }

  private boolean touchesARule(String path) {
    for (PathPattern rule : rules) {
      if (rule.touches(path)) {
        return true;
      }
    }
    return false;
  }
}
