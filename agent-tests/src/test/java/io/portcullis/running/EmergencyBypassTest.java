package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.PlantedFault;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways out of a lockout, on a running server. */
class EmergencyBypassTest {
  private static final String NOBODY = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";
  private static final String BAD = "portcullis: 1\nglobal: {allow: [10.0.0.0/99]}\n";
  private static final Duration LATE = Duration.ofSeconds(30);

  @TempDir Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    folder = temporary.toRealPath();
    file = folder.resolve("bypass");
  }

  @Test
  void fileOpensARunningServerUntilItIsRemovedOrItsTimeIsOver() throws Exception {
    try (ForkedServer server =
        start(BuiltAgent.jar(), "emergencyBypass=file:" + file + ",policy=" + policy(NOBODY))) {
      int port = server.port();
      assertThat(get(port).status()).isEqualTo(403);

      write(Instant.now().plusSeconds(600));
      awaitStatus(port, 200, server);
      int mark = server.stderr().size();
      assertThat(get(port).status()).isEqualTo(200);
      assertThat(get(port).status()).isEqualTo(200);
      server
          .stderr()
          .awaitSince(
              mark,
              line ->
                  line.contains(" ERROR ")
                      && line.contains("CRITICAL emergency_bypass client=127.0.0.1")
                      && line.contains(" path=/plain "));

      Files.delete(file);
      awaitStatus(port, 403, server);
      server.stderr().await(line -> line.contains("the emergency bypass is OFF"));

      Instant until = Instant.now().plusSeconds(3);
      write(until);
      awaitStatus(port, 200, server);
      awaitStatus(port, 403, server);
      assertThat(Instant.now()).isAfterOrEqualTo(Instant.ofEpochMilli(until.toEpochMilli()));
      assertThat(file).exists();
    }
  }

  @Test
  void fileThatCannotBeBelievedOpensNothingAndIsSaidOnce() throws Exception {
    try (ForkedServer server =
        start(BuiltAgent.jar(), "emergencyBypass=file:" + file + ",policy=" + policy(NOBODY))) {
      int port = server.port();
      assertThat(get(port).status()).isEqualTo(403);

      write(Instant.now().plus(Duration.ofHours(25)));
      String said = server.stderr().await(line -> line.contains("no emergency bypass: "));

      assertThat(said).contains("more than 24 hours ahead");
      assertThat(get(port).status()).isEqualTo(403);
    }
  }

  @Test
  void withBrokenPolicyTheServerStartsAndServesOnlyWhileTheBypassIsOn() throws Exception {
    write(Instant.now().plusSeconds(600));
    Path policy = policy(BAD);
    try (ForkedServer server =
        start(BuiltAgent.jar(), "emergencyBypass=file:" + file + ",policy=" + policy)) {
      int port = server.port();
      assertThat(get(port).status()).isEqualTo(200);
      server
          .stderr()
          .await(line -> line.contains("CRITICAL the server is started without a policy"));

      Files.delete(file);
      awaitStatus(port, 503, server);

      Files.writeString(policy, NOBODY);
      awaitStatus(port, 403, server);
    }
  }

  @Test
  void settingOpensAServerForGood() throws Exception {
    try (ForkedServer server =
        start(BuiltAgent.jar(), "emergencyBypass=true,policy=" + policy(NOBODY))) {
      assertThat(get(server.port()).status()).isEqualTo(200);
      server.stderr().await(line -> line.contains("CRITICAL the emergency bypass is ON"));
      server.stderr().await(line -> line.contains("CRITICAL emergency_bypass client="));
    }
  }

  @Test
  void faultWhileJudgingDoesNotCountWhileTheBypassIsOn() throws Exception {
    Path jar =
        PlantedFault.in(
            folder, "io.portcullis.engine.Pipeline", "judge", "java/lang/IllegalStateException");
    try (ForkedServer server = start(jar, "emergencyBypass=true,policy=" + policy(NOBODY))) {
      assertThat(get(server.port()).status()).isEqualTo(200);
      server.stderr().await(line -> line.contains("CRITICAL emergency_bypass client="));
    }
  }

  @Test
  void clientOfBypassCidrsIsLetInAcrossReloads() throws Exception {
    Path policy = policy(NOBODY);
    try (ForkedServer server =
        start(BuiltAgent.jar(), "bypassCidrs=127.0.0.0/30,junk,0.0.0.0/0,policy=" + policy)) {
      int port = server.port();
      assertThat(get("127.0.0.1", port).status()).isEqualTo(200);
      assertThat(get("127.0.0.9", port).status()).isEqualTo(403);

      Files.writeString(policy, NOBODY.replace("192.0.2.1", "127.0.0.9"));
      server.stderr().await(line -> line.contains("is in force"));
      assertThat(get("127.0.0.9", port).status()).isEqualTo(200);
      assertThat(get("127.0.0.1", port).status()).isEqualTo(200);
      assertThat(get("127.0.0.17", port).status()).isEqualTo(403);
    }
  }

  @Test
  void policyForAnotherEnvironmentIsRefusedAtAReload() throws Exception {
    Path policy = policy(NOBODY + "environment: production\n");
    try (ForkedServer server = start(BuiltAgent.jar(), "environment=production,policy=" + policy)) {
      int port = server.port();
      assertThat(get(port).status()).isEqualTo(403);

      Files.writeString(policy, "portcullis: 1\nenvironment: staging\n");
      server.stderr().await(line -> line.contains("WRONG_ENVIRONMENT"));
      server.stderr().await(line -> line.contains("is REJECTED"));
      assertThat(get(port).status()).isEqualTo(403);
    }
  }

  @Test
  void policyForAnotherEnvironmentIsRefusedAtTheStart() throws Exception {
    Path policy = policy(NOBODY + "environment: production\n");
    try (ForkedServer server = start(BuiltAgent.jar(), "environment=staging,policy=" + policy)) {
      assertThat(server.awaitExit()).isEqualTo(78);
      assertThat(server.stderr().lines()).anyMatch(line -> line.contains("WRONG_ENVIRONMENT"));
    }
  }

  private static ForkedServer start(Path jar, String arguments) throws IOException {
    return ForkedServer.start(
        Jdks.of(17), ServerSet.TOMCAT_9, List.of("-javaagent:" + jar + "=" + arguments));
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text);
  }

  private void write(Instant until) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), until + "\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitStatus(int port, int wanted, ForkedServer server) throws IOException {
    Instant latest = Instant.now().plus(LATE);
    while (get(port).status() != wanted) {
      assertThat(Instant.now()).as("no answer %s\n%s", wanted, server.describe()).isBefore(latest);
    }
  }

  private static RawResponse get(int port) throws IOException {
    return get("127.0.0.1", port);
  }

  private static RawResponse get(String from, int port) throws IOException {
    try (RawHttp http = RawHttp.connect(from, port)) {
      return http.send(RawHttp.get("/plain")).read();
    }
  }
}
