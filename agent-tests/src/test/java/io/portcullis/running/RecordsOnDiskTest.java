package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server with a state directory leaves there, and what the verbs make of it. */
class RecordsOnDiskTest {
  private static final String NOBODY = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";

  @TempDir Path folder;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of(ServerSet.TOMCAT_9, 8),
        Arguments.of(ServerSet.JETTY_12, 17),
        Arguments.of(ServerSet.UNDERTOW_23, 25));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void refusedCallerIsExplainedByTheIdOfItsAnswer(ServerSet set, int feature) throws Exception {
    Path state = folder.resolve("state");
    String id;
    try (ForkedServer server = start(set, Jdks.of(feature), state)) {
      RawResponse answer = ask(server.port(), "/plain?token=secret");
      assertThat(answer.status()).isEqualTo(403);
      id = answer.header("Portcullis-Decision-Id").orElseThrow();
      await(state.resolve("decisions.jsonl"), "\"id\":\"" + id + "\"", server);
      await(state.resolve("changes.jsonl"), "\"event\":\"policy_activated\"", server);

      Files.writeString(folder.resolve("policy.yaml"), NOBODY + "mood: enforce\n");
      await(state.resolve("changes.jsonl"), "\"event\":\"policy_rejected\"", server);
    }
    assertThat(Files.readString(state.resolve("decisions.jsonl"))).doesNotContain("secret");
    assertThat(run("explain", id, "--state", state.toString()))
        .startsWith("exit 0\ndeny IP_NOT_ALLOWED\n")
        .contains("  client   127.0.0.1\n")
        .contains("  request  GET /plain\n")
        .contains("  allowlist       deny          not on list\n");
    assertThat(run("verify-changes", state.toString())).contains(": whole, 2 lines, ");
  }

  @Test
  void floodIsWrittenInNumbersWhenTheServerIsEnded() throws Exception {
    Path state = folder.resolve("state");
    int denials = 1500;
    try (ForkedServer server = start(ServerSet.TOMCAT_9, Jdks.of(17), state)) {
      int port = server.port();
      for (int i = 0; i < denials / 50; i++) {
        try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
          for (int k = 0; k < 50; k++) {
            assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(403);
          }
        }
      }
      // Not by the process itself, which would close its output before it is read.
      ProcessHandle.of(server.pid()).orElseThrow().destroy();
      server.awaitExit();

      List<String> lines = Files.readAllLines(state.resolve("decisions.jsonl"));
      assertThat(counted(lines, "\"count\":(\\d+),")).as(server.describe()).isEqualTo(denials);
      assertThat(lines).hasSizeLessThan(1100);
      server.stderr().await(line -> line.contains(" count="));
      List<String> said =
          server.stderr().lines().stream()
              .filter(line -> line.contains(" ip_allowlist_blocked "))
              .toList();
      assertThat(counted(said, " count=(\\d+) ")).isEqualTo(denials);
    }
  }

  @Test
  void serverWhoseStateIsRefusedGuardsAllTheSame() throws Exception {
    Path state = Files.createFile(folder.resolve("state"));
    try (ForkedServer server = start(ServerSet.TOMCAT_9, Jdks.of(17), state)) {
      assertThat(ask(server.port(), "/plain").status()).isEqualTo(403);
      assertThat(server.stderr().await(line -> line.contains("NO RECORDS ARE KEPT")))
          .endsWith("state `" + state + "` is no directory; name a directory");
    }
  }

  private static long counted(List<String> lines, String count) {
    long sum = 0;
    for (String line : lines) {
      Matcher matcher = Pattern.compile(count).matcher(line);
      sum += matcher.find() ? Long.parseLong(matcher.group(1)) : 1;
    }
    return sum;
  }

  private ForkedServer start(ServerSet set, Jdk jdk, Path state) throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), NOBODY);
    return ForkedServer.start(jdk, set, List.of(BuiltAgent.javaagent(policy) + ",state=" + state));
  }

  private static RawResponse ask(int port, String target) throws Exception {
    try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
      return http.send(RawHttp.get(target)).read();
    }
  }

  private static void await(Path file, String text, ForkedServer server) throws Exception {
    Instant latest = Instant.now().plusSeconds(30);
    while (!Files.exists(file) || !Files.readString(file).contains(text)) {
      assertThat(Instant.now()).as("no %s\n%s", text, server.describe()).isBefore(latest);
    }
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Jdks.of(17).java().toString());
    command.addAll(List.of("-jar", BuiltAgent.jar().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return "exit " + process.waitFor() + "\n" + out;
  }
}
