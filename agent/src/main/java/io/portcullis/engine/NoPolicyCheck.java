package io.portcullis.engine;

/** Refuses everything that is not exempt, while there is no policy to judge by. */
public final class NoPolicyCheck implements Check {
  private static final NoPolicyCheck ONLY = new NoPolicyCheck();
  private static final Verdict UNAVAILABLE =
      Verdict.deny(CheckName.ALLOWLIST, Code.POLICY_UNAVAILABLE, "no_policy", "");

  private NoPolicyCheck() {}

  public static NoPolicyCheck of() {
    return ONLY;
  }

  /** It stands where the lists would. */
  @Override
  public CheckName name() {
    return CheckName.ALLOWLIST;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    return UNAVAILABLE;
  }
}
