package io.portcullis.wire;

import io.portcullis.certificate.CertificateSyntaxException;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.StatedCertificate;
import java.util.List;
import java.util.Map;

/** A client certificate as the object of a request describes it, in words. */
final class CertificateObject {
  private CertificateObject() {}

  /** The certificate that an object describes; its keys are those of a request's own. */
  static ClientCertificate read(Map<?, ?> object) throws RequestSyntaxException {
    StatedCertificate.Builder stated = StatedCertificate.builder();
    for (Map.Entry<?, ?> field : object.entrySet()) {
      try {
        add(String.valueOf(field.getKey()), field.getValue(), stated);
      } catch (CertificateSyntaxException e) {
        throw new RequestSyntaxException("`certificate." + field.getKey() + "`: " + e.getMessage());
      }
    }
    return ClientCertificate.stated(stated.build());
  }

  private static void add(String key, Object value, StatedCertificate.Builder stated)
      throws RequestSyntaxException, CertificateSyntaxException {
    String name = "certificate." + key;
    switch (key) {
      case "subject":
        stated.subject(RequestText.string(name, value));
        break;
      case "issuer":
        stated.issuer(RequestText.string(name, value));
        break;
      case "dnsNames":
        if (!(value instanceof List)) {
          throw new RequestSyntaxException("`" + name + "` must be an array of strings");
        }
        for (Object each : (List<?>) value) {
          stated.dnsName(RequestText.string(name, each));
        }
        break;
      case "notBefore":
        stated.notBefore(RequestText.at(name, RequestText.string(name, value)));
        break;
      case "notAfter":
        stated.notAfter(RequestText.at(name, RequestText.string(name, value)));
        break;
      case "verified":
        if (!(value instanceof Boolean)) {
          throw new RequestSyntaxException("`" + name + "` must be true or false");
        }
        stated.verified((Boolean) value);
        break;
      default:
        throw new RequestSyntaxException(
            "unknown name `"
                + name
                + "`; a certificate has `subject`, `issuer`, `dnsNames`, `notBefore`, `notAfter`"
                + " and `verified`");
    }
  }
}
