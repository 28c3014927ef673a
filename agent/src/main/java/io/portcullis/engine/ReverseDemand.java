package io.portcullis.engine;

import io.portcullis.certificate.CertificateName;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.dns.ExpectedName;
import io.portcullis.dns.ExpectedNames;
import io.portcullis.dns.NameSyntaxException;
import io.portcullis.dns.ReverseVerdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which names one scope expects of a client's address, and what it says of each finding. Immutable.
 */
public final class ReverseDemand {
  private final String scope;
  private final Mode mode;
  private final boolean waits;
  private final Optional<ExpectedNames> listed;
  private final ClientCertificates certificates;
  private final Map<ReverseVerdict.Reason, Verdict> verdicts =
      new EnumMap<>(ReverseVerdict.Reason.class);

  private ReverseDemand(
      String scope,
      Mode mode,
      boolean waits,
      Optional<ExpectedNames> listed,
      ClientCertificates certificates) {
    this.scope = scope;
    this.mode = mode;
    this.waits = waits;
    this.listed = listed;
    this.certificates = certificates;
    for (ReverseVerdict.Reason reason : ReverseVerdict.Reason.values()) {
      verdicts.put(reason, verdict(reason));
    }
  }

  /**
   * A demand for one of these names.
   *
   * @param scope {@code global} or {@code tenant:acme}
   * @param mode of the scope, which governs this check too
   * @param ofPolicy the mode of the policy: a request that is only monitored does not wait
   */
  public static ReverseDemand listed(String scope, Mode mode, Mode ofPolicy, ExpectedNames names) {
    return new ReverseDemand(
        scope, mode, waits(mode, ofPolicy), Optional.of(names), ClientCertificates.ofConnections());
  }

  /** A demand for one of the names of the client's certificate, which has to be accepted. */
  public static ReverseDemand ofCertificate(
      String scope, Mode mode, Mode ofPolicy, ClientCertificates certificates) {
    return new ReverseDemand(
        scope, mode, waits(mode, ofPolicy), Optional.<ExpectedNames>empty(), certificates);
  }

  private static boolean waits(Mode mode, Mode ofPolicy) {
    return mode == Mode.ENFORCE && ofPolicy == Mode.ENFORCE;
  }

  Mode mode() {
    return mode;
  }

  /** Whether a request is held up until the answer is there. */
  boolean waits() {
    return waits;
  }

  boolean asksCertificate() {
    return !listed.isPresent();
  }

  /**
   * Why the request has no certificate, where it has none; then nobody has objected to it so far.
   */
  Optional<String> whyNone(Evaluation evaluation) {
    return evaluation.certificate(certificates).isAbsent()
        ? Optional.of("certificate_missing")
        : Optional.<String>empty();
  }

  /** The names one of which the address has to carry; none where the certificate has none. */
  ExpectedNames expected(Evaluation evaluation) {
    return listed.isPresent() ? listed.get() : namesOf(evaluation.certificate(certificates));
  }

  private static ExpectedNames namesOf(ClientCertificate certificate) {
    List<ExpectedName> names = new ArrayList<>();
    for (CertificateName name : certificate.names()) {
      try {
        names.add(ExpectedName.parse(name.toString()));
      } catch (NameSyntaxException e) {
        // A name that no address can carry; the others may do.
        continue;
      }
    }
    return ExpectedNames.of(names);
  }

  Verdict verdict(ReverseVerdict found) {
    Verdict known = verdicts.get(found.reason());
    return known == null ? verdict(found.reason()) : known;
  }

  Verdict denial(String reason) {
    return denial(Code.REVERSE_DNS_MISMATCH, reason);
  }

  private Verdict verdict(ReverseVerdict.Reason reason) {
    switch (reason) {
      case FORWARD_CONFIRMED:
      case FORWARD_ONLY:
        return Verdict.pass(CheckName.REVERSE_DNS, reason.word());
      case INDETERMINATE:
      case PENDING:
        return denial(Code.REVERSE_DNS_UNAVAILABLE, reason.word());
      default:
        return denial(Code.REVERSE_DNS_MISMATCH, reason.word());
    }
  }

  private Verdict denial(Code code, String reason) {
    Verdict denial = Verdict.deny(CheckName.REVERSE_DNS, code, reason, scope);
    return mode == Mode.MONITOR ? denial.monitored() : denial;
  }
}
