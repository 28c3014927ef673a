package io.portcullis.engine;

/** Whether the emergency bypass of this host is on: then everything is let through. */
public final class EmergencyCheck implements Check {
  private static final EmergencyCheck ONLY = new EmergencyCheck();
  private static final Verdict OFF = Verdict.skipped(CheckName.EMERGENCY, "off");
  private static final Verdict ON =
      Verdict.admit(CheckName.EMERGENCY, Code.EMERGENCY_BYPASS, "bypass_on");

  private EmergencyCheck() {}

  public static EmergencyCheck of() {
    return ONLY;
  }

  @Override
  public CheckName name() {
    return CheckName.EMERGENCY;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    return evaluation.isEmergency() ? ON : OFF;
  }
}
