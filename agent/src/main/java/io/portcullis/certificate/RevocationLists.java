package io.portcullis.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Certificate revocation lists that were read from a file, one or more (RFC 5280, 5). Immutable.
 *
 * <p>A list that is past its next update says nothing any more, so whoever it would be asked about
 * is refused. Nothing is ever fetched.
 */
public final class RevocationLists {
  private static final int MOST_IN_FILE = 100;
  private static final int CRL_SIGN = 6;

  private final List<X509CRL> lists;

  private RevocationLists(List<X509CRL> lists) {
    this.lists = lists;
  }

  /** The lists of a file: PEM with one or more blocks, or one in DER; never none. */
  public static RevocationLists parse(byte[] file) throws CertificateSyntaxException {
    List<X509CRL> lists = new ArrayList<>();
    if (PemText.isIn(file)) {
      for (byte[] block : PemText.blocks(PemText.text(file), "X509 CRL", MOST_IN_FILE)) {
        lists.add(ofDer(block));
      }
    } else if (file.length > 0 && file[0] == 0x30) {
      lists.add(ofDer(file));
    }
    if (lists.isEmpty()) {
      throw new CertificateSyntaxException(
          "it holds no revocation list; write PEM, which begins with `-----BEGIN X509 CRL-----`, or"
              + " DER");
    }
    return new RevocationLists(Collections.unmodifiableList(lists));
  }

  private static X509CRL ofDer(byte[] der) throws CertificateSyntaxException {
    CRL read;
    try {
      read = CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    } catch (CRLException | CertificateException | RuntimeException e) {
      throw new CertificateSyntaxException("a revocation list in it cannot be read");
    }
    if (!(read instanceof X509CRL)) {
      throw new CertificateSyntaxException("a revocation list in it cannot be read");
    }
    X509CRL list = (X509CRL) read;
    if (list.getNextUpdate() == null) {
      throw new CertificateSyntaxException(
          "a revocation list in it does not say when the next one is due");
    }
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (critical != null && !critical.isEmpty()) {
      throw new CertificateSyntaxException(
          "a revocation list in it is about a part of the certificates only; take a full one");
    }
    return list;
  }

  /** The earliest instant at which one of them is out of date, in milliseconds since the epoch. */
  public long nextUpdate() {
    long earliest = Long.MAX_VALUE;
    for (X509CRL list : lists) {
      earliest = Math.min(earliest, list.getNextUpdate().getTime());
    }
    return earliest;
  }

  /** Whether one of them is issued under the name of an authority. */
  public boolean areOf(X509Certificate authority) {
    for (X509CRL list : lists) {
      if (list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
        return true;
      }
    }
    return false;
  }

  /**
   * What they say of a certificate.
   *
   * @param issuer whose signature a list must have; empty where the certificate is trusted by
   *     itself, and a list is known by its name only
   */
  Finding judge(X509Certificate certificate, Optional<X509Certificate> issuer, long at) {
    X500Principal issuerName = certificate.getIssuerX500Principal();
    Finding found = Finding.CRL_MISSING;
    for (X509CRL list : lists) {
      if (!list.getIssuerX500Principal().equals(issuerName)
          || (issuer.isPresent() && !isSignedBy(list, issuer.get()))) {
        continue;
      }
      if (list.isRevoked(certificate)) {
        return Finding.REVOKED;
      }
      if (at > list.getNextUpdate().getTime()) {
        found = found == Finding.ACCEPTED ? found : Finding.CRL_OUT_OF_DATE;
      } else {
        found = Finding.ACCEPTED;
      }
    }
    return found;
  }

  private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !(usage.length > CRL_SIGN && usage[CRL_SIGN])) {
      return false;
    }
    try {
      list.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Not believed; without another list the certificate is refused.
      return false;
    }
  }
}
