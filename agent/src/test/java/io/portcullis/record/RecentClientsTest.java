package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Caller;
import io.portcullis.ip.IpAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecentClientsTest {
  private static final Caller ACME = Caller.ofTenant("acme");
  private final RecentClients recent = new RecentClients();

  private Set<IpAddress> known(String tenant) {
    Set<IpAddress> known = new HashSet<>();
    for (RecentClients.Client client : recent.of(tenant)) {
      assertThat(known.add(client.address())).isTrue();
    }
    return known;
  }

  @Test
  void clientIsOneHoweverOftenItComes() {
    for (int i = 0; i < 5; i++) {
      recent.admitted(IpAddress.ofIpv4(7), ACME);
    }
    recent.admitted(IpAddress.ofIpv4(7), ACME.withKey("cron"));
    recent.admitted(IpAddress.ofIpv4(7), Caller.ANONYMOUS);
    assertThat(recent.of("acme").stream().map(RecentClients.Client::count))
        .containsExactlyInAnyOrder(5L, 1L);
    assertThat(recent.of("")).hasSize(1);
    assertThat(recent.of("globex")).isEmpty();
    assertThat(recent.tenants()).containsExactlyInAnyOrder("acme", "");
  }

  /** Beside a slow oracle that forgets nothing and puts who comes again at the end. */
  @Property(tries = 20)
  void lastTenThousandDifferentOnesAreKnown(
      @ForAll @IntRange(min = 1, max = 60_000) int requests,
      @ForAll @IntRange(min = 1, max = 40_000) int clients,
      @ForAll @IntRange(min = 1, max = 100_000) int stride) {
    RecentClients window = new RecentClients();
    LinkedHashSet<Integer> order = new LinkedHashSet<>();
    long next = 1;
    for (int i = 0; i < requests; i++) {
      next = (next * 6_364_136_223_846_793_005L + stride) >>> 1;
      int client = (int) (next % clients);
      order.remove(client);
      order.add(client);
      window.admitted(IpAddress.ofIpv4(client), ACME);
    }
    Set<IpAddress> known = new HashSet<>();
    window.of("acme").forEach(client -> known.add(client.address()));
    List<Integer> all = List.copyOf(order);
    for (int client : all.subList(Math.max(0, all.size() - RecentClients.DISTINCT), all.size())) {
      assertThat(known).contains(IpAddress.ofIpv4(client));
    }
    assertThat(known.size()).isLessThan(4 * RecentClients.DISTINCT);
  }

  @Test
  void countsOfManyThreadsAreExact() throws Exception {
    Thread[] threads = new Thread[4];
    CountDownLatch start = new CountDownLatch(1);
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                for (int i = 0; i < 50_000; i++) {
                  recent.admitted(IpAddress.ofIpv4(i % 1_000), ACME);
                }
              });
      threads[t].start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(recent.of("acme")).hasSize(1_000);
    assertThat(recent.of("acme").stream().mapToLong(RecentClients.Client::count).sum())
        .isEqualTo(200_000);
  }

  @Test
  void allTenantsTogetherHaveABound() {
    for (int t = 0; t < 60; t++) {
      Caller tenant = Caller.ofTenant("t" + t);
      for (int i = 0; i < 11_000; i++) {
        recent.admitted(IpAddress.ofIpv4(i), tenant);
      }
    }
    long held = 0;
    for (String tenant : recent.tenants()) {
      held += recent.of(tenant).size();
    }
    assertThat(held).isLessThanOrEqualTo(RecentClients.MOST);
    assertThat(recent.isMissingSome()).isTrue();
    assertThat(known("t0")).isNotEmpty();
  }

  @Test
  void clientThatIsKnownCostsNoObject() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    IpAddress address = IpAddress.ofIpv4(7);
    for (int i = 0; i < 20_000; i++) {
      recent.admitted(address, ACME);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      recent.admitted(address, ACME);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }
}
