package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.caller.KeyHash;
import io.portcullis.cli.CommandRunner;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener as its callers see it, over real connections. */
class ManagementTest {
  @TempDir Path folder;
  private Stand stand = Stand.of(Stand.POLICY);

  @AfterEach
  void close() {
    stand.close();
  }

  private void restart(Stand other) {
    stand.close();
    stand = other;
  }

  @Test
  void healthNeedsNoToken() throws Exception {
    assertThat(stand.call("GET /healthz", "").status()).isEqualTo(200);
  }

  @Test
  void withoutOperatorsNothingButHealthAnswers() throws Exception {
    restart(Stand.of("portcullis: 1\nglobal: {allow: [192.0.2.1]}\n"));
    assertThat(stand.call("GET /healthz", "").status()).isEqualTo(200);
    for (Route route : Routes.of(stand.watched())) {
      String path = route.path().replaceAll("\\{[a-z]+}", "5be1f00d77aa-1f");
      Reply reply = stand.call(route.method() + " " + path, Stand.bearer("root"));
      assertThat(reply.status()).as(path).isEqualTo(403);
      assertThat(reply.text()).contains("NO_OPERATORS");
    }
  }

  @Test
  void everyRouteWantsAToken() throws Exception {
    int called = 0;
    for (Route route : Routes.of(stand.watched())) {
      if (++called % FailedLogins.BURST == 0) {
        restart(Stand.of(Stand.POLICY));
      }
      String path = route.path().replaceAll("\\{[a-z]+}", "5be1f00d77aa-1f");
      assertThat(stand.call(route.method() + " " + path, "").status()).as(path).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer wrong",
        "Authorization: Basic root",
        "Authorization: root",
        "Authorization: Bearer",
        "Authorization: Bearer root\r\nAuthorization: Bearer root"
      })
  void whatIsNotOneTokenIsRefused(String header) throws Exception {
    Reply reply = stand.call("GET /v1/status", header + "\r\n");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.head()).containsIgnoringCase("WWW-Authenticate: Bearer");
  }

  @Test
  void wrongTokensAreThrottledAndThenARightOneIsNotLookedAt() throws Exception {
    for (int i = 0; i < FailedLogins.BURST; i++) {
      assertThat(stand.call("GET /v1/status", Stand.bearer("wrong" + i)).status()).isEqualTo(401);
    }
    Reply throttled = stand.call("GET /v1/status", Stand.bearer("root"));
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.head()).containsIgnoringCase("Retry-After: 6");
    assertThat(stand.call("GET /healthz", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,200",
    "LOCALHOST:7410,200",
    "127.0.0.1:1,200",
    "127.9.8.7,200",
    "[::1]:7410,200",
    "evil.example,403",
    "localhost.evil.example,403",
    "127.0.0.1.evil.example,403",
    "192.0.2.1,403",
    "'',403"
  })
  void hostHasToBeThisMachine(String host, int status) throws Exception {
    assertThat(stand.raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status())
        .isEqualTo(status);
  }

  @Test
  void twoHostsNoneAndAnAbsoluteTargetAreForeign() throws Exception {
    assertThat(
            stand
                .raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n")
                .status())
        .isEqualTo(403);
    assertThat(stand.raw("GET /healthz HTTP/1.0\r\n\r\n").status()).isEqualTo(403);
    assertThat(
            stand
                .raw("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .status())
        .isEqualTo(403);
  }

  @Test
  void anyOriginIsForeign() throws Exception {
    Reply reply =
        stand.call("GET /v1/status", Stand.bearer("root") + "Origin: http://localhost\r\n");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text()).contains("FOREIGN_ORIGIN");
  }

  @Test
  void bodyHasALimitAnnouncedOrNot() throws Exception {
    String announced =
        "POST /v1/check HTTP/1.1\r\nHost: localhost\r\n"
            + Stand.bearer("root")
            + "Content-Length: "
            + (Route.USUAL_BODY + 1)
            + "\r\n\r\n";
    assertThat(stand.raw(announced).status()).isEqualTo(413);
    String chunk = "x".repeat(Route.USUAL_BODY + 1);
    String chunked =
        "POST /v1/check HTTP/1.1\r\nHost: localhost\r\n"
            + Stand.bearer("root")
            + "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(chunk.length())
            + "\r\n"
            + chunk
            + "\r\n0\r\n\r\n";
    assertThat(stand.raw(chunked).status()).isEqualTo(413);
    assertThat(
            stand
                .post("/v1/check", "{\"peer\":\"192.0.2.1\"}" + " ".repeat(60_000), "root")
                .status())
        .isEqualTo(200);
  }

  @Test
  void statusTellsOfScopesServersAndCounts() throws Exception {
    JsonNode status = stand.get("/v1/status", "root");
    assertThat(status.get("revision").asText()).isEqualTo(stand.revision());
    assertThat(status.get("mode").asText()).isEqualTo("enforce");
    assertThat(status.get("servers").get(0).asText()).isEqualTo("Tomcat 9");
    assertThat(row(status, "tenant:acme"))
        .isEqualTo(
            "{\"scope\":\"tenant:acme\",\"mode\":\"monitor\",\"restricted\":true,\"entries\":2}");
    assertThat(status.get("records").asText()).isEqualTo("off");
    assertThat(status.get("warnings").toString())
        .isEqualTo(
            "[{\"code\":\"ENTRY_EXPIRES\",\"detail\":\"entry `desk` of tenant:acme counts until"
                + " 2026-11-25T00:00:00Z\"}]");
  }

  @Test
  void rejectedPolicyIsAWarningUntilItIsMended() throws Exception {
    stand.reload("portcullis: 1\nmood: x\n");
    assertThat(stand.get("/v1/status", "root").get("warnings").toString())
        .contains("POLICY_REJECTED", "unknown key `mood`");
    assertThat(stand.get("/v1/status", "acme").get("warnings").toString())
        .contains("POLICY_REJECTED")
        .doesNotContain("mood");
    assertThat(stand.call("GET /metrics", Stand.bearer("root")).text())
        .contains("portcullis_policy_last_reload_successful 0\n");
    stand.reload(Stand.POLICY);
    assertThat(stand.get("/v1/status", "root").get("warnings").toString())
        .doesNotContain("POLICY_REJECTED");
  }

  @Test
  void operatorTakenOutOfThePolicyIsNobodyAtOnce() throws Exception {
    assertThat(stand.call("GET /v1/status", Stand.bearer("acme")).status()).isEqualTo(200);
    stand.reload(Stand.POLICY.replace(KeyHash.ofKey("acme").hex(), KeyHash.ofKey("other").hex()));
    assertThat(stand.call("GET /v1/status", Stand.bearer("acme")).status()).isEqualTo(401);
    assertThat(stand.call("GET /v1/status", Stand.bearer("other")).status()).isEqualTo(200);
  }

  @Test
  void operatorOfATenantSeesItsOwnAlone() throws Exception {
    for (String path : List.of("/v1/status", "/v1/policy")) {
      JsonNode shown = stand.get(path, "acme");
      Set<String> scopes = new TreeSet<>();
      shown.get("scopes").forEach(scope -> scopes.add(scope.get("scope").asText()));
      assertThat(scopes).containsExactly("key:acme-cron", "tenant:acme");
      assertThat(shown.has("source") || shown.has("settings") || shown.has("servers")).isFalse();
      assertThat(shown.toString()).doesNotContain("globex");
    }
    assertThat(stand.call("GET /metrics", Stand.bearer("acme")).status()).isEqualTo(403);
    assertThat(stand.call("GET /v1/changes", Stand.bearer("acme")).status()).isEqualTo(403);
  }

  @Test
  void hashesAreNeverShown() throws Exception {
    String all =
        stand.get("/v1/policy", "root").toString() + stand.get("/v1/status", "root").toString();
    assertThat(all).contains("operators.root.role").doesNotContain("sha256");
    for (String secret : List.of("root", "acme", "viewer", "cron", "shared")) {
      assertThat(all).doesNotContain(KeyHash.ofKey(secret).hex().substring(0, 8));
    }
  }

  @Test
  void checkTellsEveryVerdictAndCountsNothing() throws Exception {
    Reply reply =
        stand.post(
            "/v1/check",
            "{\"peer\":\"198.51.100.1\",\"headers\":{\"X-Tenant-Id\":\"globex\"}}",
            "root");
    JsonNode decision = new ObjectMapper().readTree(reply.text());
    assertThat(decision.get("decision").asText()).isEqualTo("deny");
    assertThat(decision.get("scope").asText()).isEqualTo("tenant:globex");
    assertThat(decision.get("checks").get("allowlist").asText()).isEqualTo("deny");
    assertThat(stand.get("/v1/status", "root").get("decisions").get("deny").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"acme,200", "globex,403", "nobody,403", ",403"})
  void operatorOfATenantChecksItsOwnRequestsAlone(String tenant, int status) throws Exception {
    String headers = tenant == null ? "" : ",\"headers\":{\"X-Tenant-Id\":\"" + tenant + "\"}";
    assertThat(stand.post("/v1/check", "{\"peer\":\"192.0.2.1\"" + headers + "}", "acme").status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"peer\":\"x\"}", "{\"peer\":\"192.0.2.1\",\"pear\":1}"})
  void whatIsNoRequestObjectIsTold(String body) throws Exception {
    Reply reply = stand.post("/v1/check", body, "root");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).contains("VALIDATION_ERROR");
  }

  @Test
  void metricsNameCountsAndNoAddress() throws Exception {
    stand.judge("198.51.100.1");
    Reply reply = stand.call("GET /metrics", Stand.bearer("viewer"));
    assertThat(reply.head()).containsIgnoringCase("content-type: text/plain; version=0.0.4");
    assertThat(reply.text())
        .contains(
            "portcullis_decisions_total{decision=\"deny\",code=\"IP_NOT_ALLOWED\"} 1\n",
            "portcullis_decisions_total{decision=\"allow\",code=\"ADMITTED\"} 0\n",
            "portcullis_policy_last_reload_successful 1\n",
            "portcullis_policy_info{revision=\"" + stand.revision() + "\",mode=\"enforce\"} 1\n",
            "portcullis_emergency_bypass_active 0\n",
            "portcullis_forwarded_ignored_total 0\n",
            "portcullis_forwarded_unreadable_total 0\n",
            "portcullis_dns_queries_total{result=\"timeout\"} 0\n",
            "portcullis_decision_duration_seconds_bucket{le=\"0.000001\"} 0\n",
            "portcullis_decision_duration_seconds_bucket{le=\"10\"} 0\n",
            "portcullis_decision_duration_seconds_bucket{le=\"+Inf\"} 0\n",
            "portcullis_errors_total 0\n")
        .doesNotContain("198.51.100.1");
    for (String line : reply.text().split("\n")) {
      assertThat(line)
          .matches(
              "# (HELP|TYPE) portcullis_[a-z_]+ .+|portcullis_[a-z_]+(\\{[^}]*})? \\d+(\\.\\d+(E-\\d+)?)?");
    }
  }

  @Test
  void tagTellsWhetherAnythingHasChanged() throws Exception {
    Reply first = stand.call("GET /v1/policy", Stand.bearer("root"));
    String tag = first.header("ETag");
    String again = Stand.bearer("root") + "If-None-Match: " + tag + "\r\n";
    assertThat(stand.call("GET /v1/policy", again).status()).isEqualTo(304);
    stand.reload(Stand.POLICY.replace("203.0.113.0/24", "203.0.113.0/25"));
    assertThat(stand.call("GET /v1/policy", again).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /,404",
    "GET /v1,404",
    "GET /v1/status/,404",
    "GET //v1/status,403",
    "DELETE /v1/status,405",
    "GET /v1/check,405",
    "POST /healthz,405",
    "HEAD /v1/status,200",
    "GET /v1/status?x=1,422",
    "GET /v1/decisions,404",
    "GET /v1/decisions/5be1f00d77aa-1f,404"
  })
  void everyOtherCallIsAnsweredForWhatItIs(String call, int status) throws Exception {
    assertThat(stand.call(call, Stand.bearer("root")).status()).isEqualTo(status);
  }

  @Test
  void halfRequestsDoNotKeepTheOthersOut() throws Exception {
    restart(Stand.of(Stand.POLICY, 300));
    Socket[] slow = new Socket[8];
    for (int i = 0; i < slow.length; i++) {
      slow[i] = new Socket("127.0.0.1", stand.port());
      slow[i].getOutputStream().write("GET /healthz HT".getBytes());
    }
    assertThat(stand.call("GET /healthz", "").status()).isEqualTo(200);
    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void noThreadOfItHoldsUpTheEndOfTheJvm() throws Exception {
    assertThat(stand.call("GET /healthz", "").status()).isEqualTo(200);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(
            thread ->
                thread.getName().startsWith("portcullis-admin")
                    || thread.getName().startsWith("HTTP-Dispatcher"))
        .hasSizeGreaterThan(2)
        .allMatch(Thread::isDaemon);
  }

  @Test
  void afterCloseNobodyListens() throws Exception {
    int port = stand.port();
    stand.close();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void verbShowsTheStatusOrSaysWhyItCannot() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "root\n");
    String url = "http://127.0.0.1:" + stand.port();
    CommandRunner.Run text = CommandRunner.run("status", "--url", url, "--token-file", "" + token);
    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("policy " + stand.revision() + ", mode enforce\n")
        .contains("  guards   Tomcat 9\n")
        .contains("  tenant:acme                    monitor  entries: 2\n")
        .contains("warning ENTRY_EXPIRES entry `desk` of tenant:acme");
    CommandRunner.Run json =
        CommandRunner.run("status", "--url", url, "--token-file", "" + token, "--output", "json");
    assertThat(new ObjectMapper().readTree(json.out())).isEqualTo(stand.get("/v1/status", "root"));

    Files.writeString(token, "secret-and-wrong");
    CommandRunner.Run refused =
        CommandRunner.run("status", "--url", url, "--token-file", "" + token);
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).contains("not that of an operator").doesNotContain("secret");
    stand.close();
    assertThat(CommandRunner.run("status", "--url", url, "--token-file", "" + token).exit())
        .isEqualTo(3);
  }

  private static String row(JsonNode status, String scope) {
    for (JsonNode row : status.get("scopes")) {
      if (row.get("scope").asText().equals(scope)) {
        return row.toString();
      }
    }
    throw new AssertionError(status);
  }
}
