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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What happens without a policy, on a fault of our own, and before a server that the adapter does
 * not fit.
 */
class FailModesTest {
  private static final String OPEN = "portcullis: 1\nglobal: {allow: \"*\"}\n";
  private static final String BAD = "portcullis: 1\nglobal: {allow: [10.0.0.0/99]}\n";
  private static final int EX_CONFIG = 78;
  private static final String PIPELINE = "io.portcullis.engine.Pipeline";
  private static final String EXCHANGE = "io.portcullis.server.tomcat.TomcatExchange";
  private static final String ADAPTER = "io.portcullis.server.tomcat.TomcatAdapter";

  @TempDir Path folder;

  @Test
  void withoutAPolicyTheServerIsNotStarted() throws Exception {
    try (ForkedServer server = start(BuiltAgent.jar(), "policy=" + policy(BAD))) {
      assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
      assertThat(server.stdout().lines()).noneMatch(line -> line.startsWith("listening"));
      assertThat(server.stderr().lines())
          .anyMatch(
              line -> line.contains("policy.yaml:2:18: error") && line.contains("`10.0.0.0/99`"))
          .anyMatch(line -> line.contains("is not started (startup=refuse, exit status 78)"));
    }
  }

  @Test
  void lastGoodPolicyStandsInForABadOneUntilThatIsMended() throws Exception {
    Path policy = policy("portcullis: 1\nglobal: {allow: [192.0.2.1]}\n");
    Path state = folder.resolve("state");
    String arguments = "state=" + state + ",policy=" + policy;
    try (ForkedServer server = start(BuiltAgent.jar(), arguments)) {
      assertThat(get(server.port(), "/plain").status()).isEqualTo(403);
      server.stderr().await(line -> line.contains("records are kept"));
    }
    assertThat(state.resolve("policy.good")).exists();
    Files.writeString(policy, BAD);
    try (ForkedServer server = start(BuiltAgent.jar(), arguments)) {
      int port = server.port();
      assertThat(get(port, "/plain").status()).isEqualTo(403);
      server.stderr().await(line -> line.contains("THE LAST GOOD ONE IS IN FORCE"));
      server.stderr().await(line -> line.contains("`10.0.0.0/99`"));

      Files.writeString(policy, OPEN);
      server.stderr().await(line -> line.contains("is in force") && line.contains("revision"));
      assertThat(get(port, "/plain").status()).isEqualTo(200);
    }
    Files.writeString(policy, BAD);
    Files.setPosixFilePermissions(
        state.resolve("policy.good"), PosixFilePermissions.fromString("rw-rw-r--"));
    try (ForkedServer server = start(BuiltAgent.jar(), arguments)) {
      assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
      server.stderr().await(line -> line.contains("LAST_GOOD_UNUSABLE"));
    }
  }

  @Test
  void missingPolicyFileIsNamed() throws Exception {
    try (ForkedServer server = start(BuiltAgent.jar(), "policy=" + folder.resolve("no.yaml"))) {
      assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
      assertThat(server.stderr().lines()).anyMatch(line -> line.contains("no.yaml"));
    }
  }

  @Test
  void startupDenyRefusesAllButTheExemptUntilThePolicyIsMended() throws Exception {
    Path policy = policy(BAD);
    try (ForkedServer server =
        start(BuiltAgent.jar(), "startup=deny,startupExempt=/counters,policy=" + policy)) {
      int port = server.port();

      RawResponse refused = get(port, "/plain");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("POLICY_UNAVAILABLE");
      assertThat(get(port, "/counters").status()).isEqualTo(200);

      Files.writeString(policy, OPEN);
      server.stderr().await(line -> line.contains("is in force"));
      assertThat(get(port, "/plain").status()).isEqualTo(200);
    }
  }

  @Test
  void startupAllowLetsThroughAndSaysSoLoudly() throws Exception {
    try (ForkedServer server = start(BuiltAgent.jar(), "startup=allow,policy=" + policy(BAD))) {
      assertThat(get(server.port(), "/plain").status()).isEqualTo(200);
      server.stderr().await(line -> line.contains("EVERY REQUEST IS LET THROUGH"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    PIPELINE + ", judge, java/lang/IllegalStateException",
    PIPELINE + ", judge, java/lang/StackOverflowError",
    EXCHANGE + ", peer, java/lang/IllegalStateException",
    EXCHANGE + ", peer, java/lang/NoSuchMethodError",
  })
  void faultWhileJudgingIsRefusedByDefault(String className, String method, String thrown)
      throws Exception {
    Path jar = PlantedFault.in(folder, className, method, thrown);
    String restricted = "portcullis: 1\nglobal: {allow: [127.0.0.1]}\n";
    try (ForkedServer server = start(jar, "policy=" + policy(restricted))) {
      int port = server.port();

      RawResponse answer = get(port, "/plain");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("INTERNAL_FAULT");
      server.stderr().await(line -> line.contains("judging a request"));
    }
  }

  @ParameterizedTest
  @CsvSource({PIPELINE + ", judge", EXCHANGE + ", peer"})
  void faultWhileJudgingLetsThroughWhereTheOperatorSaysSo(String className, String method)
      throws Exception {
    Path jar = PlantedFault.in(folder, className, method, "java/lang/IllegalStateException");
    String restricted = "portcullis: 1\nglobal: {allow: [127.0.0.1]}\n";
    try (ForkedServer server = start(jar, "onFault=allow,policy=" + policy(restricted))) {
      assertThat(get(server.port(), "/plain").status()).isEqualTo(200);
      server.stderr().await(line -> line.contains("judging a request"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "io.portcullis.gate.Refusals, write, deny",
    "io.portcullis.gate.Refusals, write, allow",
    "io.portcullis.record.DenialLog, denied, allow",
    EXCHANGE + ", refuse, allow",
  })
  void onceDeniedNothingThatFailsAfterwardsLetsTheRequestThrough(
      String className, String method, String onFault) throws Exception {
    Path jar = PlantedFault.in(folder, className, method, "java/lang/IllegalStateException");
    String nobody = "portcullis: 1\nexempt: {paths: [/counters]}\nglobal: {allow: [192.0.2.1]}\n";
    try (ForkedServer server = start(jar, "onFault=" + onFault + ",policy=" + policy(nobody))) {
      int port = server.port();
      String before = get(port, "/counters").text();

      try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
        String answer = http.send(RawHttp.get("/plain", "Connection: close")).readToEnd();
        assertThat(answer).doesNotContain("plain page");
      }

      assertThat(get(port, "/counters").text()).isEqualTo(before);
    }
  }

  @Test
  void serverThatTheAdapterDoesNotFitIsNotStarted() throws Exception {
    Path jar =
        PlantedFault.inEveryThread(folder, ADAPTER, "describe", "java/lang/NoSuchMethodError");
    try (ForkedServer server = start(jar, "policy=" + policy(OPEN))) {
      assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
      assertThat(server.stderr().lines()).anyMatch(line -> line.contains("Tomcat is UNGUARDED"));
    }
  }

  @Test
  void serverThatTheAdapterDoesNotFitRunsUnguardedWhereTheOperatorSaysSo() throws Exception {
    Path jar =
        PlantedFault.inEveryThread(folder, ADAPTER, "describe", "java/lang/NoSuchMethodError");
    String nobody = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";
    try (ForkedServer server = start(jar, "onUnsupported=warn,policy=" + policy(nobody))) {
      assertThat(get(server.port(), "/plain").status()).isEqualTo(200);
      server.stderr().await(line -> line.contains("Tomcat is UNGUARDED"));
    }
  }

  @Test
  void faultWhileWeavingIsNotPassedOverInSilence() throws Exception {
    Path jar =
        PlantedFault.in(folder, "io.portcullis.agent.Prologue", "weave", "java/lang/LinkageError");
    try (ForkedServer server = start(jar, "policy=" + policy(OPEN))) {
      assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
      assertThat(server.stderr().lines()).anyMatch(line -> line.contains("weaving failed"));
    }
  }

  @Test
  void switchedOffItDoesNothing() throws Exception {
    try (ForkedServer server = start(BuiltAgent.jar(), "enabled=false,policy=" + policy(BAD))) {
      assertThat(get(server.port(), "/plain").status()).isEqualTo(200);
      assertThat(server.stderr().lines()).noneMatch(line -> line.contains("portcullis"));
    }
  }

  private static ForkedServer start(Path jar, String arguments) throws IOException {
    return ForkedServer.start(
        Jdks.of(17), ServerSet.TOMCAT_9, List.of("-javaagent:" + jar + "=" + arguments));
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text);
  }

  private static RawResponse get(int port, String target) throws IOException {
    try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
      return http.send(RawHttp.get(target)).read();
    }
  }
}
