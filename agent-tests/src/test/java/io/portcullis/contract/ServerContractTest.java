package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ACME;
import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.contract.ContractPolicy.EXEMPT;
import static io.portcullis.contract.ContractPolicy.PROXY;
import static io.portcullis.contract.ContractPolicy.WATCHED;
import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.post;
import static io.portcullis.machine.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawHttp2;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the agent owes the callers of any server, seen from the wire: a refused request reaches
 * nothing of the application and is answered at once; an allowed one is answered as without the
 * agent.
 *
 * <p>A subclass names a server and a JDK.
 */
abstract class ServerContractTest extends TwoServers {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  ServerContractTest(ServerSet server, int feature) {
    super(server, feature);
  }

  /** Whether the server speaks HTTP/2 without TLS. */
  boolean speaksHttp2() {
    return true;
  }

  /** Whether the server's access log stands outside of the point where requests are refused. */
  boolean logsRefusedRequests() {
    return true;
  }

  /** Whether the server looks at a request before anything of an announced body has come. */
  boolean looksBeforeTheBody() {
    return true;
  }

  // What a refused caller gets

  @Test
  void refusedRequestReachesNothingOfTheApplication() throws Exception {
    String before = counters();
    for (String target :
        List.of("/session", "/plain", "/async", "/fails", "/forward", "/nowhere", "/")) {
      assertThat(ask(DENIED, get(target)).status()).as(target).isEqualTo(403);
    }
    assertThat(ask(DENIED, post("/echo", "hello")).status()).isEqualTo(403);
    assertThat(counters()).isEqualTo(before);
    assertThat(ask(ALLOWED, get("/session")).header("Set-Cookie")).isPresent();
    assertThat(counters()).as("the counters count").isNotEqualTo(before);
  }

  @Test
  void refusalIsProblemDetailsThatNobodyStores() throws Exception {
    RawResponse refusal = ask(DENIED, get("/session"));
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.header("Content-Type")).contains("application/problem+json");
    assertThat(refusal.header("Cache-Control")).contains("no-store");
    assertThat(refusal.header("Content-Length")).contains(String.valueOf(refusal.body().length));
    assertThat(refusal.header("Set-Cookie")).isEmpty();
    String id = refusal.header("Portcullis-Decision-Id").orElseThrow();
    assertThat(refusal.text())
        .startsWith("{")
        .contains("\"type\":", "\"title\":", "\"status\":403", "\"detail\":")
        .contains("\"code\":\"IP_NOT_ALLOWED\"", "\"decisionId\":\"" + id + "\"")
        .endsWith("}");
  }

  @Test
  void browserGetsAPageThatNamesItsAddress() throws Exception {
    RawResponse refusal = ask(DENIED, get("/plain", "Accept: text/html, */*;q=0.8"));
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.header("Content-Type").orElseThrow().replace(" ", ""))
        .isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(refusal.header("Cache-Control")).contains("no-store");
    assertThat(refusal.text())
        .startsWith("<!DOCTYPE html>")
        .contains(">" + DENIED + "<", refusal.header("Portcullis-Decision-Id").orElseThrow());
  }

  @Test
  void refusalOfHeadHasNoBody() throws Exception {
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      RawResponse refusal = http.send(request("HEAD", "/plain")).readToHead();
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.header("Portcullis-Decision-Id")).isPresent();
      assertThat(http.send(get(EXEMPT)).read().text()).isEqualTo("health\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "OPTIONS", "TRACE", "DELETE", "BREW"})
  void everyMethodIsRefused(String method) throws Exception {
    assertThat(ask(DENIED, request(method, "/plain", "Content-Length: 0")).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS * HTTP/1.1, 403",
    "GET http://contract.test/plain HTTP/1.1, 403",
    "GET http://contract.test/health HTTP/1.1, 200",
    "GET /health/../plain HTTP/1.1, 403",
    "GET /plain HTTP/1.0, 403",
    "GET /health HTTP/1.0, 200",
    "GET /health?x=/plain HTTP/1.1, 200",
  })
  void everyFormOfTargetIsJudged(String requestLine, int status) throws Exception {
    assertThat(ask(DENIED, requestLine + "\r\nHost: contract.test\r\n\r\n").status())
        .isEqualTo(status);
  }

  @Test
  void accessLogHasTheRefusedRequest() throws Exception {
    assumeTrue(logsRefusedRequests(), "this server logs behind the point of refusal");
    ForkedServer.Output log = guardedServer().stdout();
    int mark = log.size();
    ask(DENIED, get("/logged"));
    assertThat(log.awaitSince(mark, line -> line.contains("/logged")))
        .isEqualTo("access \"GET /logged HTTP/1.1\" 403");
  }

  // What becomes of the connection

  @Test
  void connectionStaysUsableAfterARefusal() throws Exception {
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      String first = http.send(get("/plain")).read().header("Portcullis-Decision-Id").orElseThrow();
      String second =
          http.send(get("/plain")).read().header("Portcullis-Decision-Id").orElseThrow();
      assertThat(second).isNotEqualTo(first);
      assertThat(http.send(get(EXEMPT)).read().text()).isEqualTo("health\n");
      assertThat(http.send(get("/plain")).read().status()).isEqualTo(403);
    }
  }

  @Test
  void pipelinedRequestsAreJudgedOneByOne() throws Exception {
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      http.send(get("/plain") + get(EXEMPT) + request("HEAD", "/plain") + get(EXEMPT));
      assertThat(http.read().status()).isEqualTo(403);
      assertThat(http.read().text()).isEqualTo("health\n");
      assertThat(http.readToHead().status()).isEqualTo(403);
      assertThat(http.read().text()).isEqualTo("health\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5\r\n\r\nhello", CHUNKED + "5\r\nhello\r\n0\r\n\r\n"})
  void bodyOfARefusedRequestIsNeverReadAsARequest(String body) throws Exception {
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      http.send("POST /plain HTTP/1.1\r\nHost: contract.test\r\n" + body);
      RawResponse refusal = http.read();
      assertThat(refusal.status()).isEqualTo(403);
      if (refusal.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
        assertThat(http.isEnded()).isTrue();
      } else {
        assertThat(http.send(get(EXEMPT)).read().text()).isEqualTo("health\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000\r\n\r\n",
        "Content-Length: 1000\r\n\r\nhalf",
        CHUNKED,
        CHUNKED + "5\r\nhel",
        "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
      })
  void refusalDoesNotWaitForTheBody(String unfinished) throws Exception {
    boolean withheld = unfinished.endsWith("\r\n\r\n") && !unfinished.contains("Expect");
    assumeTrue(looksBeforeTheBody() || !withheld, "this server waits for the body to begin");
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      long start = System.nanoTime();
      http.send("POST /echo HTTP/1.1\r\nHost: contract.test\r\n" + unfinished);
      assertThat(http.read().status()).isEqualTo(403);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
      assertThat(http.isEnded()).as("nobody waits for the rest").isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void refusalOfALongBodyReachesTheCaller() throws Exception {
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      http.send(request("POST", "/echo", "Content-Length: 1000000"));
      http.sendWhatIsTaken(new byte[1_000_000]);
      assertThat(http.read().status()).isEqualTo(403);
    }
  }

  @Test
  void callersThatHangUpDoNoHarm() throws Exception {
    String before = counters();
    for (String sent :
        List.of(get("/plain"), post("/echo", "hello"), request("POST", "/echo", CHUNKED.trim()))) {
      for (int i = 0; i < 10; i++) {
        RawHttp http = RawHttp.connect(DENIED, guarded());
        http.send(sent);
        http.reset();
      }
    }
    assertThat(ask(DENIED, get("/plain")).status()).isEqualTo(403);
    assertThat(counters()).isEqualTo(before);
    // That nothing of it is on the standard error is asserted at the end.
  }

  // Who is judged

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "X-Real-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "X-Forwarded-For: 127.0.0.1, 127.0.0.4",
        "X-Forwarded-Host: contract.test",
      })
  void nobodyBecomesAnotherByAHeader(String header) throws Exception {
    assertThat(ask(DENIED, get("/plain", header)).status()).isEqualTo(403);
  }

  @Test
  void applicationStillSeesTheAddressThatItsServerRewrote() throws Exception {
    RawResponse echo = ask(ALLOWED, get("/echo", "X-Forwarded-For: 203.0.113.9"));
    assertThat(echo.text()).contains("remote 203.0.113.9\n");
  }

  @Test
  void allLinesOfTheHeaderOfATrustedProxyCount() throws Exception {
    String elsewhere = "X-Forwarded-For: 198.51.100.1";
    String here = "x-forwarded-for: 127.0.0.1";
    assertThat(ask(PROXY, get("/plain", here)).status()).isEqualTo(200);
    assertThat(ask(PROXY, get("/plain", elsewhere, here)).status()).isEqualTo(200);
    assertThat(ask(PROXY, get("/plain", here, elsewhere)).status()).isEqualTo(403);
    assertThat(ask(PROXY, get("/plain")).status()).isEqualTo(403);
  }

  @Test
  void tenantHasAListOfItsOwn() throws Exception {
    assertThat(ask(ACME, get("/plain", "x-tenant-ID: acme")).status()).isEqualTo(200);
    assertThat(ask(ACME, get("/plain")).status()).isEqualTo(403);
    assertThat(ask(ALLOWED, get("/plain", "X-Tenant-Id: acme")).status()).isEqualTo(403);
    String[] two = {"X-Tenant-Id: acme", "X-Tenant-Id: watched"};
    assertThat(ask(ACME, get("/plain", two)).status()).isEqualTo(403);
  }

  @Test
  void eachOfManyAtOnceIsJudgedByItsOwnPeer() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Integer>>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String peer = i % 2 == 0 ? ALLOWED : DENIED;
        calls.add(() -> askOften(peer, 100));
      }
      List<Future<List<Integer>>> statuses = callers.invokeAll(calls);
      for (int i = 0; i < 4; i++) {
        assertThat(statuses.get(i).get()).hasSize(100).containsOnly(i % 2 == 0 ? 200 : 403);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  /** A decision takes a number, a denial or one that is only recorded: so they can be counted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plain",
        "/async",
        "/async-complete",
        "/fails",
        "/forward",
        "/chunked",
        "/session",
        "/nowhere",
      })
  void requestIsJudgedOnce(String target) throws Exception {
    long before = decisionNumber(ask(DENIED, get("/plain")));
    RawResponse recorded = ask(ALLOWED, get(target, WATCHED));
    assertThat(recorded.status()).isNotEqualTo(403);
    assertThat(decisionNumber(ask(DENIED, get(target)))).isEqualTo(before + 2);
  }

  // What an allowed caller gets

  @ParameterizedTest
  @MethodSource("allowedRequests")
  void allowedRequestIsAnsweredAsWithoutTheAgent(String sent) throws Exception {
    assertThat(everything(guarded(), sent))
        .isEqualTo(everything(plain(), sent))
        .startsWith("HTTP/1.");
  }

  static List<String> allowedRequests() {
    return AllowedRequests.rows();
  }

  @Test
  void expectationIsMetAsWithoutTheAgent() throws Exception {
    assertThat(continued(guarded())).isEqualTo(continued(plain()));
  }

  private String continued(int port) throws IOException {
    String[] headers = {"Expect: 100-continue", "Content-Length: 5", "Connection: close"};
    try (RawHttp http = RawHttp.connect(ALLOWED, port)) {
      RawResponse interim = http.send(request("POST", "/echo", headers)).read();
      assertThat(interim.status()).isEqualTo(100);
      return interim + withoutDate(http.send("hello").readToEnd());
    }
  }

  // HTTP/2

  @Test
  void streamsAreJudgedOneByOne() throws Exception {
    assumeTrue(speaksHttp2(), "no HTTP/2 without TLS");
    try (RawHttp2 http = RawHttp2.connect(DENIED, guarded())) {
      RawResponse refusal = http.exchange("GET", "/plain");
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.header("Content-Type")).contains("application/problem+json");
      assertThat(refusal.text()).contains("\"code\":\"IP_NOT_ALLOWED\"");
      RawResponse head = http.exchange("HEAD", "/plain");
      assertThat(head.status()).isEqualTo(403);
      assertThat(head.body()).isEmpty();
      assertThat(http.exchange("GET", EXEMPT).text()).isEqualTo("health\n");
      int first = http.send("GET", "/plain", true);
      int second = http.send("GET", EXEMPT, true);
      int third = http.send("GET", "/async", true);
      assertThat(http.read(third).status()).isEqualTo(403);
      assertThat(http.read(second).status()).isEqualTo(200);
      assertThat(http.read(first).status()).isEqualTo(403);
    }
  }

  @Test
  void refusedStreamDoesNotWaitForItsBody() throws Exception {
    assumeTrue(speaksHttp2(), "no HTTP/2 without TLS");
    assumeTrue(looksBeforeTheBody(), "this server waits for the body to begin");
    try (RawHttp2 http = RawHttp2.connect(DENIED, guarded())) {
      int announced = http.send("POST", "/echo", false, "content-length: 1000");
      int open = http.send("POST", "/echo", false);
      http.data(announced, "half", false);
      assertThat(http.read(open).status()).isEqualTo(403);
      assertThat(http.read(announced).status()).isEqualTo(403);
      assertThat(http.exchange("GET", EXEMPT).text()).isEqualTo("health\n");
    }
  }

  @Test
  void allowedStreamIsAnsweredAsWithoutTheAgent() throws Exception {
    assumeTrue(speaksHttp2(), "no HTTP/2 without TLS");
    assertThat(streams(guarded())).isEqualTo(streams(plain())).hasSize(8);
  }

  private static List<String> streams(int port) throws IOException {
    List<String> answers = new ArrayList<>();
    try (RawHttp2 http = RawHttp2.connect(ALLOWED, port)) {
      for (String path : List.of("/plain?a=1", "/echo", "/async", "/fails", "/big", "/nowhere")) {
        answers.add(withoutDate(http.exchange("GET", path, "x-one: 1", "x-one: 2").toString()));
      }
      answers.add(withoutDate(http.exchange("HEAD", "/plain").toString()));
      int upload = http.send("POST", "/echo", false, "content-type: text/plain");
      http.data(upload, "hel", false);
      http.data(upload, "lo", true);
      answers.add(withoutDate(http.read(upload).toString()));
    }
    return answers;
  }

  @Test
  void upgradeToHttp2DoesNotGetPastTheGate() throws Exception {
    assumeTrue(speaksHttp2(), "no HTTP/2 without TLS");
    String before = counters();
    String[] upgrade = {
      "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"
    };
    try (RawHttp http = RawHttp.connect(DENIED, guarded())) {
      RawResponse answer = http.send(get("/plain", upgrade)).read();
      if (answer.status() == 101) {
        try (RawHttp2 upgraded = RawHttp2.upgraded(http)) {
          answer = upgraded.read(1);
          assertThat(upgraded.exchange("GET", "/plain").status()).isEqualTo(403);
        }
      }
      assertThat(answer.status()).isEqualTo(403);
    }
    assertThat(counters()).isEqualTo(before);
  }

  // The means

  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  private List<Integer> askOften(String peer, int times) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    try (RawHttp http = RawHttp.connect(peer, guarded())) {
      for (int i = 0; i < times; i++) {
        statuses.add(http.send(get("/plain")).read().status());
      }
    }
    return statuses;
  }

  private static long decisionNumber(RawResponse refusal) {
    String id = refusal.header("Portcullis-Decision-Id").orElseThrow();
    return Long.parseLong(id.substring(id.lastIndexOf('-') + 1), 16);
  }

  private static String everything(int port, String sent) throws IOException {
    try (RawHttp http = RawHttp.connect(ALLOWED, port)) {
      return withoutDate(http.send(sent).readToEnd());
    }
  }
}
