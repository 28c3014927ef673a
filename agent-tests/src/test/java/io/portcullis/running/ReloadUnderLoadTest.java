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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients hammer a server while its policy file flips 200 times between two policies that differ in
 * everything: each answer must be wholly that of one of the two.
 */
class ReloadUnderLoadTest {
  private static final int FLIPS = 200;
  private static final int CLIENTS = 4;

  /** What the two policies make of the two probes: a peer with a list of its own, and a tenant. */
  private static final List<String> WHITE = List.of("200", "403 white");

  private static final List<String> BLACK = List.of("403 black", "200");

  @TempDir Path folder;

  private static String policy(String colour, String global, String tenant, int padding) {
    StringBuilder text = new StringBuilder("portcullis: 1\n");
    text.append("callers: {tenant: [{header: X-Tenant-Id}], onUnknownTenant: deny}\n");
    text.append("global: {allow: [").append(global).append("]}\n");
    text.append("tenants: {acme: {allow: [").append(tenant).append("]}}\n");
    text.append("responses: {IP_NOT_ALLOWED: {contentType: text/plain, body: ");
    text.append(colour).append("}}\n");
    // Makes the file long enough for a reader to meet it half written.
    text.append("sets:\n  padding:\n");
    for (int i = 0; i < padding; i++) {
      text.append("    - 10.").append(i >> 8 & 255).append('.').append(i & 255).append(".7\n");
    }
    return text.append("...\n").toString();
  }

  @Test
  void everyAnswerIsThatOfOneOfTheTwoPolicies() throws Exception {
    String white = policy("white", "127.0.0.1", "192.0.2.1", 2000);
    String black = policy("black", "192.0.2.1", "127.0.0.1", 2000);
    Path file = Files.writeString(folder.resolve("policy.yaml"), white);
    Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), ServerSet.TOMCAT_9, List.of(BuiltAgent.javaagent(file)))) {
      int port = server.port();
      List<Future<?>> hammering = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int probe = i % 2;
        hammering.add(clients.submit(() -> hammer(port, probe, seen, over)));
      }
      List<Long> latencies = new ArrayList<>();
      try (Asker watcher = new Asker(port)) {
        for (int flip = 0; flip < FLIPS; flip++) {
          boolean toBlack = flip % 2 == 0;
          long from = System.nanoTime();
          change(file, toBlack ? black : white, flip);
          String wanted = (toBlack ? BLACK : WHITE).get(0);
          while (!watcher.ask(0).equals(wanted)) {
            assertThat(System.nanoTime() - from)
                .as("flip %s has not come into force\n%s", flip, server.describe())
                .isLessThan(30_000_000_000L);
          }
          latencies.add((System.nanoTime() - from) / 1_000_000);
        }
      }
      over.set(true);
      for (Future<?> client : hammering) {
        client.get();
      }
      Collections.sort(latencies);
      System.out.printf(
          "[reload] %d flips under load: p50 %d ms, p99 %d ms, max %d ms; answers %s%n",
          FLIPS,
          latencies.get(FLIPS / 2),
          latencies.get(FLIPS * 99 / 100),
          latencies.get(FLIPS - 1),
          seen);
      assertThat(seen.keySet())
          .containsExactlyInAnyOrder(
              "0: " + WHITE.get(0),
              "0: " + BLACK.get(0),
              "1: " + WHITE.get(1),
              "1: " + BLACK.get(1));
      assertThat(server.stderr().lines()).noneMatch(line -> line.contains("REJECTED"));
      assertThat(server.stderr().lines().stream().filter(l -> l.contains("is in force")).count())
          .isEqualTo(FLIPS);
    } finally {
      over.set(true);
      clients.shutdownNow();
    }
  }

  /** Each flip by one of the ways in which files are changed in the field. */
  private void change(Path file, String text, int flip) throws IOException {
    if (flip % 3 == 0) {
      Path aside = Files.writeString(folder.resolve("next.yaml"), text);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.writeString(file, text);
    }
  }

  private static void hammer(
      int port, int probe, Map<String, AtomicInteger> seen, AtomicBoolean over) {
    try (Asker asker = new Asker(port)) {
      while (!over.get()) {
        seen.computeIfAbsent(probe + ": " + asker.ask(probe), a -> new AtomicInteger())
            .incrementAndGet();
      }
    } catch (IOException | RuntimeException e) {
      seen.computeIfAbsent("error " + e, a -> new AtomicInteger()).incrementAndGet();
    }
  }

  /** One client: keeps its connection for as long as the server does. */
  private static final class Asker implements AutoCloseable {
    private final int port;
    private RawHttp http;

    Asker(int port) throws IOException {
      this.port = port;
      this.http = RawHttp.connect("127.0.0.1", port);
    }

    String ask(int probe) throws IOException {
      String[] headers = probe == 0 ? new String[0] : new String[] {"X-Tenant-Id: acme"};
      RawResponse answer = http.send(RawHttp.get("/plain", headers)).read();
      if (answer.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
        http.close();
        http = RawHttp.connect("127.0.0.1", port);
      }
      return answer.status() == 200 ? "200" : answer.status() + " " + answer.text();
    }

    @Override
    public void close() throws IOException {
      http.close();
    }
  }
}
