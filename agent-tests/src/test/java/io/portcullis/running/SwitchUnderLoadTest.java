package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.AgentLoad;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.ServerSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eight connections, 2,000 requests a second, and the agent comes and goes meanwhile. */
class SwitchUnderLoadTest {
  private static final int CONNECTIONS = 8;
  private static final int PER_SECOND = 2_000;
  private static final int WARM = 4_000;

  @TempDir Path folder;

  static List<ServerSet> servers() {
    return List.of(
        ServerSet.TOMCAT_9, ServerSet.JETTY_9, ServerSet.JETTY_12, ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void nextRequestOfEveryConnectionIsGuardedAndNoneIsLost(ServerSet set) throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"), "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n");
    try (ForkedServer server = ForkedServer.start(Jdks.of(17), set, List.of());
        Traffic traffic = Traffic.of(server.port(), CONNECTIONS, PER_SECOND / CONNECTIONS)) {
      while (traffic.count(Long.MIN_VALUE) < WARM) {
        traffic.expect(200);
      }
      double before = traffic.p99Millis(System.nanoTime() - 1_000_000_000L);

      long attaching = System.nanoTime();
      AgentLoad.of(server, "policy=" + policy + ",log=error");
      double took = (System.nanoTime() - attaching) / 1e6;
      traffic.expect(403);
      double p99 = traffic.p99Millis(attaching);
      int requests = traffic.count(attaching);

      long detaching = System.nanoTime();
      AgentLoad.of(server, "detach");
      traffic.expect(200);

      System.out.printf(
          "[switch] %s: p99 %.1f ms before; attach %.0f ms, p99 of its %d requests %.1f ms;"
              + " detach: p99 %.1f ms%n",
          set.name(), before, took, requests, p99, traffic.p99Millis(detaching));
      assertThat(traffic.end()).as("errors\n%s", server.describe()).isEmpty();
      assertThat(traffic.phases()).containsExactlyInAnyOrder(200, 403);
    }
  }
}
