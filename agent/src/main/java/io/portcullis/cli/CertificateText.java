package io.portcullis.cli;

import io.portcullis.certificate.CertificateName;
import io.portcullis.certificate.CertificateSyntaxException;
import io.portcullis.certificate.Certificates;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.StatedCertificate;
import io.portcullis.policy.InstantText;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A client certificate as a user gives it in a file, and as people read it. */
final class CertificateText {
  private static final int LONGEST_FILE = 1 << 20;

  private CertificateText() {}

  /** The chain in a file, as if the other end of the connection had shown it. */
  static ClientCertificate ofFile(String path) {
    try (InputStream in = new FileInputStream(path)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0 && all.size() <= LONGEST_FILE; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
      if (all.size() > LONGEST_FILE) {
        throw CommandException.unusable("`" + path + "` is over 1 MiB, and no certificate");
      }
      List<X509Certificate> chain = Certificates.parse(all.toByteArray());
      return ClientCertificate.of(
          ClientCertificate.Origin.CONNECTION, chain.toArray(new Certificate[0]));
    } catch (IOException e) {
      throw CommandException.unusable("cannot read `" + path + "`");
    } catch (CertificateSyntaxException e) {
      throw CommandException.unusable("`" + path + "` cannot be used: " + e.getMessage());
    }
  }

  /** Names and values of what a certificate says, for people. */
  static List<String[]> rows(ClientCertificate certificate) {
    List<String[]> rows = new ArrayList<>();
    if (certificate.isAbsent() || certificate.isRejected()) {
      rows.add(
          new String[] {
            certificate.isAbsent() ? "none" : "rejected", certificate.reason().replace('_', ' ')
          });
      return rows;
    }
    if (certificate.stated().isPresent()) {
      StatedCertificate stated = certificate.stated().get();
      rows.add(new String[] {"subject", stated.subject()});
      rows.add(new String[] {"issuer", stated.issuer()});
      stated
          .notBefore()
          .ifPresent(from -> rows.add(new String[] {"not before", InstantText.of(from)}));
      stated
          .notAfter()
          .ifPresent(until -> rows.add(new String[] {"not after", InstantText.of(until)}));
    } else {
      X509Certificate leaf = certificate.chain().get(0);
      rows.add(new String[] {"subject", Certificates.subjectOf(leaf)});
      rows.add(new String[] {"issuer", Certificates.issuerOf(leaf)});
      rows.add(new String[] {"not before", InstantText.of(leaf.getNotBefore().getTime())});
      rows.add(new String[] {"not after", InstantText.of(leaf.getNotAfter().getTime())});
    }
    List<String> names = new ArrayList<>();
    for (CertificateName name : certificate.names()) {
      names.add(name.toString());
    }
    rows.add(new String[] {"names", names.isEmpty() ? "none" : String.join(", ", names)});
    return rows;
  }
}
