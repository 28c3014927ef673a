package io.portcullis.dns;

import static io.portcullis.dns.FakeNames.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.ip.IpAddress;
import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads over a DNS that is slow and fails at random. */
@Timeout(60)
class ReverseDnsChaosTest {
  private static final int CLIENTS = 60;
  private static final int NAMES = 12;

  /** Which names an address has, and where a name leads, as sets: the truth behind the chaos. */
  private static final class World implements Names {
    private final Map<IpAddress, Set<String>> names = new HashMap<>();
    private final Map<String, Set<IpAddress>> addresses = new HashMap<>();
    private final List<IpAddress> clients = new ArrayList<>();

    World(Random random) {
      for (int i = 0; i < CLIENTS; i++) {
        IpAddress client = ip("198.51." + i + ".1");
        clients.add(client);
        for (int n = random.nextInt(4); n > 0; n--) {
          String name = name(random.nextInt(NAMES));
          names.computeIfAbsent(client, c -> new TreeSet<>()).add(name);
          if (random.nextBoolean()) {
            addresses.computeIfAbsent(name, x -> new TreeSet<>()).add(client);
          }
        }
        addresses
            .computeIfAbsent(name(random.nextInt(NAMES)), x -> new TreeSet<>())
            .add(clients.get(random.nextInt(clients.size())));
      }
    }

    static String name(int i) {
      return "n" + i + (i % 2 == 0 ? ".a.test" : ".b.test");
    }

    /** The slow oracle: the sentence of the contract, over all names and all addresses. */
    String truth(IpAddress client, String suffix) {
      Set<String> own = names.getOrDefault(client, Set.of());
      if (own.isEmpty()) {
        return "ptr_missing";
      }
      List<String> kept = own.stream().filter(name -> name.endsWith(suffix)).toList();
      if (kept.isEmpty()) {
        return "ptr_not_expected";
      }
      return kept.stream().anyMatch(name -> addresses.getOrDefault(name, Set.of()).contains(client))
          ? "forward_confirmed"
          : "forward_mismatch";
    }

    @Override
    public Answer ptr(IpAddress address) {
      return disturbed(
          names.containsKey(address)
              ? Answer.names(List.copyOf(names.get(address)), List.of(), 0)
              : Answer.none(List.of(), 0));
    }

    @Override
    public Answer forward(DnsName name) {
      return disturbed(
          addresses.containsKey(name.toString())
              ? Answer.addresses(List.copyOf(addresses.get(name.toString())), List.of(), 0)
              : Answer.none(List.of(), 0));
    }

    private static Answer disturbed(Answer answer) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      int dice = random.nextInt(20);
      if (dice < 8) {
        LockSupport.parkNanos(random.nextInt(5_000_000));
      }
      if (dice == 9) {
        throw new IllegalStateException("planted");
      }
      return dice > 15 ? Answer.indeterminate(NoAnswer.TIMEOUT) : answer;
    }
  }

  @Test
  void nobodyIsLetThroughOrRefutedAgainstTheTruth() throws InterruptedException {
    World world = new World(new Random(7));
    DnsSettings settings = DnsSettings.DEFAULTS.withBudget(20).withMaxWaiting(6).withStaleFor(0);
    ExpectedNames inA = FakeNames.expecting("*.a.test");
    ExpectedNames inB = FakeNames.expecting("*.b.test");
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger refuted = new AtomicInteger();
    AtomicInteger unanswered = new AtomicInteger();
    // Several engines, one after the other, since each soon knows all there is.
    for (int round = 0; round < 20; round++) {
      ReverseDns reverse = ReverseDns.of(world, settings, DnsListener.NONE);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Thread thread =
            new Thread(
                () -> {
                  ThreadLocalRandom random = ThreadLocalRandom.current();
                  for (int i = 0; i < 100; i++) {
                    IpAddress client = world.clients.get(random.nextInt(CLIENTS));
                    String suffix = random.nextBoolean() ? ".a.test" : ".b.test";
                    ReverseVerdict verdict =
                        reverse.check(client, suffix.equals(".a.test") ? inA : inB).await();
                    String truth = world.truth(client, suffix);
                    if (verdict.isIndeterminate()) {
                      unanswered.incrementAndGet();
                    } else if (!verdict.toString().equals(truth)) {
                      wrong.add(client + " " + suffix + " " + verdict + ", not " + truth);
                    } else {
                      (verdict.isPass() ? passed : refuted).incrementAndGet();
                    }
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      reverse.close();
    }
    assertThat(wrong).isEmpty();
    assertThat(passed.get()).isGreaterThan(50);
    assertThat(refuted.get()).isGreaterThan(50);
    assertThat(unanswered.get()).isGreaterThan(50);
  }

  @Test
  void closingLeavesNoThreadAndKeepsNobodyWaiting() throws InterruptedException {
    try (DnsServer server = DnsServer.start().with("1.2.0.192.in-addr.arpa", Manner.DROP)) {
      ReverseDns reverse =
          ReverseDns.of(
              DnsSettings.DEFAULTS
                  .withServers(List.of(server.address()))
                  .withTimeout(30_000)
                  .withBudget(30_000),
              DnsListener.NONE);
      assertThat(threads()).isEmpty();
      Lookup lookup = reverse.check(ip("192.0.2.1"), FakeNames.expecting("a.test"));
      while (server.asked().isEmpty()) {
        Thread.onSpinWait();
      }
      List<Thread> started = threads();
      assertThat(started).isNotEmpty().allMatch(Thread::isDaemon);
      reverse.close();
      assertThat(lookup.await().toString()).isEqualTo("indeterminate:closed");
      for (Thread thread : started) {
        thread.join();
      }
    }
  }

  @Test
  void realServerConfirmsARealQuestion() {
    try (DnsServer server =
        DnsServer.start().with("1.2.0.192.in-addr.arpa 60 PTR a.test.", "a.test 60 A 192.0.2.1")) {
      ReverseDns reverse =
          ReverseDns.of(
              DnsSettings.DEFAULTS
                  .withServers(List.of(server.address()))
                  .withTimeout(10_000)
                  .withBudget(20_000),
              DnsListener.NONE);
      assertThat(reverse.check(ip("192.0.2.1"), FakeNames.expecting("a.test")).await().toString())
          .isEqualTo("forward_confirmed");
      reverse.close();
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("portcullis-dns"))
        .toList();
  }
}
