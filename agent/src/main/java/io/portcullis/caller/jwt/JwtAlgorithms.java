package io.portcullis.caller.jwt;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The algorithms by which tokens may be signed (RFC 7518, section 3.1); {@code none} is none. */
public final class JwtAlgorithms {
  /** With an RSA key. */
  static final List<String> OF_RSA = words("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

  /** All of them. */
  public static final List<String> ALL =
      words(
          "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
          "ES384", "ES512");

  private JwtAlgorithms() {}

  private static List<String> words(String... words) {
    return Collections.unmodifiableList(Arrays.asList(words));
  }
}
