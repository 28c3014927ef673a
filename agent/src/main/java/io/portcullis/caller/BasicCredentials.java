package io.portcullis.caller;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The credentials of the scheme {@code Basic} (RFC 7617), read strictly: base64 with its padding
 * and without stray bits, as every encoder writes it. A lenient reading would not be the
 * application's.
 */
final class BasicCredentials {
  private static final String SCHEME = "basic";

  private BasicCredentials() {}

  /** The password in a line of {@code Authorization}; none where the scheme is another one. */
  static Claim password(String line) {
    String text = Carried.trimmed(line);
    int behind = SCHEME.length();
    if (!text.regionMatches(true, 0, SCHEME, 0, behind)) {
      return Claim.NONE;
    }
    if (text.length() == behind || !Carried.isBlank(text.charAt(behind))) {
      // Another scheme, or one that an application takes for Basic because it begins so.
      return Claim.unreadable("basic_malformed");
    }
    String encoded = Carried.trimmed(text.substring(behind));
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return Claim.unreadable("basic_not_base64"); // its message would tell of the secret
    }
    if (!Base64.getEncoder().encodeToString(decoded).equals(encoded)) {
      return Claim.unreadable("basic_not_base64");
    }
    for (int i = 0; i < decoded.length; i++) {
      if (decoded[i] == ':') {
        return Carried.key(
            new String(decoded, i + 1, decoded.length - i - 1, StandardCharsets.ISO_8859_1));
      }
    }
    return Claim.unreadable("basic_without_colon");
  }
}
