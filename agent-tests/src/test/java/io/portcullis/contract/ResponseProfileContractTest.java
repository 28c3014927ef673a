package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.contract.ContractPolicy.PROXY;
import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of another system come over the wire as that system has them, on every server. */
class ResponseProfileContractTest {
  private record Answer(String profile, String type, String body) {}

  private static final String TEXT = "text/plain;charset=utf-8";

  private static final List<Answer> ANSWERS =
      List.of(
          new Answer(
              "arbitex",
              "application/json",
              "{\"error\":\"ip_not_allowed\","
                  + "\"detail\":\"Client IP not in organization allowlist\"}"),
          new Answer(
              "febasi",
              "application/json",
              "{\"success\":false,\"code\":\"IP_NOT_ALLOWED\","
                  + "\"error\":\"Source IP not in the configured allowlist\"}"),
          new Answer("axys", TEXT, "No Authorised IPs configured"),
          new Answer("arx", TEXT, "403 Forbidden"),
          new Answer("network-access", TEXT, "403 Forbidden: network access denied"));

  @TempDir Path folder;

  static Stream<ServerSet> servers() {
    return Stream.of(
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void refusedCallerGetsTheWordsOfTheProfile(ServerSet set) throws Exception {
    Path policy = writePolicy(ANSWERS.get(0).profile());
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), set, List.of(BuiltAgent.javaagent(policy)))) {
      int port = server.port();
      for (Answer answer : ANSWERS) {
        if (!answer.equals(ANSWERS.get(0))) {
          int mark = server.stderr().size();
          writePolicy(answer.profile());
          server.stderr().awaitSince(mark, line -> line.contains("is in force"));
        }
        for (String accept : List.of("Accept: text/html", "Accept: application/problem+json")) {
          RawResponse refusal = ask(port, DENIED, accept);
          assertThat(refusal.status()).isEqualTo(403);
          assertThat(typeOf(refusal)).isEqualTo(answer.type());
          assertThat(refusal.text()).isEqualTo(answer.body());
          assertThat(refusal.header("Portcullis-Decision-Id")).isPresent();
          assertThat(refusal.header("Cache-Control")).contains("no-store");
        }
        assertHeadHasNoBody(port, answer);
        assertThat(ask(port, ALLOWED).status()).isEqualTo(200);
      }
      // What no profile names is answered as without one.
      RawResponse unreadable = ask(port, PROXY, "X-Forwarded-For: unknown");
      assertThat(unreadable.status()).isEqualTo(403);
      assertThat(typeOf(unreadable)).isEqualTo("application/problem+json");
      assertThat(unreadable.text()).contains("\"code\":\"CLIENT_ADDRESS_UNREADABLE\"");
    }
  }

  private static void assertHeadHasNoBody(int port, Answer answer) throws IOException {
    try (RawHttp http = RawHttp.connect(DENIED, port)) {
      RawResponse head = http.send(request("HEAD", "/plain")).readToHead();
      assertThat(head.status()).isEqualTo(403);
      assertThat(head.header("Content-Length")).contains(String.valueOf(answer.body().length()));
      // Had a body been sent, it would be read here in place of an answer.
      assertThat(http.send(get("/plain")).read().text()).isEqualTo(answer.body());
    }
  }

  /** The content type, which servers write with a blank or without, in either case. */
  private static String typeOf(RawResponse answer) {
    return answer.header("Content-Type").orElseThrow().replace(" ", "").toLowerCase();
  }

  private Path writePolicy(String profile) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        "portcullis: 1\nclientAddress: {header: X-Forwarded-For, trustedProxies: ["
            + PROXY
            + "]}\nglobal: {allow: ["
            + ALLOWED
            + "]}\nresponses: {profile: "
            + profile
            + "}\n");
  }

  private static RawResponse ask(int port, String peer, String... headers) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, port)) {
      return http.send(get("/plain", headers)).read();
    }
  }
}
