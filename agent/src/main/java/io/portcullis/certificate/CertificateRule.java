package io.portcullis.certificate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which client certificates are accepted: of these issuers, and for one of these names. */
public final class CertificateRule {
  private final Issuers issuers;
  private final List<CertificateName> names;

  private CertificateRule(Issuers issuers, List<CertificateName> names) {
    this.issuers = issuers;
    this.names = names;
  }

  /** A rule; with no names, any name will do. */
  public static CertificateRule of(Issuers issuers, List<CertificateName> names) {
    return new CertificateRule(issuers, Collections.unmodifiableList(new ArrayList<>(names)));
  }

  /**
   * What is found of a certificate.
   *
   * @param at when it is shown, in milliseconds since the epoch; of no account where it does not
   *     {@link ClientCertificate#needsTime}
   */
  public Finding judge(ClientCertificate certificate, long at) {
    if (certificate.isAbsent()) {
      return Finding.absent(certificate.reason());
    }
    if (certificate.isRejected()) {
      return Finding.rejected(certificate.reason());
    }
    Finding found =
        certificate.stated().isPresent()
            ? certificate.stated().get().judge(at)
            : issuers.judge(certificate.chain(), at);
    return found.isAccepted() && !isNamed(certificate) ? Finding.NAME : found;
  }

  private boolean isNamed(ClientCertificate certificate) {
    if (names.isEmpty()) {
      return true;
    }
    for (CertificateName held : certificate.names()) {
      for (CertificateName expected : names) {
        if (expected.matches(held)) {
          return true;
        }
      }
    }
    return false;
  }
}
