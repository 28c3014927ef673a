package io.portcullis.contract;

import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However DNS misbehaves, nobody is let in whom it does not confirm, nobody is told to mismatch who
 * does not, and nobody waits beyond the budget.
 */
class ReverseDnsChaosContractTest {
  private static final String PROXY = "127.0.0.1";

  /** Whom every lie of the DNS server is about. */
  private static final String LIED_ABOUT = "192.0.2.66";

  private static final int CLIENTS = 240;
  private static final int THREADS = 12;
  private static final long BUDGET_MILLIS = 1_000;

  /** For a machine with much else to do. */
  private static final long SLACK_MILLIS = 1_500;

  private static final List<Manner> MANNERS =
      List.of(
          Manner.ANSWER,
          Manner.ANSWER,
          Manner.SERVFAIL,
          Manner.REFUSED,
          Manner.DROP,
          Manner.DROP_FIRST,
          Manner.LATE,
          Manner.FLAP,
          Manner.OTHER_ID_FIRST,
          Manner.OTHER_QUESTION_FIRST,
          Manner.ECHO_FIRST,
          Manner.GARBAGE_FIRST,
          Manner.GARBAGE,
          Manner.TRUNCATE,
          Manner.TRUNCATE_THEN_GARBAGE,
          Manner.TRUNCATE_THEN_CLOSE,
          Manner.REFER);

  private static final String POLICY =
      """
      portcullis: 1
      clientAddress: {header: X-Forwarded-For, trustedProxies: [127.0.0.1]}
      global: {allow: "*", reverseDns: [forged.test, "*.pool.test"]}
      dns: {servers: ["%s"], timeout: 250ms, budget: 1s, maxWaiting: 100}
      """;

  @TempDir Path folder;

  static Stream<ServerSet> servers() {
    return Stream.of(
        ServerSet.TOMCAT_9, ServerSet.JETTY_9, ServerSet.JETTY_12, ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void nobodyIsLetInWronglyOrWaitsBeyondTheBudget(ServerSet set) throws Exception {
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Map<String, AtomicInteger> outcomes = new TreeMap<>();
    for (String outcome : List.of("200", "REVERSE_DNS_MISMATCH", "REVERSE_DNS_UNAVAILABLE")) {
      outcomes.put(outcome, new AtomicInteger());
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (DnsServer dns = chaos(new Random(7));
        ForkedServer server =
            ForkedServer.start(
                Jdks.of(17),
                set,
                List.of(
                    BuiltAgent.javaagent(
                        Files.writeString(
                            folder.resolve("policy.yaml"), POLICY.formatted(dns.text())))))) {
      int port = server.port();
      AtomicInteger next = new AtomicInteger();
      List<Future<?>> all =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(
                  t ->
                      threads.submit(
                          () -> {
                            for (int i = next.getAndIncrement();
                                i < CLIENTS;
                                i = next.getAndIncrement()) {
                              String found = judged(port, i, wrong);
                              AtomicInteger count = outcomes.get(found);
                              if (count == null) {
                                wrong.add(client(i) + ": " + found);
                              } else {
                                count.incrementAndGet();
                              }
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(codeOf(port, LIED_ABOUT)).isEqualTo("REVERSE_DNS_MISMATCH");
      assertThat(server.stderr().lines()).noneMatch(line -> line.contains("Exception"));
    } finally {
      threads.shutdownNow();
    }
    assertThat(wrong).isEmpty();
    System.out.println("[chaos] " + set.name() + " " + outcomes);
    assertThat(outcomes.values()).allSatisfy(count -> assertThat(count.get()).isGreaterThan(15));
  }

  /** Asks for one client, and adds what is wrong with the answer. */
  private static String judged(int port, int i, Queue<String> wrong) throws Exception {
    long sent = System.nanoTime();
    String found = codeOf(port, client(i));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent);
    boolean good = i % 3 == 0;
    if (found.equals("200") && !good || found.equals("REVERSE_DNS_MISMATCH") && good) {
      wrong.add(client(i) + ": " + found);
    }
    if (millis > BUDGET_MILLIS + SLACK_MILLIS) {
      wrong.add(client(i) + ": " + millis + " ms");
    }
    return found;
  }

  /** A third has names that lead both ways, a third names that lead elsewhere, a third has none. */
  private static DnsServer chaos(Random random) {
    DnsServer dns = DnsServer.start();
    for (int i = 0; i < CLIENTS; i++) {
      String reverse = "7." + i + ".99.10.in-addr.arpa";
      String name = "n" + i + ".pool.test";
      if (i % 3 != 2) {
        dns.with(reverse + " 60 PTR " + name + ".");
        dns.with(name + " 60 A " + (i % 3 == 0 ? client(i) : LIED_ABOUT));
      }
      dns.with(reverse, MANNERS.get(random.nextInt(MANNERS.size())));
      if (random.nextInt(3) == 0) {
        dns.with(name, MANNERS.get(random.nextInt(MANNERS.size())));
      }
    }
    // Whoever believed the lies would find `forged.test` to lead both ways.
    return dns.with("66.2.0.192.in-addr.arpa 60 PTR other.test.")
        .with("66.2.0.192.in-addr.arpa", Manner.OTHER_ID_FIRST)
        .with("forged.test 60 A 192.0.2.1")
        .with("forged.test", Manner.OTHER_ID_FIRST);
  }

  private static String client(int i) {
    return "10.99." + i + ".7";
  }

  private static String codeOf(int port, String client) throws Exception {
    try (RawHttp http = RawHttp.connect(PROXY, port)) {
      RawResponse answer = http.send(get("/plain", "X-Forwarded-For: " + client)).read();
      return answer.status() == 403
          ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
          : String.valueOf(answer.status());
    }
  }
}
