package io.portcullis.caller.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtKeysTest {
  private static final KeyPair RSA = Tokens.rsa(2048);
  private static final String KEY = Tokens.jwk(RSA.getPublic(), "");
  private static final String SECRET = "sEcReT-sEcReT-sEcReT-sEcReT-1234";

  private static void assertRefused(ThrowingCallable reading, String cause) {
    assertThatThrownBy(reading)
        .isInstanceOf(JwtKeyException.class)
        .hasMessageContaining(cause)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sEcReT").doesNotContain("\n"))
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[7]}",
        "203.0.113.0/24\n",
        "sEcReT"
      })
  void textThatIsNoSetIsRefused(String text) {
    assertRefused(() -> JwtKeys.ofSet(text, List.of()), "it is not a JSON Web Key Set");
  }

  @Test
  void setMustHoldAKeyThatVerifies() {
    String cause = "holds no key that can verify a token";
    assertRefused(() -> JwtKeys.ofSet(Tokens.set(), List.of()), cause);
    for (String more :
        List.of(",\"use\":\"enc\"", ",\"key_ops\":[\"encrypt\"]", ",\"alg\":\"RSA-OAEP\"")) {
      assertRefused(
          () -> JwtKeys.ofSet(Tokens.set(Tokens.jwk(RSA.getPublic(), more)), List.of()), cause);
    }
    assertRefused(
        () ->
            JwtKeys.ofSet(
                Tokens.set(
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"),
                List.of()),
        cause);
  }

  @Test
  void keysForOtherEndsAreLeftOut() throws Exception {
    String other = Tokens.jwk(Tokens.rsa(2048).getPublic(), ",\"use\":\"enc\"");
    assertThat(JwtKeys.ofSet(Tokens.set(other, KEY), List.of())).isNotNull();
  }

  @Test
  void algorithmsOfThePolicyMustFitAKey() {
    assertRefused(
        () -> JwtKeys.ofSet(Tokens.set(KEY), List.of("ES256")), "no key for the `algorithms`");
    assertRefused(
        () -> JwtKeys.ofSet(Tokens.set(KEY), List.of("HS256")), "no key for the `algorithms`");
  }

  @Test
  void secretsAndPrivateKeysDoNotBelongInASet() {
    assertRefused(
        () -> JwtKeys.ofSet(Tokens.set(KEY, "{\"kty\":\"oct\",\"k\":\"sEcReTsEcReT\"}"), List.of()),
        "write the secret to a file of its own");
    assertRefused(
        () ->
            JwtKeys.ofSet(
                Tokens.set(Tokens.jwk(RSA.getPublic(), ",\"d\":\"sEcReTsEcReT\"")), List.of()),
        "it holds a private key");
  }

  @Test
  void weakKeysAreRefused() {
    assertRefused(
        () -> JwtKeys.ofSet(Tokens.set(Tokens.jwk(Tokens.rsa(1024).getPublic(), "")), List.of()),
        "it holds an RSA key of 1024 bits");
  }

  @Test
  void pointBesideTheCurveIsNoKey() {
    String point =
        Tokens.jwk(Tokens.ec("secp256r1").getPublic(), "")
            .replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"" + "A".repeat(43) + "\"");
    assertThatThrownBy(() -> JwtKeys.ofSet(Tokens.set(point), List.of()))
        .isInstanceOf(JwtKeyException.class);
  }

  @Test
  void numberOfKeysIsBounded() throws Exception {
    String[] keys = new String[JwtKeys.MOST_KEYS];
    java.util.Arrays.fill(keys, KEY);
    assertThat(JwtKeys.ofSet(Tokens.set(keys), List.of())).isNotNull();
    String[] more = java.util.Arrays.copyOf(keys, keys.length + 1);
    more[keys.length] = KEY;
    assertRefused(() -> JwtKeys.ofSet(Tokens.set(more), List.of()), "it holds 33 keys");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "31"})
  void shortSecretIsRefused(int length) {
    byte[] secret = SECRET.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    assertRefused(() -> JwtKeys.ofSecret(secret, List.of()), "it holds " + length + " bytes");
  }

  @Test
  void secretMustBeLongEnoughForItsAlgorithm() throws Exception {
    byte[] secret = SECRET.getBytes(StandardCharsets.US_ASCII);
    assertThat(JwtKeys.ofSecret(secret, List.of("HS256", "HS512"))).isNotNull();
    assertRefused(() -> JwtKeys.ofSecret(secret, List.of("HS384")), "too short");
    assertRefused(() -> JwtKeys.ofSecret(secret, List.of("RS256")), "too short");
  }
}
