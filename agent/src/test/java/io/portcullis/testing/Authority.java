package io.portcullis.testing;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that lives for one test: issues certificates and revocation lists. */
public final class Authority {
  public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  public static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  public static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final KeyPair keys;
  private final X509Certificate certificate;

  private Authority(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  public static Authority root(String name) {
    return root(name, UNTIL);
  }

  public static Authority root(String name, Instant until) {
    KeyPair keys = keys();
    return new Authority(
        keys, authority("CN=" + name, keys, "CN=" + name, keys.getPrivate(), until, -1, ""));
  }

  /** A root that may issue for names below a domain only. */
  public static Authority constrained(String name, String domain) {
    KeyPair keys = keys();
    return new Authority(
        keys, authority("CN=" + name, keys, "CN=" + name, keys.getPrivate(), UNTIL, -1, domain));
  }

  /** An authority below this one, over at most so many more; -1 for any number. */
  public Authority below(String name, int most) {
    KeyPair own = keys();
    return new Authority(
        own,
        authority("CN=" + name, own, subject(certificate), keys.getPrivate(), UNTIL, most, ""));
  }

  private static X509Certificate authority(
      String subject,
      KeyPair keys,
      String issuer,
      PrivateKey issuerKey,
      Instant until,
      int most,
      String domain) {
    try {
      X509v3CertificateBuilder builder = builder(subject, keys, issuer, FROM, until);
      builder.addExtension(
          Extension.basicConstraints,
          true,
          most < 0 ? new BasicConstraints(true) : new BasicConstraints(most));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      if (!domain.isEmpty()) {
        GeneralSubtree[] permitted = {
          new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))
        };
        builder.addExtension(Extension.nameConstraints, true, new NameConstraints(permitted, null));
      }
      return signed(builder, issuerKey);
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A client of this authority for some DNS names. */
  public Client client(String... dnsNames) {
    return new Client(this).dnsNames(dnsNames);
  }

  /** A list of who is revoked, of now, the next due at an instant. */
  public X509CRL crl(Instant nextUpdate, X509Certificate... revoked) {
    try {
      JcaX509v2CRLBuilder builder =
          new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(FROM));
      builder.setNextUpdate(Date.from(nextUpdate));
      for (X509Certificate each : revoked) {
        builder.addCRLEntry(each.getSerialNumber(), Date.from(FROM), CRLReason.keyCompromise);
      }
      return new JcaX509CRLConverter().getCRL(builder.build(signer(keys.getPrivate())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of a certificate. */
  public static String pem(X509Certificate... certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate each : certificates) {
        text.append(block("CERTIFICATE", each.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  public static String pem(X509CRL crl) {
    try {
      return block("X509 CRL", crl.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      String subject, KeyPair keys, String issuer, Instant from, Instant until) {
    return new JcaX509v3CertificateBuilder(
        new X500Name(issuer),
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(from),
        Date.from(until),
        new X500Name(subject),
        keys.getPublic());
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ContentSigner signer(PrivateKey key) {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate that is about to be issued; used once. */
  public static final class Client {
    private final Authority issuer;
    private final KeyPair keys = keys();
    private String subject = "CN=client";
    private String[] dnsNames = {};
    private String[] addresses = {};
    private Instant from = FROM;
    private Instant until = UNTIL;
    private KeyPurposeId purpose = KeyPurposeId.id_kp_clientAuth;
    private int usage = KeyUsage.digitalSignature;
    private boolean usages = true;

    private Client(Authority issuer) {
      this.issuer = issuer;
    }

    public Client subject(String name) {
      subject = name;
      return this;
    }

    public Client dnsNames(String... names) {
      dnsNames = names;
      return this;
    }

    public Client addresses(String... texts) {
      addresses = texts;
      return this;
    }

    public Client valid(Instant notBefore, Instant notAfter) {
      from = notBefore;
      until = notAfter;
      return this;
    }

    public Client forServers() {
      purpose = KeyPurposeId.id_kp_serverAuth;
      return this;
    }

    public Client withUsage(int bits) {
      usage = bits;
      return this;
    }

    public Client withoutUsages() {
      usages = false;
      return this;
    }

    public X509Certificate issue() {
      try {
        X509v3CertificateBuilder builder =
            builder(subject, keys, Authority.subject(issuer.certificate), from, until);
        if (usages) {
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
          builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        GeneralName[] names = new GeneralName[dnsNames.length + addresses.length];
        for (int i = 0; i < names.length; i++) {
          names[i] =
              i < dnsNames.length
                  ? new GeneralName(GeneralName.dNSName, dnsNames[i])
                  : new GeneralName(GeneralName.iPAddress, addresses[i - dnsNames.length]);
        }
        if (names.length > 0) {
          builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return signed(builder, issuer.keys.getPrivate());
      } catch (java.io.IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
