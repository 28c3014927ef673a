package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.BuiltCommand;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jcmd;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs {@code attach}, {@code detach} and {@code list}, as an operator gives them. */
class JvmVerbsTest {
  private static final String NOBODY = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8, 17, 25})
  void agentComesIsListedAndGoes(int feature) throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), NOBODY);
    try (ForkedServer server = ForkedServer.start(Jdks.of(feature), ServerSet.JETTY_9, List.of());
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      String pid = String.valueOf(server.pid());
      assertThat(line(run("list"), pid)).contains("  -  ").endsWith("Jetty9Main");
      assertThat(Jcmd.of(server).threads("portcullis-")).isEmpty();

      // Paths are meant from where the command is given.
      BuiltCommand attach = run("attach", pid, "policy=policy.yaml,unknown=1");
      assertThat(attach.exitCode()).as(attach.toString()).isZero();
      assertThat(attach.out().get(0)).startsWith("attached to JVM " + pid + ", Portcullis ");
      assertThat(attach.out().get(1))
          .matches("  policy   [0-9a-f]{12}, mode enforce, .*/policy.yaml");
      assertThat(attach.out().get(2)).startsWith("  guards   Jetty/9.4.");
      assertThat(attach.out().get(3)).startsWith("warning unknown agent argument `unknown`");
      assertThat(status(http)).isEqualTo(403);
      assertThat(line(run("list"), pid)).containsPattern("  0\\.\\S+ +[0-9a-f]{12}  enforce  ");

      BuiltCommand again = run("attach", pid, "policy=other.yaml");
      assertThat(again.exitCode()).isEqualTo(1);
      assertThat(again.out()).singleElement().asString().contains("has the agent already");
      assertThat(status(http)).isEqualTo(403);

      BuiltCommand detach = run("detach", pid);
      assertThat(detach.exitCode()).as(detach.toString()).isZero();
      assertThat(detach.out().get(0)).contains("NO REQUEST IS JUDGED ANY MORE");
      assertThat(detach.out().get(1)).startsWith("  released  Jetty/9.4.");
      assertThat(detach.out()).hasSize(3);
      assertThat(status(http)).isEqualTo(200);
      assertThat(line(run("list"), pid)).contains("  -  ");

      BuiltCommand absent = run("detach", pid);
      assertThat(absent.exitCode()).isEqualTo(1);
      assertThat(absent.out()).singleElement().asString().contains("is without the agent");
    }
  }

  @Test
  void policyThatIsNotFitChangesNothingAndIsToldWhereItIsAskedFor() throws Exception {
    Files.writeString(
        folder.resolve("bad.yaml"), "portcullis: 1\nglobal: {allow: [10.0.0.0/99]}\n");
    try (ForkedServer server = ForkedServer.start(Jdks.of(17), ServerSet.TOMCAT_9, List.of());
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      String pid = String.valueOf(server.pid());

      BuiltCommand bad = run("attach", pid, "policy=bad.yaml");

      assertThat(bad.exitCode()).isEqualTo(2);
      assertThat(bad.out()).isEmpty();
      assertThat(bad.err())
          .contains("bad.yaml:2:18: error ADDRESS_INVALID")
          .contains("not attached to JVM " + pid + ", nothing is changed there");
      assertThat(status(http)).isEqualTo(200);
      assertThat(Jcmd.of(server).agentObjects()).isEmpty();
      assertThat(Jcmd.of(server).threads("portcullis-")).isEmpty();
    }
  }

  @Test
  void agentOfTheStartIsListed() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), NOBODY);
    try (ForkedServer server =
        ForkedServer.start(
            Jdks.of(17), ServerSet.TOMCAT_9, List.of(BuiltAgent.javaagent(policy)))) {
      server.port();

      assertThat(line(run("list"), String.valueOf(server.pid()))).contains("  enforce  ");
      assertThat(String.join("", run("list", "--output", "json").out()))
          .contains("{\"pid\":" + server.pid() + ",")
          .contains("\"source\":\"" + policy + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 21, 25})
  void jvmThatTakesNoAgentsSaysWhichOptionItIs(int feature) throws Exception {
    try (ForkedServer server =
        ForkedServer.start(
            Jdks.of(feature), ServerSet.JETTY_9, List.of("-XX:-EnableDynamicAgentLoading"))) {
      server.port();
      BuiltCommand refused = run("attach", String.valueOf(server.pid()));

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("(-XX:-EnableDynamicAgentLoading); restart it");
    }
  }

  @Test
  void jvmThatTakesNoToolsIsNotTouched() throws Exception {
    try (ForkedServer server =
        ForkedServer.start(
            Jdks.of(17), ServerSet.JETTY_9, List.of("-XX:+DisableAttachMechanism"))) {
      server.port();
      int mark = server.stdout().size();
      BuiltCommand refused = run("attach", String.valueOf(server.pid()));

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("-XX:+DisableAttachMechanism");
      // A thread dump is what such a JVM answers to the signal that others take for a call.
      assertThat(server.stdout().since(mark)).isEmpty();
    }
  }

  @Test
  void processThatIsNoJvmIsLeftAlone() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    try {
      BuiltCommand refused = run("attach", String.valueOf(sleeper.pid()));

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("is no JVM");
      assertThat(sleeper.isAlive()).isTrue();
    } finally {
      sleeper.destroy();
    }
    sleeper.waitFor();
    BuiltCommand gone = run("detach", String.valueOf(sleeper.pid()));
    assertThat(gone.exitCode()).isEqualTo(3);
    assertThat(gone.err()).contains("there is no process " + sleeper.pid());
  }

  private BuiltCommand run(String... arguments) throws IOException, InterruptedException {
    return BuiltCommand.run(folder, List.of(arguments));
  }

  private static String line(BuiltCommand list, String pid) {
    return list.out().stream()
        .filter(line -> line.startsWith(pid + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("JVM " + pid + " is not among " + list));
  }

  private static int status(RawHttp http) throws IOException {
    return http.send(RawHttp.get("/plain")).read().status();
  }
}
