package io.portcullis.caller.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtReaderTest {
  private static final long NOW = 1_795_219_200_000L;
  private static final long SECOND = NOW / 1000;
  private static final KeyPair RSA = Tokens.rsa(2048);
  private static final KeyPair STRANGER = Tokens.rsa(2048);
  private static final KeyPair EC = Tokens.ec("secp256r1");
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
          .getBytes(StandardCharsets.US_ASCII);
  private static final String GOOD =
      "{\"iss\":\"https://id.example\",\"aud\":\"api\",\"exp\":EXP,\"org_id\":\"acme\"}"
          .replace("EXP", String.valueOf(SECOND + 300));

  private static JwtKeys keys(String... jwks) {
    try {
      return JwtKeys.ofSet(Tokens.set(jwks), List.of());
    } catch (JwtKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final JwtKeys BOTH =
      keys(
          Tokens.jwk(RSA.getPublic(), ",\"kid\":\"r\",\"use\":\"sig\""),
          Tokens.jwk(EC.getPublic(), ",\"kid\":\"e\",\"alg\":\"ES256\""));

  private static JwtReader reader(JwtKeys keys) {
    return JwtReader.verifying(
        List.of("org_id", "tenant_id"),
        keys,
        JwtRules.of(Optional.of("https://id.example"), Optional.of("api"), 60_000, true));
  }

  private static String said(JwtReader reader, String token) {
    JwtAnswer answer = reader.read(token, NOW);
    return answer.fault().map(JwtFault::word).orElse(answer.name().orElse("-"));
  }

  private static String saidOfClaims(String claims) {
    return said(
        reader(BOTH),
        Tokens.signed("RS256", RSA.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims));
  }

  // Signatures

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
  void everyAlgorithmOfAKeyIsVerified(String algorithm) {
    KeyPair pair = algorithm.startsWith("ES") ? EC : RSA;
    String header = "{\"alg\":\"" + algorithm + "\"}";
    assertThat(said(reader(BOTH), Tokens.signed(algorithm, pair.getPrivate(), header, GOOD)))
        .isEqualTo("acme");
    KeyPair other = algorithm.startsWith("ES") ? Tokens.ec("secp256r1") : STRANGER;
    assertThat(said(reader(BOTH), Tokens.signed(algorithm, other.getPrivate(), header, GOOD)))
        .isEqualTo("jwt_signature");
  }

  @ParameterizedTest
  @CsvSource({"secp384r1, ES384", "secp521r1, ES512"})
  void everyCurveHasItsAlgorithm(String curve, String algorithm) {
    KeyPair pair = Tokens.ec(curve);
    String header = "{\"alg\":\"" + algorithm + "\"}";
    assertThat(
            said(
                reader(keys(Tokens.jwk(pair.getPublic(), ""))),
                Tokens.signed(algorithm, pair.getPrivate(), header, GOOD)))
        .isEqualTo("acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void secretOfSixtyFourOctetsIsForEveryHash(String algorithm) throws Exception {
    JwtReader reader = reader(JwtKeys.ofSecret(SECRET, List.of()));
    String header = "{\"alg\":\"" + algorithm + "\"}";
    assertThat(said(reader, Tokens.signed(algorithm, SECRET, header, GOOD))).isEqualTo("acme");
    byte[] other = Arrays.copyOf(SECRET, 63);
    assertThat(said(reader, Tokens.signed(algorithm, other, header, GOOD)))
        .isEqualTo("jwt_signature");
  }

  @Test
  void endOfTheLineIsNoPartOfASecret() throws Exception {
    String token = Tokens.signed("HS256", SECRET, "{\"alg\":\"HS256\"}", GOOD);
    String text = new String(SECRET, StandardCharsets.US_ASCII);
    for (String file : List.of(text, text + "\n", text + "\r\n")) {
      byte[] bytes = file.getBytes(StandardCharsets.US_ASCII);
      assertThat(said(reader(JwtKeys.ofSecret(bytes, List.of())), token)).isEqualTo("acme");
    }
    byte[] two = (text + "\n\n").getBytes(StandardCharsets.US_ASCII);
    assertThat(said(reader(JwtKeys.ofSecret(two, List.of())), token)).isEqualTo("jwt_signature");
  }

  @Test
  void publicKeyIsNeverASecret() {
    byte[] der = RSA.getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
      for (String algorithm : List.of("HS256", "HS384", "HS512")) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"r\"}";
        assertThat(said(reader(BOTH), Tokens.signed(algorithm, secret, header, GOOD)))
            .isEqualTo("jwt_algorithm");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS256", "dir", "RSA-OAEP", "EdDSA"})
  void algorithmIsNeverTheTokensChoice(String algorithm) {
    String head = Tokens.part("{\"alg\":\"" + algorithm + "\"}") + "." + Tokens.part(GOOD) + ".";
    assertThat(said(reader(BOTH), head)).startsWith("jwt_");
    assertThat(said(reader(BOTH), head + "AAAA")).isIn("jwt_algorithm", "jwt_malformed");
  }

  @Test
  void keyIsFoundByItsNameAndWithoutOneByTrying() {
    JwtKeys keys =
        keys(
            Tokens.jwk(STRANGER.getPublic(), ",\"kid\":\"old\""),
            Tokens.jwk(RSA.getPublic(), ",\"kid\":\"new\""));
    String claims = GOOD;
    for (String header : List.of("{\"alg\":\"RS256\",\"kid\":\"new\"}", "{\"alg\":\"RS256\"}")) {
      assertThat(said(reader(keys), Tokens.signed("RS256", RSA.getPrivate(), header, claims)))
          .isEqualTo("acme");
    }
    String old = "{\"alg\":\"RS256\",\"kid\":\"old\"}";
    assertThat(said(reader(keys), Tokens.signed("RS256", RSA.getPrivate(), old, claims)))
        .isEqualTo("jwt_signature");
    String gone = "{\"alg\":\"RS256\",\"kid\":\"gone\"}";
    assertThat(said(reader(keys), Tokens.signed("RS256", RSA.getPrivate(), gone, claims)))
        .isEqualTo("jwt_key_unknown");
    JwtKeys nameless = keys(Tokens.jwk(RSA.getPublic(), ""));
    assertThat(said(reader(nameless), Tokens.signed("RS256", RSA.getPrivate(), gone, claims)))
        .isEqualTo("acme");
  }

  @Test
  void keyThatATokenBringsAlongIsNotUsed() {
    String header =
        "{\"alg\":\"RS256\",\"jku\":\"http://127.0.0.1:1/\",\"jwk\":"
            + Tokens.jwk(STRANGER.getPublic(), "")
            + "}";
    assertThat(said(reader(BOTH), Tokens.signed("RS256", STRANGER.getPrivate(), header, GOOD)))
        .isEqualTo("jwt_signature");
  }

  @Test
  void algorithmOfAKeyIsTheOnlyOneWhereItHasOne() {
    JwtKeys keys = keys(Tokens.jwk(RSA.getPublic(), ",\"alg\":\"PS256\""));
    assertThat(
            said(
                reader(keys),
                Tokens.signed("RS256", RSA.getPrivate(), "{\"alg\":\"RS256\"}", GOOD)))
        .isEqualTo("jwt_algorithm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"RS256\",\"b64\":false}",
      })
  void tokenThatDemandsToBeReadInAWayOfItsOwnIsRefused(String header) {
    assertThat(said(reader(BOTH), Tokens.signed("RS256", RSA.getPrivate(), header, GOOD)))
        .isEqualTo("jwt_critical");
  }

  // Form

  @Test
  void typeIsOfNoAccount() {
    for (String type : List.of("JWT", "at+jwt", "JOSE", "")) {
      String header = "{\"alg\":\"RS256\",\"typ\":\"" + type + "\"}";
      assertThat(said(reader(BOTH), Tokens.signed("RS256", RSA.getPrivate(), header, GOOD)))
          .isEqualTo("acme");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"alg\":\"RS256\"}",
        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
        "[\"RS256\"]",
        "[[\"alg\",\"RS256\"]]",
        "{\"alg\":1}",
        "{\"alg\":null}",
        "{}",
        "null",
        "",
        "{\"alg\":\"RS256\"",
        "{\"alg\":\"RS256\"}}",
        "{\"alg\":\"RS256\"} x",
        "{\"alg\":\"RS256\",\"kid\":7}",
      })
  void headerThatIsNoneIsMalformed(String header) {
    assertThat(said(reader(BOTH), Tokens.signed("RS256", RSA.getPrivate(), header, GOOD)))
        .isEqualTo("jwt_malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "\"acme\"", "7", "{", "{\"org_id\":\"acme\"", "not json"})
  void payloadThatIsNoObjectIsMalformed(String payload) {
    assertThat(saidOfClaims(payload)).isEqualTo("jwt_malformed");
  }

  @Test
  void listOfPairsIsNoObject() {
    String pairs = GOOD.replaceAll("(\"\\w+\"):([^,}]+)", "[$1,$2]");
    assertThat(saidOfClaims(pairs.replace('{', '[').replace('}', ']'))).isEqualTo("jwt_malformed");
  }

  @Test
  void claimThatStandsTwiceIsMalformed() {
    assertThat(saidOfClaims(GOOD.replace("}", ",\"org_id\":\"globex\"}")))
        .isEqualTo("jwt_malformed");
  }

  @Test
  void textHasOneWayToBeWritten() {
    String token = Tokens.signed("RS256", RSA.getPrivate(), "{\"alg\":\"RS256\"}", GOOD);
    assertThat(said(reader(BOTH), token)).isEqualTo("acme");
    for (String other :
        List.of(
            token + "=",
            token + "\n",
            " " + token,
            token + ".",
            "." + token,
            token.replace(".", ". "),
            token + "!",
            token.replaceFirst("\\.", "=."),
            token + "ä",
            token.replace('.', ','),
            "")) {
      assertThat(said(reader(BOTH), other)).as(other).isEqualTo("jwt_malformed");
    }
    // 256 octets leave four bits over in the last character.
    String last = token.substring(token.length() - 1);
    String twin = token.substring(0, token.length() - 1) + (char) (last.charAt(0) + 1);
    assertThat(said(reader(BOTH), twin)).isEqualTo("jwt_malformed");
  }

  @Test
  void encryptedTokenIsRefused() {
    assertThat(
            said(
                reader(BOTH),
                Tokens.part("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..AAAA.AAAA.AAAA"))
        .isEqualTo("jwt_encrypted");
  }

  @Test
  void tokenIsReadUpToEightKibibytes() {
    String header = "{\"alg\":\"RS256\"}";
    int free = CompactJwt.LONGEST;
    String claims = GOOD;
    String token = Tokens.signed("RS256", RSA.getPrivate(), header, claims);
    while (token.length() < free) {
      claims = claims.replaceFirst("\\{", "{\"x" + claims.length() + "\":1,");
      String longer = Tokens.signed("RS256", RSA.getPrivate(), header, claims);
      assertThat(said(reader(BOTH), longer))
          .isEqualTo(longer.length() > free ? "jwt_too_long" : "acme");
      token = longer;
      if (token.length() < free - 200) {
        String filler = "y".repeat((free - 200 - token.length()) * 3 / 4);
        claims = claims.replaceFirst("\\{", "{\"f" + filler + "\":1,");
      }
    }
    assertThat(said(reader(BOTH), token)).isEqualTo("jwt_too_long");
  }

  @Test
  void deeplyNestedTokensAreAnswered() {
    String deep = "[".repeat(2900) + "]".repeat(2900);
    assertThat(
            said(reader(BOTH), Tokens.part("{\"alg\":\"RS256\",\"x\":" + deep + "}") + ".e30.AA"))
        .startsWith("jwt_");
    assertThat(
            said(
                JwtReader.unverified(List.of("org_id")),
                Tokens.part("{\"alg\":\"RS256\"}") + "." + Tokens.part(deep) + ".AA"))
        .startsWith("jwt_");
  }

  // Registered claims

  @ParameterizedTest
  @CsvSource({
    "-61, jwt_expired",
    "-60, jwt_expired",
    "-59, acme",
    "0, acme",
    "1e3, acme",
    "-59.5, acme",
    "1e300, acme",
    "-1e300, jwt_expired",
  })
  void expiryCountsWithTheSkewOfClocks(String seconds, String said) {
    String exp =
        seconds.contains("e300")
            ? seconds
            : java.math.BigDecimal.valueOf(SECOND)
                .add(new java.math.BigDecimal(seconds))
                .toPlainString();
    assertThat(saidOfClaims(GOOD.replaceFirst("\"exp\":\\d+", "\"exp\":" + exp))).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"nbf, 60, acme", "nbf, 61, jwt_not_yet_valid", "iat, 60, acme"})
  void timesAheadCountWithTheSkewOfClocks(String claim, long ahead, String said) {
    String claims = GOOD.replace("}", ",\"" + claim + "\":" + (SECOND + ahead) + "}");
    assertThat(saidOfClaims(claims)).isEqualTo(said);
  }

  @Test
  void tokenThatWasMadeInTheFutureIsNotBelieved() {
    assertThat(saidOfClaims(GOOD.replace("}", ",\"iat\":" + (SECOND + 61) + "}")))
        .isEqualTo("jwt_not_yet_valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1795219500\"", "null", "true", "[1795219500]", "{}"})
  void timeThatIsNoNumberIsNotGuessed(String value) {
    assertThat(saidOfClaims(GOOD.replaceFirst("\"exp\":\\d+", "\"exp\":" + value)))
        .isEqualTo("jwt_claim");
    for (String claim : List.of("nbf", "iat")) {
      assertThat(saidOfClaims(GOOD.replace("}", ",\"" + claim + "\":" + value + "}")))
          .isEqualTo("jwt_claim");
    }
  }

  @Test
  void expiryIsRequiredUnlessThePolicySaysOtherwise() {
    String eternal = GOOD.replaceFirst("\"exp\":\\d+,", "");
    assertThat(saidOfClaims(eternal)).isEqualTo("jwt_no_expiry");
    JwtReader lenient =
        JwtReader.verifying(
            List.of("org_id"),
            BOTH,
            JwtRules.of(Optional.empty(), Optional.empty(), 60_000, false));
    String header = "{\"alg\":\"RS256\"}";
    assertThat(said(lenient, Tokens.signed("RS256", RSA.getPrivate(), header, eternal)))
        .isEqualTo("acme");
    String over = GOOD.replaceFirst("\"exp\":\\d+", "\"exp\":1");
    assertThat(said(lenient, Tokens.signed("RS256", RSA.getPrivate(), header, over)))
        .isEqualTo("jwt_expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"https://id.example/\"",
        "\"HTTPS://id.example\"",
        "\"\"",
        "null",
        "[\"https://id.example\"]",
        "7"
      })
  void issuerIsThatOfThePolicyExactly(String issuer) {
    assertThat(saidOfClaims(GOOD.replace("\"https://id.example\"", issuer)))
        .isEqualTo("jwt_issuer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"api\"; acme",
        "[\"api\"]; acme",
        "[\"web\",\"api\"]; acme",
        "\"API\"; jwt_audience",
        "\"api \"; jwt_audience",
        "[]; jwt_audience",
        "[\"web\"]; jwt_audience",
        "[[\"api\"]]; jwt_audience",
        "{\"api\":1}; jwt_audience",
        "null; jwt_audience",
      })
  void audienceHasToHoldThatOfThePolicy(String audience, String said) {
    assertThat(saidOfClaims(GOOD.replace("\"api\"", audience))).isEqualTo(said);
  }

  // The name

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"org_id\":\"globex\"; globex",
        "\"tenant_id\":\"globex\"; globex",
        "\"tenant_id\":\"globex\",\"org_id\":\"acme\"; acme",
        "\"sub\":\"acme\"; -",
        "\"ORG_ID\":\"acme\"; -",
        "\"org_id\":null; jwt_claim",
        "\"org_id\":null,\"tenant_id\":\"acme\"; jwt_claim",
        "\"org_id\":\"\",\"tenant_id\":\"acme\"; jwt_claim",
        "\"org_id\":7; jwt_claim",
        "\"org_id\":[\"acme\"]; jwt_claim",
        "\"org_id\":{\"id\":\"acme\"}; jwt_claim",
        "\"org_id\":\"acm\\u00e9\"; jwt_claim",
        "\"org_id\":\"acme\\n\"; jwt_claim",
        "\"org_id\":\" acme\"; ' acme'",
        "\"org_id\":\"a\\u0063me\"; acme",
      })
  void firstClaimThatIsThereDecides(String claims, String said) {
    assertThat(saidOfClaims(GOOD.replace("\"org_id\":\"acme\"", claims))).isEqualTo(said);
  }

  @Test
  void unverifiedTokenIsTakenAtItsWord() {
    JwtReader reader = JwtReader.unverified(List.of("org_id"));
    String token = Tokens.part("{\"alg\":\"RS256\"}") + "." + Tokens.part(GOOD) + ".AAAA";
    assertThat(said(reader, token)).isEqualTo("acme");
    assertThat(reader.asksForTime()).isFalse();
    assertThat(
            said(reader, token.replace("eyJhbGciOiJSUzI1NiJ9", Tokens.part("{\"alg\":\"none\"}"))))
        .isEqualTo("jwt_algorithm");
    assertThat(said(reader, token.substring(1))).startsWith("jwt_");
  }
}
