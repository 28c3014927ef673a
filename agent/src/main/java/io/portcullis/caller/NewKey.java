package io.portcullis.caller;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A key or a token that was made just now: 256 random bits. To be shown once; {@code toString} does
 * not show it. Immutable.
 */
public final class NewKey {
  /** What one begins with, so that people and scanners for leaked secrets know it. */
  public static final String USUAL_PREFIX = "ptc_";

  private static final int BYTES = 32;

  private final String text;

  private NewKey(String text) {
    this.text = text;
  }

  public static NewKey make(String prefix) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new NewKey(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The secret itself. */
  public String text() {
    return text;
  }

  public KeyHash hash() {
    return KeyHash.ofKey(text);
  }

  @Override
  public String toString() {
    return "a new key";
  }
}
