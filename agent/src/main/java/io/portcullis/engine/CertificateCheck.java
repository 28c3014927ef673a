package io.portcullis.engine;

import io.portcullis.certificate.CertificateRule;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.Finding;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Whether the client has shown a certificate that its scope accepts, where it asks for one. */
public final class CertificateCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.CERTIFICATE, "not_configured");
  private static final Verdict OFF = Verdict.skipped(CheckName.CERTIFICATE, "mode_off");
  private static final Verdict NO_CALLER =
      Verdict.notEvaluated(CheckName.CERTIFICATE, "caller_undetermined");
  private static final Verdict ACCEPTED = Verdict.pass(CheckName.CERTIFICATE, "accepted");
  private static final Verdict ABSENT = Verdict.pass(CheckName.CERTIFICATE, "absent");

  private final ClientCertificates certificates;
  private final Map<String, Demand> demands;

  private CertificateCheck(ClientCertificates certificates, Map<String, Demand> demands) {
    this.certificates = certificates;
    this.demands = demands;
  }

  /**
   * The check.
   *
   * @param demands by scope: {@code global}, {@code tenant:acme}; of a scope that is missing here
   *     nothing is demanded
   */
  public static CertificateCheck of(ClientCertificates certificates, Map<String, Demand> demands) {
    return new CertificateCheck(certificates, Collections.unmodifiableMap(new HashMap<>(demands)));
  }

  @Override
  public CheckName name() {
    return CheckName.CERTIFICATE;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (demands.isEmpty()) {
      return NOT_CONFIGURED;
    }
    if (evaluation.isCallerUndetermined()) {
      return NO_CALLER;
    }
    Caller caller = evaluation.caller();
    String scope = caller.hasTenant() ? "tenant:" + caller.tenant() : "global";
    Demand demand = demands.get(scope);
    return demand == null ? NOT_CONFIGURED : demand.judge(evaluation, certificates, scope);
  }

  /** What one scope demands. Immutable. */
  public static final class Demand {
    private final Mode mode;
    private final boolean required;
    private final CertificateRule rule;

    private Demand(Mode mode, boolean required, CertificateRule rule) {
      this.mode = mode;
      this.required = required;
      this.rule = rule;
    }

    /**
     * A demand.
     *
     * @param mode of the scope, which governs this check too
     * @param required whether there has to be one; else one that is there has to be accepted
     */
    public static Demand of(Mode mode, boolean required, CertificateRule rule) {
      return new Demand(mode, required, rule);
    }

    Verdict judge(Evaluation evaluation, ClientCertificates certificates, String scope) {
      if (mode == Mode.OFF) {
        return OFF;
      }
      ClientCertificate shown = evaluation.certificate(certificates);
      if (shown.isAbsent() && !required) {
        return ABSENT;
      }
      Finding found = rule.judge(shown, shown.needsTime() ? evaluation.epochMillis() : 0);
      if (found.isAccepted()) {
        evaluation.acceptCertificate();
        return ACCEPTED;
      }
      Code code = shown.isAbsent() ? Code.CERTIFICATE_REQUIRED : Code.CERTIFICATE_NOT_ACCEPTED;
      Verdict denial = Verdict.deny(CheckName.CERTIFICATE, code, found.reason(), scope);
      return mode == Mode.MONITOR ? denial.monitored() : denial;
    }
  }
}
