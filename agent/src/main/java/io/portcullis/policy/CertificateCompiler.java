package io.portcullis.policy;

import io.portcullis.certificate.CertificateRule;
import io.portcullis.certificate.CertificateSyntaxException;
import io.portcullis.certificate.Certificates;
import io.portcullis.certificate.Issuers;
import io.portcullis.certificate.RevocationLists;
import io.portcullis.certificate.SpkiPin;
import io.portcullis.engine.CertificateCheck;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.InternalPathCheck;
import io.portcullis.engine.Mode;
import io.portcullis.ip.IpSet;
import io.portcullis.policy.PolicyDocument.CertificateHeaderPart;
import io.portcullis.policy.PolicyDocument.CertificatePart;
import io.portcullis.policy.PolicyDocument.ExemptPart;
import io.portcullis.policy.PolicyDocument.FileReference;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.source.PolicyText;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the files of certificates and revocation lists that a document names, tells what is wrong
 * or odd about each, and makes the rules of them. Used once.
 */
final class CertificateCompiler {
  private final PolicyText text;
  private final String folder;
  private final Problems problems;
  private final long now;
  private final Map<String, List<X509Certificate>> read = new HashMap<>();

  /** A compiler that warns of what is out of date at a time, in milliseconds since the epoch. */
  CertificateCompiler(PolicyText text, Problems problems, long now) {
    String file = text.name();
    this.folder = file.substring(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    this.text = text;
    this.problems = problems;
    this.now = now;
  }

  ClientCertificates clientCertificates(PolicyDocument document, IpSet trustedProxies) {
    if (!document.clientAddress.isPresent()
        || !document.clientAddress.get().certificateHeader.isPresent()) {
      return ClientCertificates.ofConnections();
    }
    CertificateHeaderPart part = document.clientAddress.get().certificateHeader.get();
    return ClientCertificates.forwarded(
        part.header,
        trustedProxies,
        Issuers.of(
            authorities(part.trustStore),
            Collections.<SpkiPin>emptySet(),
            Optional.<RevocationLists>empty()));
  }

  InternalPathCheck internalPaths(ExemptPart exempt, ClientCertificates shown) {
    return exempt.internalPaths.isPresent()
        ? InternalPathCheck.of(
            exempt.internalPaths.get().match, rule(exempt.internalPaths.get().certificate), shown)
        : InternalPathCheck.none();
  }

  /** What the scopes of a document demand, by their names in decisions. */
  Map<String, CertificateCheck.Demand> demands(PolicyDocument document) {
    Map<String, CertificateCheck.Demand> demands = new LinkedHashMap<>();
    if (document.global.isPresent()) {
      add("global", document.global.get(), demands);
    }
    for (Map.Entry<String, ScopePart> tenant : document.tenants.byName.entrySet()) {
      add("tenant:" + tenant.getKey(), tenant.getValue(), demands);
    }
    return demands;
  }

  private void add(String scope, ScopePart part, Map<String, CertificateCheck.Demand> demands) {
    if (part.certificate.isPresent()) {
      Mode mode = part.mode;
      CertificatePart written = part.certificate.get();
      demands.put(scope, CertificateCheck.Demand.of(mode, written.required, rule(written)));
    }
  }

  private CertificateRule rule(CertificatePart part) {
    List<X509Certificate> authorities = new ArrayList<>();
    for (FileReference file : part.issuers) {
      authorities.addAll(authorities(file));
    }
    Optional<RevocationLists> revoked = Optional.empty();
    if (part.crl.isPresent()) {
      revoked = revocationLists(part.crl.get());
      if (revoked.isPresent() && part.pins.isEmpty()) {
        checkIssuer(revoked.get(), authorities, part.crl.get());
      }
    }
    return CertificateRule.of(
        Issuers.of(authorities, new HashSet<>(part.pins), revoked), part.names);
  }

  private List<X509Certificate> authorities(FileReference file) {
    List<X509Certificate> known = read.get(file.name);
    if (known == null) {
      known = new ArrayList<>();
      Optional<byte[]> bytes = bytes(file);
      if (bytes.isPresent()) {
        try {
          known = Certificates.parse(bytes.get());
        } catch (CertificateSyntaxException e) {
          problems.error(
              file.place,
              "CERTIFICATES_INVALID",
              "the file " + shown(file) + " cannot be used: " + e.getMessage());
        }
      }
      for (X509Certificate each : known) {
        checkAuthority(each, file);
      }
      read.put(file.name, known);
    }
    return known;
  }

  private void checkAuthority(X509Certificate certificate, FileReference file) {
    String whose = Problems.quoted(Certificates.subjectOf(certificate));
    if (certificate.getBasicConstraints() < 0) {
      problems.error(
          file.place,
          "NOT_AN_AUTHORITY",
          "the certificate of "
              + whose
              + " in "
              + shown(file)
              + " is not an authority's and issues none; to accept it alone write `"
              + SpkiPin.of(certificate)
              + "` in place of the file");
    }
    if (now > certificate.getNotAfter().getTime()) {
      problems.warning(
          file.place,
          "AUTHORITY_EXPIRED",
          "the certificate of "
              + whose
              + " in "
              + shown(file)
              + " has expired on "
              + InstantText.of(certificate.getNotAfter().getTime())
              + ": what it has issued is refused");
    } else if (now < certificate.getNotBefore().getTime()) {
      problems.warning(
          file.place,
          "AUTHORITY_NOT_YET_VALID",
          "the certificate of "
              + whose
              + " in "
              + shown(file)
              + " is not valid before "
              + InstantText.of(certificate.getNotBefore().getTime())
              + ": what it has issued is refused until then");
    }
  }

  private Optional<RevocationLists> revocationLists(FileReference file) {
    Optional<byte[]> bytes = bytes(file);
    if (!bytes.isPresent()) {
      return Optional.empty();
    }
    try {
      RevocationLists lists = RevocationLists.parse(bytes.get());
      if (now > lists.nextUpdate()) {
        problems.warning(
            file.place,
            "CRL_OUT_OF_DATE",
            "a revocation list in "
                + shown(file)
                + " should have been replaced by "
                + InstantText.of(lists.nextUpdate())
                + ": the certificates that it is about are refused until it is");
      }
      return Optional.of(lists);
    } catch (CertificateSyntaxException e) {
      problems.error(
          file.place,
          "CRL_INVALID",
          "the file " + shown(file) + " cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void checkIssuer(
      RevocationLists lists, List<X509Certificate> authorities, FileReference file) {
    for (X509Certificate authority : authorities) {
      if (lists.areOf(authority)) {
        return;
      }
    }
    problems.warning(
        file.place,
        "CRL_OF_OTHERS",
        "no revocation list in "
            + shown(file)
            + " is of one of the `issuers`: every certificate that they issue themselves is"
            + " refused");
  }

  private Optional<byte[]> bytes(FileReference file) {
    byte[] bytes = text.lists().get(file.name);
    if (bytes == null) {
      String cause = text.unreadable().get(file.name);
      problems.error(
          file.place,
          "FILE_UNREADABLE",
          "the file "
              + shown(file)
              + " cannot be read: "
              + (cause == null ? "no such file" : cause));
    }
    return Optional.ofNullable(bytes);
  }

  private String shown(FileReference file) {
    return Problems.quoted(folder + file.name);
  }
}
