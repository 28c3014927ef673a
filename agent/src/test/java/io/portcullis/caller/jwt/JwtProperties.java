package io.portcullis.caller.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No token is believed but those that the slow rule believes, whatever was done to them. */
class JwtProperties {
  private static final long NOW = 1_795_219_200L;
  private static final KeyPair RSA = Tokens.rsa(2048);
  private static final KeyPair STRANGER = Tokens.rsa(2048);
  private static final KeyPair EC = Tokens.ec("secp256r1");
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String CLAIMS =
      "{\"iss\":\"i\",\"aud\":\"a\",\"exp\":" + (NOW + 60) + ",\"org_id\":\"acme\"}";

  private static final SlowJwt OF_KEYS =
      new SlowJwt(
          Map.of("RS256", RSA.getPublic(), "PS256", RSA.getPublic(), "ES256", EC.getPublic()),
          "i",
          "a",
          60);
  private static final SlowJwt OF_SECRET = new SlowJwt(Map.of("HS256", SECRET), "i", "a", 60);
  private static final JwtReader READER_OF_KEYS;
  private static final JwtReader READER_OF_SECRET;

  static {
    JwtRules rules = JwtRules.of(Optional.of("i"), Optional.of("a"), 60_000, true);
    try {
      String set = Tokens.set(Tokens.jwk(RSA.getPublic(), ""), Tokens.jwk(EC.getPublic(), ""));
      READER_OF_KEYS =
          JwtReader.verifying(
              List.of("org_id"), JwtKeys.ofSet(set, List.of("RS256", "PS256", "ES256")), rules);
      READER_OF_SECRET =
          JwtReader.verifying(List.of("org_id"), JwtKeys.ofSecret(SECRET, List.of()), rules);
    } catch (JwtKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  @Property(tries = 2000)
  void onlyWhatTheSlowRuleBelievesIsBelieved(@ForAll("tokens") String token) {
    assertThat(believed(READER_OF_KEYS, token)).isEqualTo(OF_KEYS.name(token, NOW));
    assertThat(believed(READER_OF_SECRET, token)).isEqualTo(OF_SECRET.name(token, NOW));
  }

  @Property(tries = 2000)
  void goodTokenThatWasChangedIsNeverBelieved(@ForAll("changed") String token) {
    for (String good : GOOD) {
      if (token.equals(good)) {
        return;
      }
    }
    assertThat(believed(READER_OF_KEYS, token)).isEmpty();
    assertThat(believed(READER_OF_SECRET, token)).isEmpty();
  }

  @Property(tries = 2000)
  void anyTextIsAnswered(@ForAll String text) {
    assertThat(READER_OF_KEYS.read(text, NOW * 1000).fault()).isPresent();
    assertThat(JwtReader.unverified(List.of("org_id")).read(text, 0).fault()).isPresent();
  }

  private static final List<String> GOOD =
      List.of(
          signed("RS256", RSA, CLAIMS), signed("ES256", EC, CLAIMS), signed("HS256", RSA, CLAIMS));

  private static Optional<String> believed(JwtReader reader, String token) {
    JwtAnswer answer = reader.read(token, NOW * 1000);
    return answer.fault().isPresent() ? Optional.empty() : answer.name();
  }

  private static String signed(String algorithm, KeyPair pair, String claims) {
    return signedAs(algorithm, algorithm, pair, claims);
  }

  private static String signedAs(String algorithm, String said, KeyPair pair, String claims) {
    String header = "{\"alg\":\"" + said + "\"}";
    if (algorithm.startsWith("HS")) {
      byte[] secret = pair == RSA ? SECRET : pair.getPublic().getEncoded();
      return Tokens.signed(algorithm, secret, header, claims);
    }
    return Tokens.signed(algorithm, pair.getPrivate(), header, claims);
  }

  /** Tokens of all kinds, most of them wrong in one way. */
  @Provide
  Arbitrary<String> tokens() {
    Arbitrary<String> said =
        Arbitraries.of("RS256", "ES256", "HS256", "PS256", "none", "RS512", "HS512", "EdDSA");
    Arbitrary<String> claims =
        Arbitraries.of(
            CLAIMS,
            CLAIMS,
            CLAIMS.replace("\"i\"", "\"I\""),
            CLAIMS.replace("\"a\"", "[\"b\"]"),
            CLAIMS.replace(String.valueOf(NOW + 60), String.valueOf(NOW - 60)),
            CLAIMS.replace(String.valueOf(NOW + 60), String.valueOf(NOW - 59)),
            CLAIMS.replace("\"acme\"", "\"globex\""),
            CLAIMS.replace("\"acme\"", "[\"globex\"]"),
            CLAIMS.replace("org_id", "org_ID"));
    Arbitrary<String> made =
        Combinators.combine(Arbitraries.of("RS256", "ES256", "HS256", "PS256"), said, claims)
            .flatAs(
                (algorithm, name, body) ->
                    Arbitraries.of(RSA, STRANGER)
                        .map(
                            pair ->
                                signedAs(
                                    algorithm, name, algorithm.equals("ES256") ? EC : pair, body)));
    Arbitrary<String> honest =
        Combinators.combine(Arbitraries.of("RS256", "ES256", "HS256", "PS256"), claims)
            .as((algorithm, body) -> signed(algorithm, algorithm.equals("ES256") ? EC : RSA, body));
    return Arbitraries.oneOf(made, honest, changed());
  }

  /** Good tokens with one to three characters put in, left out or replaced, or parts exchanged. */
  @Provide
  Arbitrary<String> changed() {
    Arbitrary<Character> signs =
        Arbitraries.oneOf(
            Arbitraries.chars().alpha().numeric(), Arbitraries.of('-', '_', '.', '=', ' ', '+'));
    Arbitrary<String> edited =
        Combinators.combine(
                Arbitraries.of(GOOD),
                Arbitraries.integers().between(0, 10_000),
                Arbitraries.integers().between(0, 2),
                signs)
            .as(
                (token, at, edit, sign) -> {
                  int place = at % token.length();
                  int rest = edit == 0 ? place : place + 1;
                  return token.substring(0, place)
                      + (edit == 2 ? "" : sign)
                      + token.substring(rest);
                });
    Arbitrary<String> exchanged =
        Combinators.combine(Arbitraries.of(GOOD), Arbitraries.of(GOOD), Arbitraries.of(0, 1, 2))
            .as(
                (one, other, part) -> {
                  String[] parts = one.split("\\.");
                  parts[part] = other.split("\\.")[part];
                  return String.join(".", parts);
                });
    Arbitrary<String> cut =
        Combinators.combine(Arbitraries.of(GOOD), Arbitraries.integers().between(0, 300))
            .as((token, length) -> token.substring(0, Math.min(length, token.length() - 1)));
    return Arbitraries.oneOf(edited, exchanged, cut);
  }
}
