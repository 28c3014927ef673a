package io.portcullis.caller.jwt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a name in tokens, and believes it only once the token has been verified. Immutable,
 * thread-safe; nothing is kept from one token to the next.
 *
 * <p>Trap: a reader made by {@link #unverified} believes whoever writes a token.
 */
public final class JwtReader {
  private final String[] claims;
  private final @Nullable JwtKeys keys;
  private final @Nullable JwtRules rules;

  private JwtReader(List<String> claims, @Nullable JwtKeys keys, @Nullable JwtRules rules) {
    this.claims = new ArrayList<>(claims).toArray(new String[0]);
    this.keys = keys;
    this.rules = rules;
  }

  /**
   * A reader of tokens that one of these keys has signed and that keep to these rules.
   *
   * @param claims the claims that may hold the name, the first that is there counts
   */
  public static JwtReader verifying(List<String> claims, JwtKeys keys, JwtRules rules) {
    return new JwtReader(claims, keys, rules);
  }

  /** A reader of any token, whoever made it and when: for choosing, never for a proof. */
  public static JwtReader unverified(List<String> claims) {
    return new JwtReader(claims, null, null);
  }

  /** Whether what a token says depends on when it is read. */
  public boolean asksForTime() {
    return rules != null;
  }

  /**
   * What a token says at a time, in milliseconds since the epoch. Never fails, whatever is sent.
   */
  public JwtAnswer read(String token, long epochMillis) {
    CompactJwt jwt = CompactJwt.of(token);
    JwtFault malformed = jwt.fault();
    if (malformed != null) {
      return JwtAnswer.refused(malformed);
    }
    if (keys != null) {
      Optional<JwtFault> unsigned = keys.check(jwt.parsed());
      if (unsigned.isPresent()) {
        return JwtAnswer.refused(unsigned.get());
      }
    }
    Map<String, Object> said = jwt.claims();
    if (said == null) {
      return JwtAnswer.refused(JwtFault.MALFORMED);
    }
    if (rules != null) {
      Optional<JwtFault> broken = rules.check(said, epochMillis);
      if (broken.isPresent()) {
        return JwtAnswer.refused(broken.get());
      }
    }
    return name(said);
  }

  private JwtAnswer name(Map<String, Object> said) {
    for (String claim : claims) {
      if (said.containsKey(claim)) {
        Object value = said.get(claim);
        return value instanceof String && isName((String) value)
            ? JwtAnswer.named((String) value)
            : JwtAnswer.refused(JwtFault.CLAIM);
      }
    }
    return JwtAnswer.NO_NAME;
  }

  private static boolean isName(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
