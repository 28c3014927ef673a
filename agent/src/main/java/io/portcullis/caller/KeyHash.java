package io.portcullis.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The SHA-256 of an API key: all that a policy knows of it. Immutable; {@code toString} does not
 * show it, since the hash of a short key gives the key away.
 */
public final class KeyHash {
  private static final int BYTES = 32;

  private final byte[] bytes;

  private KeyHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash that 64 hexadecimal digits in either case spell; empty for anything else. */
  public static Optional<KeyHash> parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      // Character.digit takes digits of every script.
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      bytes[i / 2] = (byte) (bytes[i / 2] << 4 | digit);
    }
    return Optional.of(new KeyHash(bytes));
  }

  /** The hash of a key. */
  public static KeyHash ofKey(String key) {
    return new KeyHash(digest().digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  /** A hash that a digest has just made; the array is not used by anybody else. */
  static KeyHash of(byte[] bytes) {
    return new KeyHash(bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The 64 hexadecimal digits, in lower case. */
  public String hex() {
    StringBuilder hex = new StringBuilder(2 * BYTES);
    for (byte b : bytes) {
      hex.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return hex.toString();
  }

  /** In a time that does not depend on where two hashes differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash && MessageDigest.isEqual(bytes, ((KeyHash) other).bytes);
  }

  /** The first four bytes, which are as good as random. */
  @Override
  public int hashCode() {
    return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
  }

  @Override
  public String toString() {
    return "SHA-256 of a key";
  }
}
