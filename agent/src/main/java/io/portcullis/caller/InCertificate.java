package io.portcullis.caller;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.Evaluation;
import java.util.List;

/**
 * An attribute of the subject of the client's certificate as a name: of one that the handshake has
 * proved or that a trusted proxy passes on. Who may have issued it is a matter of the server's own
 * trust, unless the policy demands more of certificates.
 */
final class InCertificate extends NameSource {
  private final String attribute;
  private final ClientCertificates certificates;

  InCertificate(String attribute, ClientCertificates certificates) {
    this.attribute = attribute;
    this.certificates = certificates;
  }

  @Override
  Claim claimOf(Evaluation evaluation) {
    ClientCertificate shown = evaluation.certificate(certificates);
    if (shown.isAbsent()) {
      return Claim.NONE;
    }
    if (shown.isRejected()) {
      return Claim.unreadable("certificate_" + shown.reason());
    }
    if (shown.origin() == ClientCertificate.Origin.TRANSPORT) {
      // What AJP says was proved to nobody here.
      return Claim.unreadable("certificate_of_transport");
    }
    List<String> values = shown.subject(attribute);
    if (values.isEmpty()) {
      return Claim.NONE;
    }
    if (values.size() > 1) {
      return Claim.unreadable("certificate_several_names");
    }
    return values.get(0).isEmpty()
        ? Claim.unreadable("certificate_blank")
        : Carried.printable(values.get(0), "certificate_not_printable");
  }

  @Override
  public String toString() {
    return "certificate " + attribute;
  }
}
