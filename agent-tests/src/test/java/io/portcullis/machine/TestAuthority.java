package io.portcullis.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that lives for one test, and what its clients and servers need for TLS. */
public final class TestAuthority {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestAuthority(String name, KeyPair keys, X509Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  public static TestAuthority of(String name) throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    Instant until = Instant.now().plus(Duration.ofDays(1));
    return new TestAuthority(name, keys, issue(name, keys, name, keys, until));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate issue(
      String issuer, KeyPair by, String subject, KeyPair keys, Instant until, String... dnsNames)
      throws GeneralSecurityException, IOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            new BigInteger(64, new SecureRandom()),
            Date.from(until.minus(Duration.ofDays(2))),
            Date.from(until),
            new X500Name("CN=" + subject),
            keys.getPublic());
    if (dnsNames.length == 0) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    } else {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              Stream.of(dnsNames)
                  .map(dnsName -> new GeneralName(GeneralName.dNSName, dnsName))
                  .toArray(GeneralName[]::new)));
    }
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Writes its certificate as the policy reads it. */
  public void writeTo(Path file) throws IOException, GeneralSecurityException {
    Files.writeString(file, pemOf(certificate));
  }

  private static String pemOf(Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** Writes a key store with which a server of that name speaks TLS. */
  public void writeServerTo(Path file, String dnsName)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store(Instant.now().plus(Duration.ofHours(1)), dnsName).store(out, PASSWORD);
    }
  }

  /** What a client of that name shows, until an instant. */
  public SSLContext client(String dnsName, Instant until)
      throws IOException, GeneralSecurityException {
    return context(store(until, dnsName));
  }

  /** The same for an hour and for several names; the chain is written into a file besides. */
  public SSLContext client(Path chain, String... dnsNames)
      throws IOException, GeneralSecurityException {
    KeyStore store = store(Instant.now().plus(Duration.ofHours(1)), dnsNames);
    StringBuilder pem = new StringBuilder();
    for (Certificate one : store.getCertificateChain("key")) {
      pem.append(pemOf(one));
    }
    Files.writeString(chain, pem);
    return context(store);
  }

  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return context(factory.getKeyManagers());
  }

  /** A client that shows nothing. */
  public static SSLContext nobody() throws GeneralSecurityException {
    return context(new KeyManager[0]);
  }

  private KeyStore store(Instant until, String... dnsNames)
      throws IOException, GeneralSecurityException {
    KeyPair own = newKeys();
    X509Certificate leaf = issue(name, keys, dnsNames[0], own, until, dnsNames);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry("key", own.getPrivate(), PASSWORD, new Certificate[] {leaf, certificate});
    return store;
  }

  private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {new Everybody()}, null);
    return context;
  }

  /** The test knows whom it has started. */
  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
