package io.portcullis.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the client's network or domain may call what the request calls: the rules of every
 * endpoint and group that it touches have to let it in, each once.
 */
public final class EndpointCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.ENDPOINT, "not_configured");
  private static final Verdict EXEMPT = Verdict.skipped(CheckName.ENDPOINT, "address_exempt");
  private static final Verdict OUTSIDE = Verdict.pass(CheckName.ENDPOINT, "no_endpoint");

  private final EndpointGroup[] groups;

  private EndpointCheck(EndpointGroup[] groups) {
    this.groups = groups;
  }

  public static EndpointCheck of(List<EndpointGroup> groups) {
    return new EndpointCheck(new ArrayList<>(groups).toArray(new EndpointGroup[0]));
  }

  @Override
  public CheckName name() {
    return CheckName.ENDPOINT;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (groups.length == 0) {
      return NOT_CONFIGURED;
    }
    if (evaluation.isAddressExempt()) {
      return EXEMPT;
    }
    RequestMeaning meaning = new RequestMeaning(evaluation);
    Verdict sum = OUTSIDE;
    for (EndpointGroup group : groups) {
      sum = stronger(sum, group.judge(evaluation, meaning, OUTSIDE));
    }
    return sum;
  }

  /**
   * Of two verdicts the one that the check comes to; of two alike the first. What cannot be told
   * stands right behind a denial, since it may be one.
   */
  static Verdict stronger(Verdict one, Verdict other) {
    return rank(other) > rank(one) ? other : one;
  }

  private static int rank(Verdict verdict) {
    switch (verdict.kind()) {
      case DENY:
        return 6;
      case NOT_EVALUATED:
        return 5;
      case WOULD_DENY:
        return 4;
      case SKIPPED:
        return 1;
      default:
        return verdict == OUTSIDE ? 0 : verdict.tells() ? 3 : 2;
    }
  }
}
