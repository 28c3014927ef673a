package io.portcullis.policy;

import io.portcullis.certificate.CertificateSyntaxException;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.StatedCertificate;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the client certificate of a test's request, in words. */
final class StatedCertificateReader {
  private StatedCertificateReader() {}

  static ClientCertificate read(String name, YamlNode node, Problems problems) {
    Section section =
        Section.of(
            name,
            node,
            problems,
            "subject",
            "issuer",
            "dnsNames",
            "notBefore",
            "notAfter",
            "verified");
    StatedCertificate.Builder stated = StatedCertificate.builder();
    Optional<String> subject = section.text("subject");
    Optional<String> issuer = section.text("issuer");
    OptionalLong notBefore = section.instant("notBefore");
    OptionalLong notAfter = section.instant("notAfter");
    try {
      if (subject.isPresent()) {
        stated.subject(subject.get());
      }
    } catch (CertificateSyntaxException e) {
      problems.error(section.value("subject").get().place(), "WRONG_VALUE", e);
    }
    try {
      if (issuer.isPresent()) {
        stated.issuer(issuer.get());
      }
    } catch (CertificateSyntaxException e) {
      problems.error(section.value("issuer").get().place(), "WRONG_VALUE", e);
    }
    Optional<YamlNode> names = section.sequence("dnsNames", "a list", "[api.example.com]");
    if (names.isPresent()) {
      for (YamlNode item : names.get().values()) {
        Optional<String> text = section.textOf(item, section.path("dnsNames") + "[]");
        if (text.isPresent()) {
          stated.dnsName(text.get());
        }
      }
    }
    if (notBefore.isPresent()) {
      stated.notBefore(notBefore.getAsLong());
    }
    if (notAfter.isPresent()) {
      stated.notAfter(notAfter.getAsLong());
    }
    return ClientCertificate.stated(stated.verified(section.truth("verified", false)).build());
  }
}
