package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ACME;
import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenant is named by host, path and token alike on every server. */
class NameSourceContractTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final long SOON = System.currentTimeMillis() / 1000 + 3600;

  private static final String POLICY =
      """
      portcullis: 1
      callers:
        tenant:
          - {host: "{tenant}.contract.test"}
          - {path: "/t/{tenant}/**"}
          - {jwt: {claims: [org], verify: {jwks: keys/keys.json, issuer: i, audience: a}}}
          - {jwt: {header: X-Token, claims: [org], verify: {hmacSecretFile: keys/secret}}}
        onUnknownTenant: deny
      global: {allow: [127.0.0.1]}
      tenants:
        acme: {allow: [127.0.0.3]}
      """;

  @TempDir Path folder;

  static Stream<Platform> servers() {
    return Platform.on17And8(
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void tenantIsNamedByHostPathAndToken(Platform platform) throws Exception {
    KeyPair keys = rsa();
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Files.createDirectory(folder.resolve("keys"));
    writeKeys(keys);
    Files.writeString(folder.resolve("keys/secret"), SECRET + "\n");
    try (ForkedServer server = platform.start(BuiltAgent.javaagent(policy))) {
      int port = server.port();
      assertThat(codeOf(port, ALLOWED, get("/plain"))).isEqualTo("200");
      assertThat(codeOf(port, ACME, get("/plain"))).isEqualTo("IP_NOT_ALLOWED");

      assertThat(codeOf(port, ACME, withHost("acme.contract.test"))).isEqualTo("200");
      assertThat(codeOf(port, ACME, withHost("ACME.Contract.Test:80"))).isEqualTo("200");
      assertThat(codeOf(port, ALLOWED, withHost("acme.contract.test"))).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, ACME, withHost("globex.contract.test")))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(port, ACME, withHost("acme.contract.test\r\nHost: contract.test")))
          .isEqualTo("400");

      // The application has no such page, which the caller learns only once it is let through.
      assertThat(codeOf(port, ACME, get("/t/acme/orders"))).isEqualTo("404");
      assertThat(codeOf(port, ACME, get("/t/%61cme/orders"))).isEqualTo("404");
      assertThat(codeOf(port, ALLOWED, get("/t/acme/orders"))).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, ACME, get("/T/acme/orders"))).isEqualTo("CALLER_UNREADABLE");
      for (String odd : List.of("/t/acme/../globex", "/x;/../t/acme", "//t/acme", "/t%2facme")) {
        assertThat(codeOf(port, ACME, get(odd))).as(odd).isEqualTo("400");
      }

      String claims = "{\"iss\":\"i\",\"aud\":\"a\",\"exp\":" + SOON + ",\"org\":\"acme\"}";
      String bearer = "Authorization: Bearer " + signed(keys, claims);
      assertThat(codeOf(port, ACME, get("/plain", bearer))).isEqualTo("200");
      assertThat(codeOf(port, ACME, get("/t/acme/orders", bearer))).isEqualTo("404");
      assertThat(codeOf(port, ACME, get("/t/globex/orders", bearer)))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(port, ACME, get("/plain", bearer, bearer + "AA")))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(port, ALLOWED, get("/plain", "Authorization: Basic dTpw")))
          .isEqualTo("200");
      for (String bad :
          List.of(
              signed(rsa(), claims),
              signed(keys, claims.replace("\"i\"", "\"x\"")),
              signed(keys, claims.replace(String.valueOf(SOON), "1")),
              encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".",
              signedWithSecret(claims))) {
        assertThat(codeOf(port, ALLOWED, get("/plain", "Authorization: Bearer " + bad)))
            .isEqualTo("CALLER_UNREADABLE");
      }
      assertThat(codeOf(port, ACME, get("/plain", "X-Token: " + signedWithSecret(claims))))
          .isEqualTo("200");

      int mark = server.stderr().size();
      writeKeys(rsa());
      server.stderr().awaitSince(mark, line -> line.contains("is in force"));
      assertThat(codeOf(port, ACME, get("/plain", bearer))).isEqualTo("CALLER_UNREADABLE");
      assertThat(server.describe()).doesNotContain(SECRET).doesNotContain(bearer.substring(25));
    }
  }

  private static String withHost(String host) {
    return "GET /plain HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  }

  private void writeKeys(KeyPair pair) throws IOException {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    byte[] modulus = key.getModulus().toByteArray();
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    byte[] bare = java.util.Arrays.copyOfRange(modulus, modulus[0] == 0 ? 1 : 0, modulus.length);
    Files.writeString(
        folder.resolve("keys/keys.json"),
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\""
            + encoder.encodeToString(bare)
            + "\",\"e\":\"AQAB\"}]}");
  }

  private static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String signed(KeyPair pair, String claims) throws GeneralSecurityException {
    String input = encoded("{\"alg\":\"RS256\"}") + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String signedWithSecret(String claims) throws GeneralSecurityException {
    String input = encoded("{\"alg\":\"HS256\"}") + "." + encoded(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    byte[] sum = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The code of what is forbidden, the status of everything else. */
  private static String codeOf(int port, String peer, String request) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, port)) {
      RawResponse answer = http.send(request).read();
      return answer.status() == 403
          ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
          : String.valueOf(answer.status());
    }
  }
}
