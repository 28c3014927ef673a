package io.portcullis.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads X.509 certificates from PEM and DER. */
public final class Certificates {
  /** How many a file may hold. */
  private static final int MOST_IN_FILE = 1000;

  private Certificates() {}

  /** The certificates of a file: PEM with one or more blocks, or one in DER; never none. */
  public static List<X509Certificate> parse(byte[] file) throws CertificateSyntaxException {
    if (!PemText.isIn(file)) {
      if (file.length == 0 || file[0] != 0x30) {
        throw new CertificateSyntaxException(
            "it holds no certificate; write PEM, which begins with `-----BEGIN CERTIFICATE-----`");
      }
      return Collections.singletonList(ofDer(file));
    }
    List<X509Certificate> certificates = ofPem(PemText.text(file), MOST_IN_FILE);
    if (certificates.isEmpty()) {
      throw new CertificateSyntaxException(
          "it holds PEM, and no block of it begins with `-----BEGIN CERTIFICATE-----`");
    }
    return certificates;
  }

  /** The name of whom a certificate is about, for people. */
  public static String subjectOf(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /** The name of who has issued a certificate, for people. */
  public static String issuerOf(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().getName();
  }

  static List<X509Certificate> ofPem(String text, int most) throws CertificateSyntaxException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] block : PemText.blocks(text, "CERTIFICATE", most)) {
      certificates.add(ofDer(block));
    }
    return certificates;
  }

  /** The one certificate that these bytes are, to the last. */
  static X509Certificate ofDer(byte[] der) throws CertificateSyntaxException {
    if (der.length == 0 || der[0] != 0x30) {
      throw new CertificateSyntaxException("a certificate in it cannot be read");
    }
    ByteArrayInputStream in = new ByteArrayInputStream(der);
    Object read;
    try {
      read = CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException | RuntimeException e) {
      // Parsers of the platform throw more than they declare for bytes that somebody made up.
      throw new CertificateSyntaxException("a certificate in it cannot be read");
    }
    if (!(read instanceof X509Certificate) || in.available() > 0) {
      throw new CertificateSyntaxException("a certificate in it cannot be read");
    }
    return (X509Certificate) read;
  }
}
