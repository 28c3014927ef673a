package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The management API beside a real server. */
class ManagementApiTest {
  // The token is `abc`.
  private static final String POLICY =
      "portcullis: 1\nglobal: {allow: [192.0.2.1]}\noperators: {ada: {role: platform-admin, sha256:"
          + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad}}\n";

  private static final String TOKEN = "Authorization: Bearer abc";

  @TempDir Path folder;

  @Test
  void tellsOfTheServerAndIsNoPartOfIt() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    String option = BuiltAgent.javaagent(policy) + ",admin=127.0.0.1:0";
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), ServerSet.TOMCAT_9, List.of(option))) {
      int port = server.port();
      assertThat(ask(port, RawHttp.get("/v1/status", TOKEN)).text()).contains("IP_NOT_ALLOWED");
      String line = server.stderr().await(l -> l.contains("management API at http://127.0.0.1:"));
      int admin = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      assertThat(ask(admin, own("GET /v1/status", TOKEN)).text())
          .contains("\"servers\":[\"", "\"deny\":1", "\"mode\":\"enforce\"");
      assertThat(ask(admin, own("GET /metrics", TOKEN)).text())
          .contains("portcullis_decisions_total{decision=\"deny\",code=\"IP_NOT_ALLOWED\"} 1\n");
      assertThat(ask(admin, own("POST /v1/check", TOKEN, "Content-Length: 1000000")).status())
          .isEqualTo(413);
      assertThat(ask(admin, own("GET /v1/status", TOKEN, "Origin: http://localhost")).status())
          .isEqualTo(403);
      // Its Host is another one.
      assertThat(ask(admin, RawHttp.get("/v1/status", TOKEN)).status()).isEqualTo(403);
      for (int i = 0; i < 10; i++) {
        assertThat(ask(admin, own("GET /v1/status", "Authorization: Bearer x")).status())
            .isEqualTo(401);
      }
      assertThat(ask(admin, own("GET /v1/status", TOKEN)).status()).isEqualTo(429);
    }
  }

  @Test
  void withoutTheSettingNothingOfItIsLoaded() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    try (ForkedServer server =
        ForkedServer.start(
            Jdks.of(17),
            ServerSet.TOMCAT_9,
            List.of(BuiltAgent.javaagent(policy), "-verbose:class"))) {
      int port = server.port();
      server.stderr().await(line -> line.contains(" guarding "));
      assertThat(ask(port, RawHttp.get("/plain")).status()).isEqualTo(403);
      assertThat(server.stdout().lines())
          .anyMatch(line -> line.contains("io.portcullis.gate.Gate "))
          .noneMatch(line -> line.contains("io.portcullis.manage."))
          .noneMatch(line -> line.contains("httpserver."));
    }
  }

  private static String own(String line, String... headers) {
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  private static RawResponse ask(int port, String request) throws Exception {
    try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
      return http.send(request).read();
    }
  }
}
