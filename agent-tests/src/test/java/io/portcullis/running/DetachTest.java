package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.AgentLoad;
import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ClassBytes;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jcmd;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.ServerSet;
import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent leaves a server that runs on, and leaves nothing of itself behind. */
class DetachTest {
  private static final String NOBODY = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";
  private static final String WOVEN = "java/lang/PortcullisDispatcher.admits";
  private static final String LOADER = "io.portcullis.launcher.AgentClassLoader";

  @TempDir Path folder;

  static Stream<Arguments> servers() {
    String tomcat = "org.apache.catalina.connector.CoyoteAdapter";
    String jetty = "org.eclipse.jetty.server.Server";
    String undertow = "io.undertow.server.Connectors";
    return Stream.of(
        Arguments.of(ServerSet.TOMCAT_9, 17, tomcat),
        Arguments.of(ServerSet.TOMCAT_9, 8, tomcat),
        Arguments.of(ServerSet.TOMCAT_11, 25, tomcat),
        Arguments.of(ServerSet.JETTY_9, 17, jetty),
        Arguments.of(ServerSet.JETTY_12, 17, jetty),
        Arguments.of(ServerSet.JETTY_12, 25, jetty),
        Arguments.of(ServerSet.UNDERTOW_22, 8, undertow),
        Arguments.of(ServerSet.UNDERTOW_23, 17, undertow));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void serverIsAsItWasBefore(ServerSet set, int feature, String woven) throws Exception {
    ClassBytes bytes = ClassBytes.in(folder);
    Path state = folder.resolve("state");
    String settings =
        "policy="
            + policy(NOBODY)
            + ",state="
            + state
            + ",admin=127.0.0.1:0,emergencyBypass=file:/nonexistent.bypass";
    try (ForkedServer server = start(set, Jdks.of(feature));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      Jcmd jcmd = Jcmd.of(server);
      assertThat(status(http)).isEqualTo(200);
      String before = bytes.of(server, woven);
      assertThat(before).doesNotContain(WOVEN).contains("Code:");

      AgentLoad.of(server, settings);
      assertThat(status(http)).isEqualTo(403);
      String api = server.stderr().await(line -> line.contains("management API at "));
      int port = Integer.parseInt(api.substring(api.lastIndexOf(':') + 1));
      // What the test looks at is there to be found.
      assertThat(bytes.of(server, woven)).contains(WOVEN);
      assertThat(jcmd.agentObjects()).containsEntry(LOADER, 1L);
      assertThat(jcmd.threads("portcullis-")).isNotEmpty();
      try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(there.isConnected()).isTrue();
      }

      AgentLoad.of(server, "detach");

      assertThat(status(http)).isEqualTo(200);
      assertThat(bytes.of(server, woven)).isEqualTo(before);
      assertThat(jcmd.threads("portcullis-")).isEmpty();
      assertThat(jcmd.threads("HTTP-Dispatcher")).isEmpty();
      assertThat(jcmd.agentObjects()).isEmpty();
      assertThat(openJars(server)).isLessThanOrEqualTo(1);
      assertThat(refusesConnections(port)).isTrue();
      assertThat(Files.readString(state.resolve("decisions.jsonl"))).contains("IP_NOT_ALLOWED");
      assertThat(Files.readAllLines(state.resolve("changes.jsonl")))
          .last()
          .asString()
          .contains("\"event\":\"agent_detached\"");

      // And it can come again.
      AgentLoad.of(server, settings);
      assertThat(status(http)).isEqualTo(403);
    }
  }

  @Test
  void agentThatTheJvmWasStartedWithLeavesToo() throws Exception {
    Path policy = policy(NOBODY);
    try (ForkedServer server =
            ForkedServer.start(
                Jdks.of(17), ServerSet.TOMCAT_9, List.of(BuiltAgent.javaagent(policy)));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      assertThat(status(http)).isEqualTo(403);

      AgentLoad.of(server, "detach");

      assertThat(status(http)).isEqualTo(200);
      assertThat(Jcmd.of(server).agentObjects()).isEmpty();

      AgentLoad.of(server, "policy=" + policy);
      assertThat(status(http)).isEqualTo(403);
    }
  }

  /** A jar at another path stands for another version: its classes are those that count. */
  @Test
  void laterAttachRunsTheJarThatIsAttached() throws Exception {
    Path other = folder.resolve("other agent, 2.jar");
    try (ForkedServer server = start(ServerSet.TOMCAT_9, Jdks.of(17));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      AgentLoad.of(server, "policy=" + policy(NOBODY));
      AgentLoad.of(server, "detach");
      Files.copy(BuiltAgent.jar(), other, StandardCopyOption.COPY_ATTRIBUTES);

      String path = other.toString();
      String call = "portcullis/1 attach me " + path.length() + " " + path;
      AgentLoad.of(server, other, call + "policy=" + policy(NOBODY));

      assertThat(status(http)).isEqualTo(403);
      assertThat(opened(server)).contains(path);
    }
  }

  static Stream<Arguments> waitingServers() {
    return Stream.of(
        Arguments.of(ServerSet.TOMCAT_9),
        Arguments.of(ServerSet.JETTY_9),
        Arguments.of(ServerSet.JETTY_12),
        Arguments.of(ServerSet.UNDERTOW_23));
  }

  @ParameterizedTest
  @MethodSource("waitingServers")
  void requestThatWaitsIsAnsweredBeforeTheAgentIsGone(ServerSet set) throws Exception {
    String policy =
        """
        portcullis: 1
        global: {allow: "*", reverseDns: [api.test]}
        dns: {servers: ["%s"], timeout: 2s, budget: 2s}
        """;
    try (DnsServer dns = DnsServer.start().with("1.0.0.127.in-addr.arpa", Manner.DROP);
        ForkedServer server = start(set, Jdks.of(17));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      AgentLoad.of(server, "policy=" + policy(policy.formatted(dns.text())));
      http.send(RawHttp.get("/plain"));
      while (dns.asked().isEmpty()) {
        Thread.onSpinWait();
      }

      AgentLoad.of(server, "detach");

      assertThat(http.read().text()).contains("REVERSE_DNS_UNAVAILABLE");
      assertThat(status(http)).isEqualTo(200);
      assertThat(Jcmd.of(server).agentObjects()).isEmpty();
    }
  }

  private static int status(RawHttp http) throws IOException {
    return http.send(RawHttp.get("/plain")).read().status();
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket answered = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !answered.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  /** The JVM itself keeps one open, for the class path that it has put the jar on. */
  private static long openJars(ForkedServer server) throws IOException {
    return opened(server).stream().filter(BuiltAgent.jar().toString()::equals).count();
  }

  private static List<String> opened(ForkedServer server) throws IOException {
    Path files = Path.of("/proc/" + server.pid() + "/fd");
    Assumptions.assumeTrue(Files.isDirectory(files), "no /proc here");
    List<String> opened = new ArrayList<>();
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        try {
          opened.add(Files.readSymbolicLink(file).toString());
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    }
    return opened;
  }

  private static ForkedServer start(ServerSet set, Jdk jdk) throws IOException {
    List<String> options =
        jdk.feature() >= 21 ? List.of("-XX:+EnableDynamicAgentLoading") : List.of();
    return ForkedServer.start(jdk, set, options);
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text);
  }
}
