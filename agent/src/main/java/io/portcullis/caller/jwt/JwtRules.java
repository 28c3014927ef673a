package io.portcullis.caller.jwt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the registered claims of a verified token have to say (RFC 7519, section 4.1). Immutable.
 * Names are compared character by character.
 */
public final class JwtRules {
  private final Optional<String> issuer;
  private final Optional<String> audience;
  private final long skewMillis;
  private final boolean expiryRequired;

  private JwtRules(
      Optional<String> issuer, Optional<String> audience, long skewMillis, boolean expiryRequired) {
    this.issuer = issuer;
    this.audience = audience;
    this.skewMillis = skewMillis;
    this.expiryRequired = expiryRequired;
  }

  /**
   * Rules of a policy.
   *
   * @param issuer who has to have made the token; anybody who can sign, if empty
   * @param audience whom it has to be for; anybody, if empty
   * @param skewMillis how far the issuer's clock may be off, in milliseconds
   * @param expiryRequired whether a token without {@code exp} is refused
   */
  public static JwtRules of(
      Optional<String> issuer, Optional<String> audience, long skewMillis, boolean expiryRequired) {
    return new JwtRules(issuer, audience, skewMillis, expiryRequired);
  }

  /** What the claims break; nothing where they keep to the rules. */
  Optional<JwtFault> check(Map<String, Object> claims, long epochMillis) {
    if (!isTimeOrAbsent(claims, "exp")
        || !isTimeOrAbsent(claims, "nbf")
        || !isTimeOrAbsent(claims, "iat")) {
      return Optional.of(JwtFault.CLAIM);
    }
    if (expiryRequired && !claims.containsKey("exp")) {
      return Optional.of(JwtFault.NO_EXPIRY);
    }
    // As double: whatever number is sent neither overflows nor loses a millisecond that matters.
    double now = epochMillis;
    if (claims.containsKey("exp") && now >= millis(claims, "exp") + skewMillis) {
      return Optional.of(JwtFault.EXPIRED);
    }
    if ((claims.containsKey("nbf") && now < millis(claims, "nbf") - skewMillis)
        || (claims.containsKey("iat") && now < millis(claims, "iat") - skewMillis)) {
      return Optional.of(JwtFault.NOT_YET_VALID);
    }
    if (issuer.isPresent() && !issuer.get().equals(claims.get("iss"))) {
      return Optional.of(JwtFault.ISSUER);
    }
    if (audience.isPresent() && !isFor(audience.get(), claims.get("aud"))) {
      return Optional.of(JwtFault.AUDIENCE);
    }
    return Optional.empty();
  }

  private static boolean isTimeOrAbsent(Map<String, Object> claims, String name) {
    if (!claims.containsKey(name)) {
      return true;
    }
    Object value = claims.get(name);
    return value instanceof Number
        && !Double.isNaN(((Number) value).doubleValue())
        && !Double.isInfinite(((Number) value).doubleValue());
  }

  private static double millis(Map<String, Object> claims, String name) {
    Object value = claims.get(name);
    if (value instanceof Number) {
      return ((Number) value).doubleValue() * 1000;
    }
    throw new IllegalArgumentException(name + " is no time");
  }

  private static boolean isFor(String audience, @Nullable Object claim) {
    return audience.equals(claim)
        || (claim instanceof List && ((List<?>) claim).contains(audience));
  }
}
