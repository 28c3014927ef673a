package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.AgentLoad;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jcmd;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.ServerSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes and goes 50 times while requests go on, and the JVM does not grow by it. */
class AttachRoundsTest {
  private static final int ROUNDS = 50;

  /** After so many, what comes once and stays has come. */
  private static final int FIRST_ROUNDS = 5;

  @TempDir Path folder;

  static Stream<Arguments> servers() {
    return Stream.of(
        Arguments.of(ServerSet.TOMCAT_9, 17),
        Arguments.of(ServerSet.UNDERTOW_22, 8),
        Arguments.of(ServerSet.JETTY_12, 25));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void nothingGrows(ServerSet set, int feature) throws Exception {
    Jdk jdk = Jdks.of(feature);
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"), "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n");
    List<String> options = feature >= 21 ? List.of("-XX:+EnableDynamicAgentLoading") : List.of();
    try (ForkedServer server = ForkedServer.start(jdk, set, options);
        Traffic traffic = Traffic.of(server.port(), 2, 50)) {
      Jcmd jcmd = Jcmd.of(server);
      List<Size> sizes = new ArrayList<>();
      for (int round = 1; round <= ROUNDS; round++) {
        AgentLoad.of(server, "policy=" + policy + ",admin=127.0.0.1:0,log=error");
        traffic.expect(403);
        AgentLoad.of(server, "detach");
        traffic.expect(200);
        if (round == FIRST_ROUNDS) {
          sizes.add(Size.of(jcmd));
        }
      }
      Size first = sizes.get(0);
      Size last = Size.of(jcmd);
      System.out.printf(
          "[rounds] %s on %s: after %d rounds %s, after %d rounds %s%n",
          set.name(), jdk, FIRST_ROUNDS, first, ROUNDS, last);
      assertThat(traffic.end()).isEmpty();
      assertThat(last.agentObjects).isZero();
      // Servers make threads as it pleases them; 45 rounds with one of ours left would show.
      assertThat(last.threads).isLessThan(first.threads + 10);
      // A round of ours has more than 400. The JVM counts each transformation as a class loaded,
      // and not as one unloaded: two a round.
      assertThat(last.classes - first.classes).isLessThan(3 * (ROUNDS - FIRST_ROUNDS));
      // One round's classes are more than 2 MB; what is free in between is not given back at once.
      assertThat(last.metaspace - first.metaspace).isLessThan(4 << 20);
    }
  }

  /** What would grow. */
  private record Size(long classes, long metaspace, long threads, int agentObjects) {
    static Size of(Jcmd jcmd) throws Exception {
      // Collects garbage, unloaded classes too, before anything is counted.
      int objects = jcmd.agentObjects().size();
      return new Size(
          jcmd.counter("java.cls.loadedClasses") - jcmd.counter("java.cls.unloadedClasses"),
          jcmd.counter("sun.gc.metaspace.used"),
          jcmd.counter("java.threads.live"),
          objects);
    }
  }
}
