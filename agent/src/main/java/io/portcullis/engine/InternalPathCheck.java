package io.portcullis.engine;

import io.portcullis.certificate.CertificateRule;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.Finding;
import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Whether the request's path is one that a client certificate opens, and no list is asked then:
 * {@code exempt.internalPaths}.
 *
 * <p>It errs both ways towards no. Admitting takes an exact match, as {@link ExemptPathCheck} does;
 * a path that only comes near a rule needs the certificate all the same, and is judged by the other
 * checks besides.
 *
 * <pre>
 *                    accepted certificate     none, or another
 *   matches a rule   admitted                 refused
 *   touches a rule   goes on                  refused
 *   neither          goes on                  goes on
 * </pre>
 */
public final class InternalPathCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.INTERNAL_PATH, "not_configured");
  private static final Verdict NOT_INTERNAL = Verdict.pass(CheckName.INTERNAL_PATH, "not_internal");
  private static final Verdict NOT_EXACT = Verdict.pass(CheckName.INTERNAL_PATH, "not_exact");
  private static final InternalPathCheck NONE =
      new InternalPathCheck(
          Collections.<PathPattern>emptyList(),
          new Verdict[0],
          Optional.<CertificateRule>empty(),
          ClientCertificates.ofConnections());

  private final List<PathPattern> near;
  private final PathPattern[] rules;
  private final Verdict[] admitted;
  private final Optional<CertificateRule> accepted;
  private final ClientCertificates certificates;

  private InternalPathCheck(
      List<PathPattern> near,
      Verdict[] admitted,
      Optional<CertificateRule> accepted,
      ClientCertificates certificates) {
    this.near = near;
    this.rules = near.toArray(new PathPattern[0]);
    this.admitted = admitted;
    this.accepted = accepted;
    this.certificates = certificates;
  }

  /** The check of a policy without internal paths. */
  public static InternalPathCheck none() {
    return NONE;
  }

  public static InternalPathCheck of(
      List<PathPattern> internal, CertificateRule accepted, ClientCertificates certificates) {
    List<PathPattern> rules = new ArrayList<>(internal);
    Verdict[] admitted = new Verdict[rules.size()];
    for (int i = 0; i < admitted.length; i++) {
      admitted[i] =
          Verdict.admit(CheckName.INTERNAL_PATH, Code.INTERNAL_PATH, "matches " + rules.get(i));
    }
    return new InternalPathCheck(rules, admitted, Optional.of(accepted), certificates);
  }

  @Override
  public CheckName name() {
    return CheckName.INTERNAL_PATH;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (!accepted.isPresent()) {
      return NOT_CONFIGURED;
    }
    Request request = evaluation.request();
    if (!evaluation.touches(near)) {
      return NOT_INTERNAL;
    }
    Finding found = found(evaluation, accepted.get());
    if (!found.isAccepted()) {
      return Verdict.deny(CheckName.INTERNAL_PATH, Code.CERTIFICATE_REQUIRED, found.reason(), "");
    }
    int exact = exact(evaluation.path(), request);
    return exact < 0 ? NOT_EXACT : admitted[exact];
  }

  private Finding found(Evaluation evaluation, CertificateRule rule) {
    ClientCertificate shown = evaluation.certificate(certificates);
    if (shown.origin() == ClientCertificate.Origin.TRANSPORT && !shown.isAbsent()) {
      // It opens doors that nothing else guards: the word of a transport is not enough.
      return rule.judge(ClientCertificate.rejected("transport"), 0);
    }
    return rule.judge(shown, shown.needsTime() ? evaluation.epochMillis() : 0);
  }

  /** The first rule that the request matches in its only reading; -1 if there is none. */
  private int exact(CanonicalPath path, Request request) {
    Optional<String> container = request.containerPath();
    if (!path.isPlain() || (container.isPresent() && !container.get().equals(path.path()))) {
      return -1;
    }
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].matches(request.method(), path.path())
          && MethodOverride.allMean(rules[i], request, path)) {
        return i;
      }
    }
    return -1;
  }
}
