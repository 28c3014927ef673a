package io.portcullis.contract;

import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.post;
import static io.portcullis.machine.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawHttp2;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A body is read ahead of the application on every server, and the application reads all of it
 * again, in whichever way it does.
 */
class BodyContractTest {
  private static final String ACME = "127.0.0.3";
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String JSON = "Content-Type: application/json";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String POLICY =
      """
      portcullis: 1
      callers:
        tenant:
          - {header: X-Tenant-Id}
          - {body: {match: [/body/*], json: tenantId, maxBytes: 65536, timeout: 2s}}
          - {body: {match: [POST /echo], json: tenantId, maxBytes: 100, timeout: 300ms}}
        onUnknownTenant: deny
      global: {allow: [127.0.0.1]}
      tenants:
        acme: {allow: [127.0.0.3]}
        watched: {mode: monitor, allow: [192.0.2.1]}
      """;

  private static final String FORM_POLICY =
      POLICY.replace("json: tenantId, maxBytes: 65536", "form: tenantId, maxBytes: 65536");

  /** Every request goes on, whatever is found out about it. */
  private static final String MONITOR =
      POLICY.replace("portcullis: 1\n", "portcullis: 1\nmode: monitor\n");

  @TempDir Path folder;

  static Stream<Platform> servers() {
    return everywhere().filter(platform -> platform.jdk() == 17);
  }

  static Stream<Platform> everywhere() {
    return Platform.on17And8(
        ServerSet.TOMCAT_8,
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_10,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  private ForkedServer start(Platform platform, String text) throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), text);
    return platform.start(BuiltAgent.javaagent(policy));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void applicationReadsTheSameBytes(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, POLICY);
        RawHttp http = RawHttp.connect(ACME, server.port())) {
      for (int size : new int[] {0, 1, 2, 1000, 4096, 8191, 8192, 16_384, 20_000, 65_535}) {
        String body = bodyOf(size);
        for (String way : List.of("sync", "listener", "reader")) {
          String target = "/body/" + way;
          assertThat(http.send(post(target, body, JSON, tenant(size))).read().text())
              .as("%s %d", target, size)
              .isEqualTo("read " + hash(body));
          assertThat(http.send(chunked(target, body, JSON, tenant(size))).read().text())
              .as("%s %d chunked", target, size)
              .isEqualTo("read " + hash(body));
        }
      }
      // A body that nobody reads is not the next one's.
      for (int i = 0; i < 3; i++) {
        String body = bodyOf(3000 + i);
        assertThat(http.send(post("/body/unread", body, JSON)).read().text()).isEqualTo("unread");
        assertThat(http.send(post("/body/sync", bodyOf(50), JSON)).read().text())
            .isEqualTo("read " + hash(bodyOf(50)));
      }
      // Requests that are sent at once are all answered, each for itself.
      String first = bodyOf(700);
      String second = bodyOf(90);
      http.send(
          post("/body/sync", first, JSON)
              + chunked("/body/listener", second, JSON)
              + post("/body/unread", first, JSON)
              + post("/body/sync", second, JSON)
              + get("/plain", "X-Tenant-Id: acme"));
      assertThat(http.read().text()).isEqualTo("read " + hash(first));
      assertThat(http.read().text()).isEqualTo("read " + hash(second));
      assertThat(http.read().text()).isEqualTo("unread");
      assertThat(http.read().text()).isEqualTo("read " + hash(second));
      assertThat(http.read().text()).isEqualTo("plain\n");
      expectContinue(http);
    }
  }

  private static void expectContinue(RawHttp http) throws IOException {
    String body = bodyOf(300);
    http.send(
        request(
            "POST",
            "/body/sync",
            JSON,
            "Content-Length: " + body.length(),
            "Expect: 100-continue"));
    assertThat(http.read().status()).isEqualTo(100);
    assertThat(http.send(body).read().text()).isEqualTo("read " + hash(body));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void tenantOfTheBodyIsJudged(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, POLICY);
        RawHttp acme = RawHttp.connect(ACME, server.port());
        RawHttp elsewhere = RawHttp.connect(ELSEWHERE, server.port())) {
      // The connection is kept, for the body has come.
      for (int i = 0; i < 3; i++) {
        assertThat(codeOf(elsewhere, post("/body/sync", bodyOf(100 + i), JSON)))
            .isEqualTo("IP_NOT_ALLOWED");
        assertThat(codeOf(acme, post("/body/sync", bodyOf(100 + i), JSON))).isEqualTo("200");
      }
      assertThat(codeOf(acme, post("/body/sync", "{\"tenantId\":\"other\"}", JSON)))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(acme, post("/body/sync", "{\"tenantId\":1}", JSON)))
          .isEqualTo("CALLER_UNREADABLE");
      try (RawHttp form = RawHttp.connect(ACME, server.port())) {
        // What can be told from the headers alone is refused without reading.
        assertThat(codeOf(form, post("/body/sync", "tenantId=acme", FORM)))
            .isEqualTo("CALLER_UNREADABLE");
      }
      assertThat(codeOf(acme, post("/body/sync", "{}", JSON))).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(acme, get("/body/sync"))).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(acme, post("/body/sync", bodyOf(80), JSON, "X-Tenant-Id: watched")))
          .isEqualTo("CALLER_UNREADABLE");
      assertThat(codeOf(acme, get("/plain", "X-Tenant-Id: acme"))).isEqualTo("200");
      // One that would be denied reads its whole body too.
      String watched = bodyOf(5000).replace("acme", "watched");
      assertThat(elsewhere.send(post("/body/sync", watched, JSON)).read().text())
          .isEqualTo("read " + hash(watched));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void parameterIsReadAfterwards(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, FORM_POLICY);
        RawHttp acme = RawHttp.connect(ACME, server.port())) {
      for (int i = 0; i < 2; i++) {
        assertThat(acme.send(post("/body/parameter", "a=b&tenantId=acme", FORM)).read().text())
            .isEqualTo("parameter acme");
        assertThat(acme.send(chunked("/body/parameter", "tenantId=acme", FORM)).read().text())
            .isEqualTo("parameter acme");
        assertThat(codeOf(acme, post("/body/parameter?tenantId=x", "tenantId=acme", FORM)))
            .isEqualTo("CALLER_UNREADABLE");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void halfABodyIsRefusedInTime(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, POLICY)) {
      for (String half :
          List.of(
              request("POST", "/echo", JSON, "Content-Length: 50") + "{\"tenantId\"",
              request("POST", "/echo", JSON, CHUNKED) + "5\r\n{\"ten\r\n",
              request("POST", "/echo", JSON, CHUNKED) + "5\r\n{\"ten\r\n4;a",
              chunked("/echo", bodyOf(101), JSON),
              post("/echo", bodyOf(101), JSON))) {
        try (RawHttp http = RawHttp.connect(ACME, server.port())) {
          assertThat(codeOf(http, half)).as(half).isEqualTo("CALLER_UNREADABLE");
        }
      }
      try (RawHttp http = RawHttp.connect(ACME, server.port())) {
        assertThat(codeOf(http, post("/body/sync", bodyOf(90), JSON))).isEqualTo("200");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void noMoreThanSixtyFourAreReadAtOnce(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, POLICY)) {
      List<RawHttp> slow = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        slow.add(
            RawHttp.connect(ACME, server.port())
                .send(request("POST", "/body/sync", JSON, "Content-Length: 50") + "{"));
      }
      // Once all of them are being read, a body that is there whole waits for its turn in vain.
      int mark = server.stderr().size();
      try (RawHttp http = RawHttp.connect(ACME, server.port())) {
        String late = "200";
        for (int i = 0; i < 1000 && late.equals("200"); i++) {
          late = codeOf(http, post("/echo", bodyOf(60), JSON));
        }
        assertThat(late).isEqualTo("CALLER_UNREADABLE");
        server.stderr().awaitSince(mark, line -> line.contains("body_busy"));
      }
      for (RawHttp one : slow) {
        assertThat(one.read().text()).contains("CALLER_UNREADABLE");
        one.close();
      }
      try (RawHttp http = RawHttp.connect(ACME, server.port())) {
        assertThat(codeOf(http, post("/body/sync", bodyOf(90), JSON))).isEqualTo("200");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatWasReadOfATooLargeBodyIsGivenBack(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, MONITOR);
        RawHttp http = RawHttp.connect(ELSEWHERE, server.port())) {
      for (int size : new int[] {101, 9000, 200_000}) {
        String body = bodyOf(size);
        assertThat(http.send(post("/echo", body, JSON)).read().text()).endsWith(body);
        assertThat(http.send(chunked("/echo", body, JSON)).read().text()).endsWith(body);
      }
      // Later than the time for it, but the application waits.
      http.send(request("POST", "/echo", JSON, "Content-Length: 19") + "{\"tenantId\":");
      server.stderr().await(line -> line.contains("body_timeout"));
      assertThat(http.send("\"acme\"}").read().text()).endsWith("{\"tenantId\":\"acme\"}");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void streamOfHttp2IsReadAlike(Platform platform) throws Exception {
    try (ForkedServer server = start(platform, POLICY);
        RawHttp2 http = RawHttp2.connect(ACME, server.port())) {
      for (String way : List.of("sync", "listener")) {
        for (int size : new int[] {50, 9000}) {
          String body = bodyOf(size);
          int id = http.send("POST", "/body/" + way, false, "content-type: application/json");
          http.data(id, body.substring(0, 20), false);
          http.data(id, body.substring(20), true);
          assertThat(http.read(id).text()).isEqualTo("read " + hash(body));
        }
      }
      int half = http.send("POST", "/echo", false, "content-type: application/json");
      http.data(half, "{", false);
      assertThat(http.read(half).text()).contains("CALLER_UNREADABLE");
      int none = http.send("POST", "/body/sync", true);
      assertThat(http.read(none).text()).contains("IP_NOT_ALLOWED");
    }
  }

  /** A JSON object of exactly this size; one too small to name the tenant has its header for it. */
  private static String bodyOf(int size) {
    String start = "{\"tenantId\":\"acme\",\"x\":\"";
    if (size < start.length() + 2) {
      return size < 2 ? " ".repeat(0) : "{}" + " ".repeat(size - 2);
    }
    StringBuilder body = new StringBuilder(start);
    Random random = new Random(size);
    while (body.length() < size - 2) {
      body.append((char) ('a' + random.nextInt(26)));
    }
    return body.append("\"}").toString();
  }

  private static String tenant(int size) {
    return size < 60 ? "X-Tenant-Id: acme" : "X-Nothing: 1";
  }

  private static String chunked(String target, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add(CHUNKED);
    StringBuilder text = new StringBuilder(request("POST", target, all.toArray(String[]::new)));
    for (int i = 0; i < body.length(); i += 3333) {
      String piece = body.substring(i, Math.min(body.length(), i + 3333));
      text.append(Integer.toHexString(piece.length())).append("\r\n").append(piece).append("\r\n");
    }
    return text.append("0\r\n\r\n").toString();
  }

  private static String hash(String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return bytes.length
          + " "
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /** The status of what is allowed, the code of what is refused. */
  private static String codeOf(RawHttp http, String sent) throws IOException {
    RawResponse answer = http.send(sent).read();
    return answer.status() == 403
        ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
        : String.valueOf(answer.status());
  }
}
