package io.portcullis.matrix;

import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.post;
import static io.portcullis.machine.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each server of the matrix is started as it is, is guarded, serves and ends. */
class MatrixTest {
  private static final String ALLOWED = "127.0.0.1";
  private static final String DENIED = "127.0.0.2";
  private static final String ADMIN = "127.0.0.3";
  private static final Duration START = Duration.ofSeconds(120);

  private static final List<String> ODD_TARGETS =
      List.of("/m/admin/a", "/m/x/..;/admin/a", "/m//admin/a", "/m/%61dmin/a", "/m/admin;x=y/a");

  @TempDir Path folder;

  static Stream<Arguments> runs() {
    boolean all = Boolean.getBoolean("portcullis.matrix.all");
    String only = System.getProperty("portcullis.matrix.only", "");
    return Matrix.entries().stream()
        .filter(e -> (all || e.isShort()) && e.name().contains(only))
        .flatMap(e -> e.features().stream().limit(all ? 9 : 1).map(f -> Arguments.of(e, f)));
  }

  @ParameterizedTest(name = "{0}, Java {1}")
  @MethodSource("runs")
  void serverIsGuarded(Entry entry, int feature) throws Exception {
    long begun = System.nanoTime();
    Jdk jdk = Jdks.of(feature);
    boolean first = feature == entry.features().get(0) && entry.launcher().isFast();
    List<String> bare = first ? unguarded(entry, jdk) : List.of();
    Path policy = policy(entry, "");
    Path place = Files.createDirectory(folder.resolve("guarded"));
    try (Running server = entry.launcher().start(jdk, place, List.of(agent(policy)))) {
      try {
        awaitPages(server);
        String guarding = server.fork().stderr().await(MatrixTest::saysThatItGuards);
        noteTellsWhatTheAgentTells(entry, guarding);
        if (!bare.isEmpty()) {
          assertThat(answers(server)).as("as without the agent").isEqualTo(bare);
        }
        refusedRequestIsAnsweredAndReachesNothing(entry, server);
        connectionStaysUsable(entry, server);
        oddTargetsAreJudged(entry, server);
        policyIsReloaded(entry, server);
        stop(server);
        Results.add(entry, feature, guarding, Duration.ofNanos(System.nanoTime() - begun));
      } catch (AssertionError | Exception e) {
        System.out.println(server.fork().describe());
        throw e;
      }
    }
  }

  private static void noteTellsWhatTheAgentTells(Entry entry, String guarding) {
    for (String what : List.of("request bodies", "sessions")) {
      boolean told = guarding.contains(what + " cannot be read here");
      boolean noted = entry.note().contains("cannot be read") && entry.note().contains(what);
      assertThat(noted).as("%s in the note, and in: %s", what, guarding).isEqualTo(told);
    }
  }

  private static boolean saysThatItGuards(String line) {
    return line.contains(" portcullis - guarding ");
  }

  private static String agent(Path policy) {
    return BuiltAgent.javaagent(policy);
  }

  private Path policy(Entry entry, String more) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        portcullis: 1
        exempt: {paths: ["%s"]}
        global: {allow: [%s, %s%s]}
        groups: {admin: {match: /m/admin/**, network: {addresses: [%s]}}}
        """
            .formatted(entry.launcher().hits(), ALLOWED, ADMIN, more, ADMIN));
  }

  /** What the server answers without the agent. */
  private List<String> unguarded(Entry entry, Jdk jdk) throws Exception {
    Path place = Files.createDirectory(folder.resolve("bare"));
    try (Running server = entry.launcher().start(jdk, place, List.of())) {
      try {
        awaitPages(server);
        return answers(server);
      } catch (AssertionError | Exception e) {
        System.out.println(server.fork().describe());
        throw e;
      }
    }
  }

  private static List<String> answers(Running server) throws IOException {
    List<String> answers = new ArrayList<>();
    String close = "Connection: close";
    for (String sent :
        List.of(
            get("/m/page?a=1", close),
            request("HEAD", "/m/page", close),
            post("/m/page", "hello", close),
            request("OPTIONS", "/m/page", close),
            get("/m/a%20b;c=d", close),
            get("/m/page") + get("/m/other", close))) {
      try (RawHttp http = RawHttp.connect(ALLOWED, server.port())) {
        answers.add(http.send(sent).readToEnd().replaceAll("(?im)^date: .*\r\n", ""));
      }
    }
    return answers;
  }

  /** Waits for the application, and not only for its server. */
  private static void awaitPages(Running server) throws Exception {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        if (ask(server, ALLOWED, get("/m/page")).status() == 200) {
          return;
        }
      } catch (SocketException | SocketTimeoutException | EOFException notYet) {
        // It starts.
      }
      if (!server.fork().isAlive() || System.nanoTime() - deadline > 0) {
        throw new AssertionError("the application is not there");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static RawResponse ask(Running server, String peer, String sent) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, server.port())) {
      return http.send(sent).read();
    }
  }

  private static String hits(Entry entry, Running server) throws IOException {
    return ask(server, DENIED, get(entry.launcher().hits())).text();
  }

  private static void refusedRequestIsAnsweredAndReachesNothing(Entry entry, Running server)
      throws IOException {
    String before = hits(entry, server);
    for (String sent : List.of(get("/m/page"), get("/"), post("/m/page", "hello"))) {
      RawResponse refusal = ask(server, DENIED, sent);
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.header("Portcullis-Decision-Id")).isPresent();
      assertThat(refusal.text()).contains("\"code\":\"IP_NOT_ALLOWED\"");
    }
    assertThat(hits(entry, server)).isEqualTo(before);
    assertThat(ask(server, ALLOWED, get("/m/page")).status()).isEqualTo(200);
    assertThat(hits(entry, server)).as("the counter counts").isNotEqualTo(before);
  }

  private static void connectionStaysUsable(Entry entry, Running server) throws IOException {
    try (RawHttp http = RawHttp.connect(DENIED, server.port())) {
      assertThat(http.send(get("/m/page")).read().status()).isEqualTo(403);
      assertThat(http.send(get(entry.launcher().hits())).read().status()).isEqualTo(200);
      assertThat(http.send(get("/m/page")).read().status()).isEqualTo(403);
    }
  }

  private static void oddTargetsAreJudged(Entry entry, Running server) throws IOException {
    String before = hits(entry, server);
    for (String target : ODD_TARGETS) {
      assertThat(ask(server, ALLOWED, get(target)).status()).as(target).isIn(400, 403);
    }
    assertThat(hits(entry, server)).isEqualTo(before);
    assertThat(ask(server, ADMIN, get("/m/admin/a")).status()).isEqualTo(200);
  }

  private void policyIsReloaded(Entry entry, Running server) throws Exception {
    ForkedServer.Output log = server.fork().stderr();
    int mark = log.size();
    policy(entry, ", " + DENIED);
    log.awaitSince(mark, line -> line.contains("is in force"));
    assertThat(ask(server, DENIED, get("/m/page")).status()).isEqualTo(200);
  }

  private static void stop(Running server) throws Exception {
    if (server.stop().isPresent()) {
      Process stop = server.stop().get().start();
      String said = new String(stop.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(stop.waitFor()).as(said).isZero();
    } else {
      server.fork().terminate();
    }
    int status = server.fork().awaitExit();
    // Ended by itself, or by the signal that it was sent, which is 15.
    assertThat(status).isIn(0, 128 + 15);
    assertThat(server.fork().stderr().lines()).noneMatch(line -> line.startsWith("portcullis: "));
    assertThat(server.fork().describe()).doesNotContain("UNGUARDED", "at io.portcullis.");
    if (server.accessLog().isPresent()) {
      // Jetty 9.3 has the host in it.
      assertThat(textIn(server.accessLog().get()))
          .containsPattern("\"GET \\S*/m/page HTTP/1.1\" 403 ");
    }
  }

  private static String textIn(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
