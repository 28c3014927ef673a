package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ACME;
import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Endpoints are guarded alike on every server, by whatever path and host a request calls them. */
class EndpointContractTest {
  private static final String HOSTS =
      """
      portcullis: 1
      groups:
        pages:
          match: /plain
          network: {domains: [app.test, "*.apps.test"], domainSources: [origin, referer, host]}
        echoes:
          match: /echo
          network: {domains: [app.test], addresses: [127.0.0.1]}
          endpoints:
            hook: {match: POST /echo, inherit: false, network: {addresses: [127.0.0.3]}}
      """;

  /** Everything that the application has a page for which says that it was called. */
  private static final String PROTECTED =
      "[/admin/**, /a/**, /foo/**, /abc/**, /b/**, /bar/**, /path/**, /something/**, /plain]";

  private static final String RESTRICTED =
      "portcullis: 1\ngroups: {g: {match: " + PROTECTED + ", network: {addresses: [127.0.0.1]}}}\n";

  private static final String EXEMPTED =
      "portcullis: 1\nexempt: {paths: [/health/**, /static/**]}\nglobal: {allow: [127.0.0.1]}\n";

  @TempDir Path folder;

  static Stream<ServerSet> servers() {
    return Stream.of(
        ServerSet.TOMCAT_7,
        ServerSet.TOMCAT_8,
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_10,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void networkAndDomainDecideWhoCallsAnEndpoint(ServerSet set) throws Exception {
    try (ForkedServer server = start(set, HOSTS)) {
      int port = server.port();
      assertThat(ask(ALLOWED, port, get("/echo"))).isEqualTo("200");
      assertThat(ask(DENIED, port, get("/echo"))).isEqualTo("NETWORK_ACCESS_DENIED");
      assertThat(ask(DENIED, port, get("/echo", "Origin: https://APP.test:444"))).isEqualTo("200");
      assertThat(ask(DENIED, port, get("/echo", "Referer: https://app.test/x"))).isEqualTo("200");
      String evil = "Origin: https://evil.test";
      assertThat(ask(DENIED, port, get("/echo", evil, "Referer: https://app.test/x")))
          .isEqualTo("NETWORK_ACCESS_DENIED");
      assertThat(ask(DENIED, port, get("/echo", "Origin: https://app.test", evil)))
          .isEqualTo("NETWORK_ACCESS_DENIED");
      assertThat(ask(ACME, port, post("/echo", "hello"))).isEqualTo("200");
      assertThat(ask(ALLOWED, port, post("/echo", "hello"))).isEqualTo("NETWORK_ACCESS_DENIED");
      assertThat(ask(ALLOWED, port, get("/echo", "X-HTTP-Method-Override: POST")))
          .isEqualTo("NETWORK_ACCESS_DENIED");
      assertThat(ask(DENIED, port, get("/health"))).isEqualTo("200");
    }
  }

  /** Servers differ in what they refuse themselves; none takes a host that another place denies. */
  @ParameterizedTest
  @MethodSource("servers")
  void noRequestOfTwoHostsIsTakenForTheOneThatMayCall(ServerSet set) throws Exception {
    try (ForkedServer server = start(set, HOSTS)) {
      int port = server.port();
      assertThat(host(port, "/plain", "app.test")).isEqualTo("200");
      assertThat(host(port, "/plain", "X.apps.test.:80")).isEqualTo("200");
      assertThat(host(port, "http://app.test/plain", "app.test")).isEqualTo("200");
      assertThat(host(port, "/plain", "evil.test")).isEqualTo("NETWORK_ACCESS_DENIED");

      String[][] two = {
        {"/plain", "app.test", "Host: app.test"},
        {"/plain", "app.test", "Host: evil.test"},
        {"/plain", "evil.test", "Host: app.test"},
        {"http://evil.test/plain", "app.test"},
        {"http://app.test/plain", "evil.test"},
        {"http://app.test/plain", ""},
      };
      for (String[] row : two) {
        String[] more = row.length > 2 ? new String[] {row[2]} : new String[0];
        String code = host(port, row[0], row[1], more);
        // Tomcat 7 has written the target's host over the line of Host, for everybody.
        boolean replaced = set == ServerSet.TOMCAT_7 && row[0].startsWith("http://app.test/");
        assertThat(replaced && code.equals("200") ? "400" : code)
            .as(String.join(" ", row))
            .isIn("HOST_CONFLICT", "400", "NETWORK_ACCESS_DENIED");
      }
      // Jetty 9 has written it over the line of Host by the time of judgement.
      assertThat(host(port, "/plain", "evil.test", "X-Forwarded-Host: app.test"))
          .isEqualTo(set == ServerSet.JETTY_9 ? "HOST_CONFLICT" : "NETWORK_ACCESS_DENIED");

      if (set == ServerSet.TOMCAT_7) {
        return; // no HTTP/2
      }
      assertThat(stream(port, "app.test")).isEqualTo("200");
      assertThat(stream(port, "evil.test")).isEqualTo("NETWORK_ACCESS_DENIED");
      assertThat(stream(port, "evil.test", "host: app.test")).isNotEqualTo("200");
      // Undertow puts `:authority` in the place of the header, so nobody goes by the other host.
      boolean replaces = set == ServerSet.UNDERTOW_22 || set == ServerSet.UNDERTOW_23;
      if (!replaces) {
        assertThat(stream(port, "app.test", "host: evil.test")).isNotEqualTo("200");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void noTargetReachesARestrictedPageUnrestricted(ServerSet set) throws Exception {
    try (ForkedServer server = start(set, RESTRICTED)) {
      int port = server.port();
      List<String> reached = new ArrayList<>();
      int pages = 0;
      for (String target : PathTargets.all()) {
        pages += isDispatched(ALLOWED, port, target) ? 1 : 0;
        if (isDispatched(DENIED, port, target)) {
          reached.add(target);
        }
      }
      assertThat(reached).isEmpty();
      assertThat(pages).as("targets that reach a page where they may").isGreaterThan(20);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void noExemptPathReachesAnotherPage(ServerSet set) throws Exception {
    try (ForkedServer server = start(set, EXEMPTED)) {
      int port = server.port();
      List<String> reached = new ArrayList<>();
      for (String target : PathTargets.all()) {
        for (String prefix : List.of("", "/health", "/static/x")) {
          if (target.startsWith("/") && isDispatched(DENIED, port, prefix + target)) {
            reached.add(prefix + target);
          }
        }
      }
      assertThat(reached).isEmpty();
      assertThat(ask(DENIED, port, get("/health"))).isEqualTo("200");
    }
  }

  /** Whether a page of the application answers that is neither the exempt one nor the server's. */
  private static boolean isDispatched(String peer, int port, String target) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, port)) {
      String answer = http.send(get(target, "Connection: close")).readToEnd();
      return answer.contains("\r\n\r\ndispatched ") || answer.contains("\r\n\r\nplain\n");
    } catch (IOException e) {
      return false; // the server has thrown the caller out
    }
  }

  private static String host(int port, String target, String host, String... more)
      throws IOException {
    String head = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
    for (String header : more) {
      head += header + "\r\n";
    }
    return ask(DENIED, port, head + "\r\n");
  }

  private static String ask(String peer, int port, String sent) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, port)) {
      return word(http.send(sent).read());
    }
  }

  private static String stream(int port, String authority, String... headers) throws IOException {
    try (RawHttp2 http = RawHttp2.connect(DENIED, port)) {
      return word(http.read(http.sendTo(authority, "GET", "/plain", true, headers)));
    } catch (AssertionError | IOException e) {
      return "refused by the server: " + e.getMessage();
    }
  }

  /** The status of the server's own answers, the code of ours. */
  private static String word(RawResponse answer) {
    return answer.header("Portcullis-Decision-Id").isPresent()
        ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
        : String.valueOf(answer.status());
  }

  private ForkedServer start(ServerSet set, String policy) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    return ForkedServer.start(Jdks.of(17), set, List.of(BuiltAgent.javaagent(file)));
  }
}
