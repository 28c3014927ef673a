package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.post;
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
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** API keys are read from the same places, and mean the same, on every server. */
class ApiKeyContractTest {
  // SHA-256 of `hello`, of `world` and of `live_hello`.
  private static final String POLICY =
      """
      portcullis: 1
      callers:
        apiKey: {header: X-API-Key, query: api_key, basic: password, bearer: live_}
        tenant: [{jwt: {claims: org, verify: unverified}}]
        onUnknownTenant: global
        onUnknownKey: deny
      global: {allow: [192.0.2.1]}
      tenants: {acme: {allow: [127.0.0.2]}}
      keys:
        here:
          sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
          tenants: "*"
          allow: [127.0.0.1]
        there:
          sha256: 486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7
          tenants: "*"
          allow: [127.0.0.2]
        bearer:
          sha256: c18ff87baa271d6c6780f3016f2984f9c420d9cd847741d847800e600ed7ef4f
          tenants: "*"
          allow: [127.0.0.1]
      """;

  private static final String HELLO = "X-API-Key: hello";

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
  void keyIsReadFromEachPlaceAndTheBodyIsLeftAlone(Platform platform) throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    try (ForkedServer server = platform.start(BuiltAgent.javaagent(policy))) {
      int port = server.port();

      assertThat(codeOf(port, ALLOWED, get("/plain"))).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, ALLOWED, get("/plain", "x-api-KEY:\thello "))).isEqualTo("200");
      assertThat(codeOf(port, DENIED, get("/plain", HELLO))).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, DENIED, get("/plain", "X-API-Key: world"))).isEqualTo("200");
      assertThat(codeOf(port, ALLOWED, get("/plain?a=1&api_key=hello"))).isEqualTo("200");
      assertThat(codeOf(port, ALLOWED, get("/plain?%61pi_key=%68ello"))).isEqualTo("200");
      assertThat(codeOf(port, ALLOWED, get("/plain", basic("user:hello")))).isEqualTo("200");
      assertThat(codeOf(port, DENIED, get("/plain", basic("user:hello"))))
          .isEqualTo("IP_NOT_ALLOWED");

      // Outside, what cannot be read, two keys and an unknown one look alike.
      for (String request :
          List.of(
              get("/plain", HELLO, "X-API-Key: world"),
              get("/plain?api_key=hello&a%70i_key=world"),
              get("/plain?api_key=world", HELLO),
              get("/plain", HELLO, basic("user:world")),
              get("/plain", HELLO, "X-API-Key: nobody"),
              get("/plain", "X-API-Key: nobody"),
              get("/plain", "X-API-Key:"),
              get("/plain", "Authorization: Basic hello"))) {
        assertThat(codeOf(port, ALLOWED, request)).as(request).isEqualTo("CALLER_UNREADABLE");
      }

      keysAndTokensShareAHeader(port);

      try (RawHttp http = RawHttp.connect(ALLOWED, port)) {
        assertThat(http.send(get("/plain", HELLO)).read().status()).isEqualTo(200);
        assertThat(http.send(get("/plain")).read().status()).isEqualTo(403);
        assertThat(http.send(get("/plain?api_key=hello")).read().status()).isEqualTo(200);
        RawResponse echo = http.send(post("/echo", "api_key=world", HELLO)).read();
        assertThat(echo.status()).isEqualTo(200);
        assertThat(echo.text()).contains("api_key=world");
        assertThat(http.send(get("/plain", "X-API-Key: world")).read().status()).isEqualTo(403);
        assertThat(http.send(get("/plain", HELLO)).read().status()).isEqualTo(200);
      }
      String log = server.stderr().await(line -> line.contains("code=KEY_NOT_ALLOWED"));
      assertThat(log).doesNotContain("hello").doesNotContain("world");
      assertThat(server.stderr().await(line -> line.contains("key=there"))).doesNotContain("world");
      assertThat(server.stderr().await(line -> line.contains("reason=unknown_key")))
          .contains("code=CALLER_UNKNOWN")
          .doesNotContain("nobody");
    }
  }

  private static void keysAndTokensShareAHeader(int port) throws IOException {
    String key = "Authorization: Bearer live_hello";
    String token = "Authorization: Bearer " + tokenOf("acme");
    assertThat(codeOf(port, ALLOWED, get("/plain", key))).isEqualTo("200");
    assertThat(codeOf(port, DENIED, get("/plain", key))).isEqualTo("IP_NOT_ALLOWED");
    assertThat(codeOf(port, DENIED, get("/plain", token))).isEqualTo("200");
    assertThat(codeOf(port, ALLOWED, get("/plain", token))).isEqualTo("IP_NOT_ALLOWED");
    for (String request :
        List.of(
            get("/plain", key, token),
            get("/plain", token, key),
            get("/plain", key + ", Bearer " + tokenOf("acme")),
            get("/plain", key, "Authorization: Bearer live_world"),
            get("/plain", key, HELLO),
            get("/plain", "Authorization: Bearer LIVE_hello"),
            get("/plain", "Authorization: Bearerlive_hello"),
            get("/plain", "Authorization: live_hello"),
            get("/plain", "Authorization: Bearer live_nobody"))) {
      for (String peer : List.of(ALLOWED, DENIED)) {
        assertThat(codeOf(port, peer, request)).as(request).isEqualTo("CALLER_UNREADABLE");
      }
    }
  }

  /** A token that nobody has signed, for a policy that looks at no signature. */
  private static String tokenOf(String tenant) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(("{\"org\":\"" + tenant + "\"}").getBytes(StandardCharsets.UTF_8))
        + ".AAAA";
  }

  private static String basic(String credentials) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  /** The status of what is allowed, the code of what is refused. */
  private static String codeOf(int port, String peer, String request) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, port)) {
      RawResponse answer = http.send(request).read();
      return answer.status() == 403
          ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
          : String.valueOf(answer.status());
    }
  }
}
