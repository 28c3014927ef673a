package io.portcullis.certificate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/**
 * The SHA-256 of a public key as certificates hold it (SubjectPublicKeyInfo), written {@code
 * sha256/} and Base64. Immutable.
 */
public final class SpkiPin {
  private static final String PREFIX = "sha256/";
  private static final int LENGTH = 32;

  private final byte[] hash;

  private SpkiPin(byte[] hash) {
    this.hash = hash;
  }

  /** Whether a text is meant to be a pin, well written or not. */
  public static boolean isMeant(String text) {
    return text.startsWith("sha256");
  }

  public static SpkiPin parse(String text) throws CertificateSyntaxException {
    byte[] hash = new byte[0];
    if (text.startsWith(PREFIX)) {
      try {
        hash = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      } catch (IllegalArgumentException e) {
        // Told below, as is a wrong length.
      }
    }
    if (hash.length != LENGTH) {
      throw new CertificateSyntaxException(
          "`" + text + "` is no pin, which is `sha256/` and the Base64 of 32 bytes, 44 characters");
    }
    return new SpkiPin(hash);
  }

  public static SpkiPin of(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return new SpkiPin(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpkiPin && Arrays.equals(((SpkiPin) other).hash, hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return PREFIX + Base64.getEncoder().encodeToString(hash);
  }
}
