package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent, the API answers for what it is, shows no fault of its own, and stays up. */
class WriteFuzzTest {
  private static final int TRIES = Integer.getInteger("portcullis.fuzz", 400);

  @TempDir Path folder;
  private Stand stand;

  @BeforeEach
  void open() {
    stand = Stand.over(folder, EntriesTest.POLICY);
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private static void isClear(String call, Reply reply) {
    assertThat(reply.status()).as(call + "\n" + reply).isBetween(200, 499);
    if (reply.text().startsWith("<h1>400 Bad Request</h1>")) {
      return; // by the server of the JDK, to what is no target of HTTP
    }
    assertThat(reply.text())
        .as(call)
        .doesNotContain("Exception")
        .doesNotContain("io.portcullis")
        .doesNotContain("\"code\":\"INTERNAL_FAULT\"");
  }

  @Test
  void brokenBodiesAndPathsAreAnswered() throws Exception {
    SplittableRandom random = new SplittableRandom(17);
    List<String> seeds =
        List.of(
            "{\"address\":\"198.51.100.7\",\"id\":\"a\",\"until\":\"2027-01-01T00:00:00Z\"}",
            "{\"entries\":[\"198.51.100.7\",{\"address\":\"198.51.100.8\",\"enabled\":false}]}",
            "{\"allow\":[\"198.51.100.7\"]}",
            "{\"allow\":\"*\"}",
            "{\"id\":\"k\",\"tenants\":[\"acme\"],\"program\":\"prepaid\",\"allow\":null}");
    String parts = "{}[]\",:*\\u00nulltrue0123456789.-/ \n\u00e9\u2028%";
    List<String> tokens = List.of("root", "admin", "acme", "viewer", "globex");
    List<Route> routes = Routes.of(stand.watched());
    for (int i = 0; i < TRIES; i++) {
      StringBuilder body = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int edits = random.nextInt(6); edits > 0 && body.length() > 0; edits--) {
        int at = random.nextInt(body.length());
        switch (random.nextInt(3)) {
          case 0 -> body.deleteCharAt(at);
          case 1 -> body.insert(at, parts.charAt(random.nextInt(parts.length())));
          default -> body.setCharAt(at, parts.charAt(random.nextInt(parts.length())));
        }
      }
      Route route = routes.get(random.nextInt(routes.size()));
      String path = route.path();
      for (String name : List.of("tenant", "program", "key", "set", "group", "endpoint", "id")) {
        String[] values = {
          "acme",
          "prepaid",
          "acme-cron",
          "office",
          "a",
          "desk",
          "%2e%2e",
          "%00",
          "%zz",
          "..",
          "%C3%28",
          "x".repeat(900)
        };
        path = path.replace("{" + name + "}", values[random.nextInt(values.length)]);
      }
      if (random.nextInt(3) == 0) {
        String[] queries = {"?force=true", "?force=x", "?from=192.0.2.1", "?from=%", "?limit=-1"};
        path += queries[random.nextInt(queries.length)];
      }
      String call = route.method() + " " + path;
      isClear(
          call + " " + body,
          stand.send(call, tokens.get(random.nextInt(tokens.size())), body.toString()));
    }
    assertThat(stand.call("GET /healthz", "").status()).isEqualTo(200);
    assertThat(stand.get("/v1/status", "root").get("warnings").toString())
        .doesNotContain("REJECTED");
  }

  @Test
  void deepAndHugeBodiesAreRefused() throws Exception {
    String path = "POST /v1/tenants/acme/entries";
    isClear("deep", stand.send(path, "root", "[".repeat(100_000)));
    isClear("deep", stand.send(path, "root", "{\"entries\":".repeat(5_000)));
    isClear("long", stand.send(path, "root", "{\"address\":\"" + "1".repeat(900_000) + "\"}"));
    isClear("number", stand.send(path, "root", "{\"address\":1" + "0".repeat(50_000) + "}"));
    String many = "\"198.51.100.7\",".repeat(60_000);
    isClear("many", stand.send(path, "root", "{\"entries\":[" + many + "\"x\"]}"));
    Reply reply = stand.send(path, "root", "{\"address\":\"" + " ".repeat(1 << 20) + "\"}");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(stand.send("POST /v1/check", "root", " ".repeat(70_000)).status()).isEqualTo(413);
  }

  @Test
  void writesFromElsewhereAndWithoutATokenChangeNothing() throws Exception {
    String revision = stand.revision();
    String body = "{\"address\":\"198.51.100.7\"}";
    int called = 0;
    for (Route route : Routes.of(stand.watched())) {
      if (!route.method().equals("GET") && !route.path().contains("check")) {
        String call = route.method() + " " + route.path().replaceAll("\\{[a-z]+}", "acme");
        assertThat(stand.send(call, "root", body, "Origin: http://localhost").status())
            .as(call)
            .isEqualTo(403);
        String head =
            call
                + " HTTP/1.1\r\nHost: evil.example\r\n"
                + Stand.bearer("root")
                + "Content-Length: 0\r\n\r\n";
        assertThat(stand.raw(head).status()).as(call).isEqualTo(403);
        if (++called < FailedLogins.BURST) {
          assertThat(stand.send(call, "wrong", body).status()).as(call).isEqualTo(401);
        }
      }
    }
    assertThat(called).isGreaterThan(20);
    assertThat(stand.revision()).isEqualTo(revision);
    assertThat(folder.resolve("state/managed.yaml")).doesNotExist();
  }

  @Test
  void halfBodiesDoNotKeepTheOthersOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Socket socket = new Socket("127.0.0.1", stand.port());
        slow.add(socket);
        OutputStream out = socket.getOutputStream();
        String head =
            "POST /v1/global/entries HTTP/1.1\r\nHost: localhost\r\n"
                + Stand.bearer("root")
                + "Content-Length: 100\r\n\r\n{";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      assertThat(
              stand
                  .send("POST /v1/global/entries", "root", "{\"address\":\"198.51.100.7\"}")
                  .status())
          .isEqualTo(201);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }
}
