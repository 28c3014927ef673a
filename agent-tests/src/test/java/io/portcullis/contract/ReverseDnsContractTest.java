package io.portcullis.contract;

import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawHttp2;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests wait for DNS alike on every server, and hold up nobody else. */
class ReverseDnsContractTest {
  private static final String PROXY = "127.0.0.1";
  private static final String GOOD = "203.0.113.10";
  private static final String MISMATCH = "203.0.114.10";
  private static final String NAMELESS = "203.0.115.10";
  private static final String FAILING = "203.0.116.10";
  private static final String LATE = "203.0.117.10";
  private static final String DEAD = "203.0.118.10";
  private static final int CROWD = 500;
  private static final long BUDGET_MILLIS = 4_000;
  private static final String POLICY =
      """
      portcullis: 1
      clientAddress: {header: X-Forwarded-For, trustedProxies: [127.0.0.1]}
      exempt: {paths: [/health]}
      global: {allow: "*", reverseDns: [api.test, "*.pool.test"]}
      dns: {servers: ["%s"], timeout: 1s, budget: 4s, maxWaiting: 1000}
      """;

  @TempDir Path folder;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of(17, ServerSet.TOMCAT_9),
        Arguments.of(17, ServerSet.TOMCAT_10),
        Arguments.of(17, ServerSet.TOMCAT_11),
        Arguments.of(17, ServerSet.JETTY_9),
        Arguments.of(17, ServerSet.JETTY_12),
        Arguments.of(17, ServerSet.UNDERTOW_22),
        Arguments.of(17, ServerSet.UNDERTOW_23),
        Arguments.of(8, ServerSet.TOMCAT_8),
        Arguments.of(8, ServerSet.JETTY_9),
        Arguments.of(8, ServerSet.UNDERTOW_22));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void requestWaitsForItsAnswerAndIsJudgedOnce(int jdk, ServerSet set) throws Exception {
    try (DnsServer dns = dns();
        ForkedServer server = start(jdk, set, dns)) {
      int port = server.port();
      try (RawHttp http = RawHttp.connect(PROXY, port)) {
        for (int again = 0; again < 2; again++) {
          assertThat(codeOf(http, GOOD)).isEqualTo("200");
          assertThat(codeOf(http, MISMATCH)).isEqualTo("REVERSE_DNS_MISMATCH");
          assertThat(codeOf(http, NAMELESS)).isEqualTo("REVERSE_DNS_MISMATCH");
          assertThat(codeOf(http, FAILING)).isEqualTo("REVERSE_DNS_UNAVAILABLE");
        }
        // What the server itself says of a page that there is not.
        assertThat(http.send(get("/nowhere", from(GOOD))).read().status()).isEqualTo(404);
      }
      // The body comes through whole, sent ahead, while the request waits and after it.
      String body = "x".repeat(20_000);
      try (RawHttp http = RawHttp.connect(PROXY, port)) {
        assertThat(http.send(post("/echo", body, from(LATE))).read().text()).contains(body);
        assertThat(codeOf(http, LATE)).isEqualTo("200");
      }
      try (RawHttp http = RawHttp.connect(PROXY, port)) {
        http.send(post("/echo", body, from(DEAD)));
        assertThat(code(http.read())).isEqualTo("REVERSE_DNS_UNAVAILABLE");
      }
      // Who hangs up while waiting leaves nothing behind.
      try (RawHttp http = RawHttp.connect(PROXY, port)) {
        http.send(get("/plain", from("203.0.119.10")));
        http.reset();
      }
      long asked = System.nanoTime();
      try (RawHttp http = RawHttp.connect(PROXY, port)) {
        assertThat(codeOf(http, "203.0.120.10")).isEqualTo("REVERSE_DNS_UNAVAILABLE");
        assertThat(millisSince(asked)).isLessThan(BUDGET_MILLIS + 900);
        assertThat(codeOf(http, GOOD)).isEqualTo("200");
      }
      assertThat(server.stderr().lines()).noneMatch(line -> line.contains("Exception"));
    }
  }

  static Stream<ServerSet> withHttp2() {
    return Stream.of(ServerSet.UNDERTOW_22, ServerSet.UNDERTOW_23, ServerSet.JETTY_12);
  }

  @ParameterizedTest
  @MethodSource("withHttp2")
  void streamsWaitOneByOne(ServerSet set) throws Exception {
    try (DnsServer dns = dns();
        ForkedServer server = start(17, set, dns);
        RawHttp2 http = RawHttp2.connect(PROXY, server.port())) {
      String dead = "x-forwarded-for: " + DEAD;
      int waiting = http.send("GET", "/plain", true, dead);
      int upload =
          http.send("POST", "/echo", false, "x-forwarded-for: " + LATE, "content-type: text/plain");
      http.data(upload, "hel", false);
      assertThat(http.exchange("GET", "/health").text()).isEqualTo("health\n");
      assertThat(http.exchange("GET", "/plain", "x-forwarded-for: " + GOOD).status())
          .isEqualTo(200);
      http.data(upload, "lo", true);
      assertThat(http.read(upload).text()).contains("hello");
      assertThat(code(http.read(waiting))).isEqualTo("REVERSE_DNS_UNAVAILABLE");
    }
  }

  @ParameterizedTest
  @MethodSource("withHttp2")
  void crowdThatWaitsForDeadDnsHoldsUpNobody(ServerSet set) throws Exception {
    List<RawHttp> crowd = new ArrayList<>();
    try (DnsServer dns = dns();
        ForkedServer server = start(17, set, dns)) {
      int port = server.port();
      for (int i = 0; i < CROWD; i++) {
        dns.with("7." + i % 250 + "." + (100 + i / 250) + ".10.in-addr.arpa", Manner.DROP);
        crowd.add(RawHttp.connect(PROXY, port));
      }
      try (RawHttp other = RawHttp.connect(PROXY, port)) {
        assertThat(codeOf(other, GOOD)).isEqualTo("200");
        long sent = System.nanoTime();
        for (int i = 0; i < CROWD; i++) {
          crowd.get(i).send(get("/plain", from("10." + (100 + i / 250) + "." + i % 250 + ".7")));
        }
        for (int i = 0; i < 20; i++) {
          assertThat(codeOf(other, GOOD)).isEqualTo("200");
          assertThat(other.send(get("/health")).read().text()).isEqualTo("health\n");
        }
        assertThat(millisSince(sent)).isLessThan(BUDGET_MILLIS);
        for (RawHttp each : crowd) {
          assertThat(code(each.read())).isEqualTo("REVERSE_DNS_UNAVAILABLE");
        }
        assertThat(millisSince(sent)).isBetween(1_000L, 2 * BUDGET_MILLIS);
        assertThat(codeOf(other, GOOD)).isEqualTo("200");
      }
    } finally {
      for (RawHttp each : crowd) {
        each.close();
      }
    }
  }

  private ForkedServer start(int jdk, ServerSet set, DnsServer dns) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted(dns.text()));
    return ForkedServer.start(Jdks.of(jdk), set, List.of(BuiltAgent.javaagent(policy)));
  }

  private static DnsServer dns() {
    return DnsServer.start()
        .with(
            "10.113.0.203.in-addr.arpa 60 PTR api.test.",
            "10.114.0.203.in-addr.arpa 60 PTR api.test.",
            "api.test 60 A " + GOOD,
            "10.117.0.203.in-addr.arpa 60 PTR late.pool.test.",
            "late.pool.test 60 A " + LATE)
        .with("10.116.0.203.in-addr.arpa", Manner.SERVFAIL)
        // Its name comes with the second question, when the first has been given up.
        .with("10.117.0.203.in-addr.arpa", Manner.DROP_FIRST)
        .with("10.118.0.203.in-addr.arpa", Manner.DROP)
        .with("10.119.0.203.in-addr.arpa", Manner.DROP)
        .with("10.120.0.203.in-addr.arpa", Manner.DROP);
  }

  private static String from(String client) {
    return "X-Forwarded-For: " + client;
  }

  private static String codeOf(RawHttp http, String client) throws IOException {
    return code(http.send(get("/plain", from(client))).read());
  }

  /** The status of what is allowed, the code of what is refused. */
  private static String code(RawResponse answer) {
    return answer.status() == 403
        ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
        : String.valueOf(answer.status());
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
