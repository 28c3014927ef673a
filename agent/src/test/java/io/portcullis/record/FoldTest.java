package io.portcullis.record;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Mode;
import io.portcullis.engine.RequestFacts;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Counting by groups: nothing is lost, nothing is told twice, and there is an end to the groups.
 */
class FoldTest {
  private static FoldKey key(IpAddress client) {
    return FoldKey.of(Decisions.of(Mode.ENFORCE, RequestFacts.from(client).build()));
  }

  private static FoldKey key(String client) {
    return key(address(client));
  }

  @Test
  void keyWidensToTheNetwork() {
    assertThat(key("198.51.100.77").where()).isEqualTo("198.51.100.77");
    assertThat(key("198.51.100.77").network().where()).isEqualTo("198.51.100.0/24");
    assertThat(key("2001:db8:1:2:3:4:5:6").network().where()).isEqualTo("2001:db8:1:2::/64");
    assertThat(key("198.51.100.77").network()).isEqualTo(key("198.51.100.5").network());
    assertThat(key("198.51.100.77").network()).isNotEqualTo(key("198.51.101.77").network());
    assertThat(key("198.51.100.77").network().network()).isEqualTo(key("198.51.100.1").network());
  }

  @Test
  void keyTellsEffectScopeAndCodeApart() {
    FoldKey denied = key("192.0.2.9");
    assertThat(FoldKey.of(Decisions.of(Mode.MONITOR, from("192.0.2.9").build())))
        .isNotEqualTo(denied);
    assertThat(
            FoldKey.of(
                Decisions.of(
                    Mode.ENFORCE, from("192.0.2.9").header("X-Tenant-Id", "a \"c\" me").build())))
        .isNotEqualTo(denied);
    FoldKey hidden = FoldKey.of(Decisions.of(Mode.ENFORCE, RequestFacts.fromHiddenPeer().build()));
    assertThat(hidden.span()).isEqualTo(FoldKey.Span.UNREADABLE);
    assertThat(hidden.where()).isEmpty();
    assertThat(hidden.network()).isEqualTo(hidden);
  }

  @Test
  void addressesThenNetworksThenTheRest() {
    FoldWindow window = new FoldWindow();
    // 64 addresses a network: the networks of the later ones still find room, for a while.
    int addresses = 400_000;
    for (int i = 0; i < addresses; i++) {
      FoldKey key = key(IpAddress.of(0x20010db8_00000000L + i / 64, i));
      assertThat(window.count(key, 1, Extent.at(i + 1, i))).isTrue();
    }
    List<Folded> folded = window.close("run");
    assertThat(folded).hasSizeLessThanOrEqualTo(FoldWindow.GROUPS).hasSizeGreaterThan(9900);
    assertThat(folded.stream().mapToLong(Folded::count).sum()).isEqualTo(addresses);
    Map<FoldKey.Span, Long> bySpan = new HashMap<>();
    for (Folded one : folded) {
      bySpan.merge(one.key().span(), one.count(), Long::sum);
    }
    assertThat(bySpan.get(FoldKey.Span.ADDRESS)).isBetween(7_900L, 8_000L);
    assertThat(bySpan.get(FoldKey.Span.NETWORK)).isGreaterThan(100_000);
    assertThat(bySpan.get(FoldKey.Span.REST)).isGreaterThan(100_000);
    Folded rest =
        folded.stream().filter(f -> f.key().span() == FoldKey.Span.REST).findFirst().orElseThrow();
    assertThat(rest.key().code()).isEqualTo(Code.IP_NOT_ALLOWED);
    assertThat(rest.line()).contains(" client=* ").contains(" last=run-61a80 ");
  }

  @Test
  void closedWindowCountsNothing() {
    FoldWindow window = new FoldWindow();
    assertThat(window.count(key("192.0.2.1"), 1, Extent.at(1, 1))).isTrue();
    assertThat(window.close("run")).hasSize(1);
    assertThat(window.count(key("192.0.2.1"), 1, Extent.at(2, 1))).isFalse();
    assertThat(window.count(key("192.0.2.2"), 1, Extent.at(3, 1))).isFalse();
    assertThat(
            window.count(
                FoldKey.rest(Decision.Effect.DENY, Code.IP_NOT_ALLOWED), 1, Extent.at(4, 1)))
        .isFalse();
  }

  @Test
  void firstDenialsAndTheFirstOfEachAddressAreDetails() {
    FoldWindow window = new FoldWindow();
    FoldKey one = key("192.0.2.1");
    int details = 0;
    for (int i = 0; i < 5000; i++) {
      details += window.isDetail(one) ? 1 : 0;
    }
    assertThat(details).as("and one as the sample of its address").isEqualTo(FoldWindow.PLAIN + 1);
    for (int i = 0; i < 5000; i++) {
      details += window.isDetail(key(IpAddress.ofIpv4(i))) ? 1 : 0;
    }
    assertThat(details).isEqualTo(FoldWindow.DETAILS);
  }

  /** What a map would count, which nobody could use without a lock. */
  @Property(tries = 50)
  void countsAreThoseOfAMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int clients) {
    SplittableRandom random = new SplittableRandom(seed);
    FoldWindow window = new FoldWindow();
    Map<FoldKey, Long> expected = new HashMap<>();
    for (int i = 1; i <= 5000; i++) {
      FoldKey key = key(IpAddress.ofIpv4(random.nextInt(clients) * 77));
      window.count(key, 1, Extent.at(i, i));
      expected.merge(key, 1L, Long::sum);
    }
    Map<FoldKey, Long> counted = new HashMap<>();
    for (Folded folded : window.close("run")) {
      assertThat(counted.put(folded.key(), folded.count())).isNull();
    }
    assertThat(counted).isEqualTo(expected);
  }

  @Test
  @Timeout(60)
  void nothingIsLostWhileWindowsAreRolledUnderTheCounters() throws Exception {
    DenialStream stream = new DenialStream(1);
    int threads = 3;
    int each = 300_000;
    AtomicBoolean counting = new AtomicBoolean(true);
    List<Folded> told = Collections.synchronizedList(new ArrayList<>());
    Thread roller =
        new Thread(
            () -> {
              while (counting.get()) {
                told.addAll(stream.roll());
              }
              told.addAll(stream.roll());
            });
    FoldKey[] keys = new FoldKey[64];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(IpAddress.ofIpv4(i));
    }
    Thread[] requests = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int first = t * each;
      requests[t] =
          new Thread(
              () -> {
                for (int i = 1; i <= each; i++) {
                  stream.count(keys[i & 63], "run-" + Integer.toHexString(first + i), i);
                }
              });
    }
    roller.start();
    for (Thread request : requests) {
      request.start();
    }
    for (Thread request : requests) {
      request.join();
    }
    counting.set(false);
    roller.join();
    assertThat(told.stream().mapToLong(Folded::count).sum()).isEqualTo((long) threads * each);
    assertThat(told.size()).as("windows that were told").isGreaterThan(64);
    assertThat(told).allMatch(folded -> folded.firstId().startsWith("run-"));
  }
}
