package io.portcullis.caller.jwt;

import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token in its compact form (RFC 7515, section 7.1), taken apart and not yet believed.
 *
 * <p>The text is checked before the library sees it, which skips characters that base64url does not
 * have: a token has one way to be written, and every other one is malformed.
 */
final class CompactJwt {
  /** The longest token that is read, in characters. */
  static final int LONGEST = 8 * 1024;

  private final @Nullable JwtFault fault;
  private final @Nullable JWSObject parsed;

  private CompactJwt(@Nullable JwtFault fault, @Nullable JWSObject parsed) {
    this.fault = fault;
    this.parsed = parsed;
  }

  /** The token that a text is; never fails, see {@link #fault}. */
  static CompactJwt of(String text) {
    if (text.length() > LONGEST) {
      return new CompactJwt(JwtFault.TOO_LONG, null);
    }
    int parts = partsOf(text);
    if (parts != 3) {
      return new CompactJwt(parts == 5 ? JwtFault.ENCRYPTED : JwtFault.MALFORMED, null);
    }
    JWSObject parsed;
    try {
      parsed = JWSObject.parse(text);
    } catch (ParseException | RuntimeException notAToken) {
      // The library throws both for what a caller can send; neither is ever a good token.
      return new CompactJwt(isUnsigned(text) ? JwtFault.ALGORITHM : JwtFault.MALFORMED, null);
    }
    if (!isObject(parsed.getHeader().toBase64URL().decodeToString())
        || !isObject(parsed.getPayload().toString())) {
      return new CompactJwt(JwtFault.MALFORMED, null);
    }
    if (parsed.getHeader().getIncludedParams().contains("crit")
        || parsed.getHeader().getIncludedParams().contains("b64")) {
      return new CompactJwt(JwtFault.CRITICAL, null);
    }
    return new CompactJwt(null, parsed);
  }

  /** Why this is no token at all; null where it is one. */
  @Nullable JwtFault fault() {
    return fault;
  }

  JWSObject parsed() {
    if (parsed == null) {
      throw new IllegalStateException("no token: " + fault);
    }
    return parsed;
  }

  /** The claims; null where its payload is no JSON object. */
  @Nullable Map<String, Object> claims() {
    try {
      return parsed().getPayload().toJSONObject();
    } catch (RuntimeException noObject) {
      return null;
    }
  }

  /** How many parts of base64url a text has; 0 where it is anything else. */
  private static int partsOf(String text) {
    int parts = 1;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (!isWhole(text, start, i)) {
          return 0;
        }
        parts++;
        start = i + 1;
      } else if (sextet(c) < 0) {
        return 0;
      }
    }
    return isWhole(text, start, text.length()) ? parts : 0;
  }

  /** Whether the sextets of a part are octets with no bit left over that is set. */
  private static boolean isWhole(String text, int start, int end) {
    switch ((end - start) % 4) {
      case 0:
        return true;
      case 2:
        return (sextet(text.charAt(end - 1)) & 0xf) == 0;
      case 3:
        return (sextet(text.charAt(end - 1)) & 0x3) == 0;
      default:
        return false;
    }
  }

  // The library takes a list of pairs for an object too.
  private static boolean isObject(String json) {
    int start = 0;
    while (start < json.length() && " \t\r\n".indexOf(json.charAt(start)) >= 0) {
      start++;
    }
    return json.startsWith("{", start);
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }

  // Only for the reason that is told: the library takes `none` for no signature at all.
  private static boolean isUnsigned(String text) {
    try {
      com.nimbusds.jose.PlainHeader.parse(
          new com.nimbusds.jose.util.Base64URL(text.substring(0, text.indexOf('.'))));
      return true;
    } catch (ParseException | RuntimeException signed) {
      return false;
    }
  }
}
