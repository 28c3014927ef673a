package io.portcullis.running;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server keeps the times of entries: on the instant, and with no reload. */
class TimedEntryTest {
  private static final Duration LATE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void entryTakesEffectAndEndsOnTimeWithoutAReload() throws Exception {
    Instant start = Instant.now();
    Path file = folder.resolve("policy.yaml");
    Files.writeString(file, policy("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"));
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), ServerSet.TOMCAT_9, List.of(BuiltAgent.javaagent(file)))) {
      int port = server.port();
      assertThat(status(port)).isEqualTo(200);

      // Far enough ahead to be in force before it begins, whatever this machine does meanwhile.
      Duration ahead = Duration.between(start, Instant.now()).plusSeconds(2);
      Instant from = Instant.now().plus(ahead);
      Instant until = from.plusSeconds(2);
      Files.writeString(file, policy(from.toString(), until.toString()));
      awaitStatus(port, 403, server);
      assertThat(Instant.now()).as("in force before it begins").isBefore(from);
      int said = server.stderr().size();

      awaitStatus(port, 200, server);
      assertThat(Instant.now()).isAfterOrEqualTo(millis(from));

      awaitStatus(port, 403, server);
      assertThat(Instant.now()).isAfterOrEqualTo(millis(until));
      assertThat(server.stderr().since(said)).noneMatch(line -> line.contains("is in force"));
    }
  }

  private static Instant millis(Instant instant) {
    return Instant.ofEpochMilli(instant.toEpochMilli());
  }

  private static String policy(String from, String until) {
    return "portcullis: 1\nglobal: {allow: [{address: 127.0.0.1, from: \""
        + from
        + "\", until: \""
        + until
        + "\"}]}\n";
  }

  private static void awaitStatus(int port, int wanted, ForkedServer server) throws IOException {
    Instant latest = Instant.now().plus(LATE);
    while (status(port) != wanted) {
      assertThat(Instant.now()).as("no answer %s\n%s", wanted, server.describe()).isBefore(latest);
    }
  }

  private static int status(int port) throws IOException {
    try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
      RawResponse answer = http.send(RawHttp.get("/plain")).read();
      return answer.status();
    }
  }
}
