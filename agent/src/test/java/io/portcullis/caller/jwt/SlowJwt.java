package io.portcullis.caller.jwt;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The rule for tokens, said again in the plainest way: by the JDK's own signatures and another JSON
 * parser.
 *
 * @param keys by algorithm, the one key for it: a {@link PublicKey}, or the octets of a secret
 */
record SlowJwt(Map<String, Object> keys, String issuer, String audience, long skewSeconds) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The name in the claim {@code org_id} of a good token; empty for every other text. */
  Optional<String> name(String token, long nowSeconds) {
    try {
      String[] parts = token.split("\\.", -1);
      if (parts.length != 3 || token.length() > 8192) {
        return Optional.empty();
      }
      JsonNode header = json(parts[0]);
      Object key = keys.get(header.path("alg").textValue());
      if (key == null || header.has("crit") || header.has("b64")) {
        return Optional.empty();
      }
      String input = parts[0] + "." + parts[1];
      String algorithm = header.get("alg").textValue();
      if (!isSigned(algorithm, key, input, octets(parts[2]))) {
        return Optional.empty();
      }
      JsonNode claims = json(parts[1]);
      boolean good =
          claims.path("exp").isNumber()
              && nowSeconds < claims.get("exp").asDouble() + skewSeconds
              && issuer.equals(claims.path("iss").textValue())
              && audience.equals(claims.path("aud").textValue());
      return good ? Optional.ofNullable(claims.path("org_id").textValue()) : Optional.empty();
    } catch (Exception notAToken) {
      return Optional.empty();
    }
  }

  private static boolean isSigned(String algorithm, Object key, String input, byte[] signature)
      throws Exception {
    if (key instanceof byte[] secret) {
      return MessageDigest.isEqual(Tokens.mac(algorithm, secret, input), signature);
    }
    Signature verifier = Tokens.signature(algorithm);
    verifier.initVerify((PublicKey) key);
    verifier.update(input.getBytes(StandardCharsets.US_ASCII));
    return verifier.verify(signature);
  }

  private static JsonNode json(String part) throws Exception {
    JsonNode node = JSON.readTree(new String(octets(part), StandardCharsets.UTF_8));
    if (!node.isObject()) {
      throw new IllegalArgumentException(part);
    }
    return node;
  }

  private static byte[] octets(String part) {
    byte[] octets = Base64.getUrlDecoder().decode(part);
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(part)) {
      throw new IllegalArgumentException(part);
    }
    return octets;
  }
}
