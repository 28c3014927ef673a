package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AgentInitializationException;
import io.portcullis.machine.AgentLoad;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent loaded into a server that runs already. */
class AttachTest {
  private static final String NOBODY = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";

  @TempDir Path folder;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of(ServerSet.TOMCAT_9, 8),
        Arguments.of(ServerSet.TOMCAT_11, 25),
        Arguments.of(ServerSet.JETTY_9, 17),
        Arguments.of(ServerSet.JETTY_12, 17),
        Arguments.of(ServerSet.UNDERTOW_22, 8),
        Arguments.of(ServerSet.UNDERTOW_23, 17));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void nextRequestOfAnOpenConnectionIsGuarded(ServerSet set, int feature) throws Exception {
    try (ForkedServer server = start(set, Jdks.of(feature));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(200);

      AgentLoad.of(server, "policy=" + policy(NOBODY));

      assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(403);
      server.stderr().await(line -> line.contains("portcullis - guarding "));
    }
  }

  @Test
  void withoutAPolicyNothingIsWovenAndTheOneWhoAttachesIsTold() throws Exception {
    try (ForkedServer server = start(ServerSet.TOMCAT_9, Jdks.of(17));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      Path bad = policy("portcullis: 1\nglobal: {allow: [10.0.0.0/99]}\n");

      assertThatThrownBy(() -> AgentLoad.of(server, "policy=" + bad))
          .isInstanceOf(AgentInitializationException.class);

      assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(200);
      server.stderr().await(line -> line.contains("no policy can be put in force"));

      // A second try, with a good policy, is a first one.
      AgentLoad.of(server, "policy=" + policy(NOBODY));
      assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(403);
    }
  }

  @Test
  void secondAttachChangesNothingAndSaysSo() throws Exception {
    try (ForkedServer server = start(ServerSet.TOMCAT_9, Jdks.of(17));
        RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
      AgentLoad.of(server, "policy=" + policy(NOBODY));

      AgentLoad.of(server, "policy=" + folder.resolve("other.yaml"));

      server.stderr().await(line -> line.contains("already active in this JVM"));
      assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(403);
    }
  }

  private static ForkedServer start(ServerSet set, Jdk jdk) throws IOException {
    // From JDK 21 on the JVM warns of agents that are loaded later unless this says that they are
    // expected.
    List<String> options =
        jdk.feature() >= 21 ? List.of("-XX:+EnableDynamicAgentLoading") : List.of();
    return ForkedServer.start(jdk, set, options);
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text);
  }
}
