package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ACME;
import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenant is named by a session alike on every server, and no session is made or touched. */
class SessionContractTest {
  private static final String POLICY =
      """
      portcullis: 1
      callers:
        tenant: [{session: orgId}]
        onUnknownTenant: deny
      exempt: {paths: [/counters, /sessions]}
      global: {allow: [127.0.0.1]}
      tenants:
        acme: {allow: [127.0.0.3]}
        globex: {allow: [127.0.0.1]}
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  static Stream<ServerSet> servers() {
    return Stream.of(
        ServerSet.TOMCAT_8,
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_10,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  private ForkedServer start(ServerSet set, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(BuiltAgent.javaagent(policy()));
    return ForkedServer.start(Jdks.of(17), set, all);
  }

  private Path policy() throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), POLICY);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void sessionNamesTheTenant(ServerSet set) throws Exception {
    try (ForkedServer server = start(set);
        RawHttp allowed = RawHttp.connect(ALLOWED, server.port());
        RawHttp acme = RawHttp.connect(ACME, server.port())) {
      assertThat(allowed.send(get("/who")).read().text()).isEqualTo("who nobody");
      String id = login(allowed, "acme");
      assertThat(acme.send(get("/who", cookie(id))).read().text()).isEqualTo("who acme");

      // Once its connection has gone on to something else, the server has done with the session.
      assertThat(codeOf(acme, get("/who"))).isEqualTo("IP_NOT_ALLOWED");
      String asked = get("/sessions?of=" + id.replaceAll("\\..*", ""));
      String accessed = text(allowed, asked);
      String entered = text(allowed, get("/counters"));
      int mark = server.stdout().size();
      // The connection is kept, and what comes behind is answered for itself.
      for (int i = 0; i < 2; i++) {
        assertThat(codeOf(allowed, get("/who", cookie(id)))).isEqualTo("IP_NOT_ALLOWED");
        assertThat(codeOf(allowed, get("/login?org=x", cookie(id)))).isEqualTo("IP_NOT_ALLOWED");
        RawResponse head = allowed.send(request("HEAD", "/who", cookie(id))).readToHead();
        assertThat(head.status()).isEqualTo(403);
        assertThat(codeOf(allowed, get("/async", cookie(id)))).isEqualTo("IP_NOT_ALLOWED");
      }
      assertThat(text(allowed, get("/counters"))).isEqualTo(entered);
      assertThat(text(allowed, asked)).isEqualTo(accessed);
      if (!set.name().startsWith("undertow")) {
        server.stdout().awaitSince(mark, line -> line.equals("access \"GET /async HTTP/1.1\" 403"));
      }

      // Nobody else is anybody else, and no session is made for it.
      assertThat(text(allowed, get("/who"))).isEqualTo("who nobody");
      assertThat(text(allowed, get("/who", cookie("zz" + id)))).isEqualTo("who nobody");
      assertThat(text(allowed, get("/who", "Cookie: theme=dark; a=\"b\\\"c\"")))
          .isEqualTo("who nobody");
      assertThat(text(allowed, get("/counters"))).endsWith("sessions=1\n");
      assertThat(codeOf(acme, get("/who"))).isEqualTo("IP_NOT_ALLOWED");

      String other = login(allowed, "globex");
      assertThat(text(allowed, get("/who", cookie(other)))).isEqualTo("who globex");
      assertThat(codeOf(allowed, get("/who", cookie(other), cookie(id))))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(allowed, get("/who", cookie(other + "; x=" + id))))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(allowed, get("/who", cookie(login(allowed, "initech")))))
          .isEqualTo("CALLER_UNREADABLE");

      try (RawHttp2 streams = RawHttp2.connect(ALLOWED, server.port())) {
        assertThat(streams.exchange("GET", "/who", "cookie: JSESSIONID=" + id).status())
            .isEqualTo(403);
        assertThat(streams.exchange("GET", "/who", "cookie: JSESSIONID=" + other).text())
            .isEqualTo("who globex");
        int split = streams.send("GET", "/who", true, "cookie: a=b", "cookie: JSESSIONID=" + id);
        assertThat(streams.read(split).status()).isEqualTo(403);
      }

      assertThat(text(acme, get("/logout", cookie(id)))).isEqualTo("out");
      assertThat(text(allowed, get("/who", cookie(id)))).isEqualTo("who nobody");
    }
  }

  /** Whatever an application takes for the session, we have taken for it too. */
  @ParameterizedTest
  @MethodSource("servers")
  void sessionCannotBeHidden(ServerSet set) throws Exception {
    try (ForkedServer server = start(set);
        RawHttp login = RawHttp.connect(ALLOWED, server.port())) {
      String id = login(login, "acme");
      String escaped = id.replaceAll("(.)", "\\\\$1");
      List<String> ways =
          List.of(
              get("/who", "Cookie: JSESSIONID=" + id),
              get("/who", "Cookie: JSESSIONID=\"" + id + "\""),
              get("/who", "Cookie: JSESSIONID=\"" + escaped + "\""),
              get("/who", "Cookie: $Version=1; JSESSIONID=\"" + escaped + "\"; $Path=/"),
              get("/who", "Cookie: $Version=\"1\"; JSESSIONID=" + id + "; $Path=\"/\""),
              get("/who", "Cookie: a=b,JSESSIONID=" + id),
              get("/who", "Cookie: JSESSIONID = " + id),
              get("/who", "Cookie: JSESSIONID=" + id + ":x"),
              get("/who", "Cookie: JSESSIONID=" + id + "/x"),
              get("/who", "Cookie: JSESSIONID=" + id + "=x"),
              get("/who", "Cookie: JSESSIONID=" + id + "\u00e9"),
              get("/who", "Cookie: JSESSIONID=" + id + ".node1"),
              get("/who", "Cookie: jsessionid=" + id),
              get("/who", "Cookie: a=\"x; JSESSIONID=" + id),
              get("/who", "Cookie: a=1", "Cookie: JSESSIONID=" + id),
              get("/who", "cookie: JSESSIONID=none; JSESSIONID=" + id),
              get("/who", "Cookie: JSESSIONID=" + id + "; JSESSIONID=none"),
              get("/who", "Cookie: " + "a=b; ".repeat(700) + "JSESSIONID=" + id),
              get("/who;jsessionid=" + id),
              get("/who;a=b;jsessionid=" + id + ";c=d"),
              get("/who;%6asessionid=" + id),
              get("/who;jsessionid=%" + Integer.toHexString(id.charAt(0)) + id.substring(1)),
              get("/who%3Bjsessionid=" + id),
              get("/;jsessionid=" + id + "/who"),
              get("/who;jsessionid=" + id + "?a=b"));
      for (String way : ways) {
        try (RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
          String read = http.send(way).read().text();
          assertThat(read).as(way).doesNotContain("who acme");
        }
      }
      try (RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
        assertThat(codeOf(http, ways.get(0))).isEqualTo("IP_NOT_ALLOWED");
        assertThat(codeOf(http, ways.get(1))).isEqualTo("IP_NOT_ALLOWED");
        assertThat(codeOf(http, get("/who;jsessionid=" + id))).isEqualTo("IP_NOT_ALLOWED");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatIsNoNameIsUnreadable(ServerSet set) throws Exception {
    try (ForkedServer server = start(set);
        RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
      for (String org : List.of("7", "", "%C3%A9", "x".repeat(257))) {
        assertThat(codeOf(http, get("/who", cookie(login(http, org)))))
            .as(org)
            .isEqualTo("CALLER_UNREADABLE");
      }
      server.stderr().await(line -> line.contains("session_no_string"));
      // One that is over names nobody, however long the server keeps it.
      String id = login(http, "acme&seconds=1");
      assertThat(codeOf(http, get("/who", cookie(id)))).isEqualTo("IP_NOT_ALLOWED");
      long start = System.nanoTime();
      while (isRefused(server, get("/who", cookie(id)))) {
        assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
      }
      assertThat(text(http, get("/who", cookie(id)))).isEqualTo("who nobody");
    }
  }

  private static boolean isRefused(ForkedServer server, String sent) throws Exception {
    try (RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
      return http.send(sent).read().status() == 403;
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void sessionThatIsKeptElsewhereIsUnreadable(ServerSet set) throws Exception {
    try (ForkedServer server = start(set, "-Dcontract.sessions.elsewhere=true");
        RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
      assertThat(text(http, get("/who"))).isEqualTo("who nobody");
      assertThat(codeOf(http, get("/who", "Cookie: a=b"))).isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(http, get("/who;a"))).isEqualTo("CALLER_UNREADABLE");
      server.stderr().await(line -> line.contains("session_unsupported"));
    }
  }

  enum Attached {
    TOMCAT(ServerSet.TOMCAT_9, true),
    JETTY(ServerSet.JETTY_9, true),
    UNDERTOW(ServerSet.UNDERTOW_22, false);

    private final ServerSet set;
    private final boolean readsSessions;

    Attached(ServerSet set, boolean readsSessions) {
      this.set = set;
      this.readsSessions = readsSessions;
    }
  }

  /** What Undertow has deployed before nobody has seen, so it is refused and not passed over. */
  @ParameterizedTest
  @EnumSource
  void sessionsFromBeforeTheAgent(Attached row) throws Exception {
    try (ForkedServer server = ForkedServer.start(Jdks.of(17), row.set, List.of());
        RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
      String id = login(http, "acme");
      VirtualMachine jvm = VirtualMachine.attach(String.valueOf(server.pid()));
      jvm.loadAgent(BuiltAgent.jar().toString(), "policy=" + policy());
      jvm.detach();
      String said = server.stderr().await(line -> line.contains("portcullis - guarding "));
      assertThat(said.contains("whose sessions cannot be read here")).isEqualTo(!row.readsSessions);
      assertThat(codeOf(http, get("/who", cookie(id))))
          .isEqualTo(row.readsSessions ? "IP_NOT_ALLOWED" : "CALLER_UNREADABLE");
      assertThat(text(http, get("/who"))).isEqualTo("who nobody");
    }
  }

  /** Logs in as somebody without a session, and gives the id of the new one. */
  private static String login(RawHttp http, String org) throws IOException {
    RawResponse answer = http.send(get("/login?org=" + org)).read();
    assertThat(answer.status()).isEqualTo(200);
    return answer.headerLines("Set-Cookie").get(0).replaceAll("JSESSIONID=([^;]+).*", "$1");
  }

  private static String cookie(String id) {
    return "Cookie: JSESSIONID=" + id;
  }

  private static String text(RawHttp http, String sent) throws IOException {
    return http.send(sent).read().text();
  }

  /** The status of what is allowed, the code of what is refused. */
  private static String codeOf(RawHttp http, String sent) throws IOException {
    RawResponse answer = http.send(sent).read();
    return answer.status() == 403
        ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
        : String.valueOf(answer.status());
  }
}
