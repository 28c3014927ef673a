package io.portcullis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSyntaxException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Lists of nested and crossing entries with times, beside a walk over all entries. */
class TimedListPropertyTest {
  private static final int INSTANTS = 12;

  @Property(tries = 600)
  void narrowestEntryInTimeDecidesAtEveryAddressAndInstant(@ForAll long seed) {
    Random random = new Random(seed);
    List<Entry> entries = entries(random);
    AllowlistCheck allowlist =
        AllowlistCheck.of(
            Allowlist.of("global", Mode.ENFORCE, entries), Map.of(), EmptyAllowlist.ALLOW);
    ExemptAddressCheck exempt = ExemptAddressCheck.of(entries);
    for (IpAddress address : probes(entries)) {
      for (int now = -1; now <= INSTANTS; now++) {
        Optional<Entry> expected = narrowest(entries, address, now);
        Verdict listed = allowlist.judge(evaluation(address, now));
        Verdict exempted = exempt.judge(evaluation(address, now));
        String where = address + " at " + now + " in " + entries;
        if (entries.stream().noneMatch(Entry::enabled)) {
          assertThat(listed.code()).as(where).contains(Code.NO_RESTRICTION);
          continue;
        }
        assertThat(listed.entry()).as(where).isEqualTo(expected);
        assertThat(exempted.entry()).as(where).isEqualTo(expected);
        assertThat(listed.kind() == Verdict.Kind.PASS).as(where).isEqualTo(expected.isPresent());
        if (expected.isEmpty()) {
          boolean held = entries.stream().anyMatch(e -> e.enabled() && e.rule().contains(address));
          assertThat(listed.reason()).isEqualTo(held ? "out_of_time" : "not_on_list");
          assertThat(exempted.reason()).isEqualTo(held ? "out_of_time" : "not_exempt");
        }
      }
    }
  }

  /** Would need 400 million links if each address had a chain of its own. */
  @Test
  void twentyThousandNestedRangesAreReadInNoTime() throws IpSyntaxException {
    List<Entry> entries = new ArrayList<>();
    int nested = 20_000;
    for (int i = 0; i < nested; i++) {
      IpRule rule =
          IpRule.parse(IpAddress.ofIpv4(0x0a800000 - i) + "-" + IpAddress.ofIpv4(0x0a800000 + i));
      entries.add(entry(i, rule, true).during(span(i, i + 2)));
    }
    long start = System.nanoTime();
    EntryTable table = EntryTable.of(entries, CheckName.ALLOWLIST, Code.ADMITTED, "global");
    Verdict miss = Verdict.deny(CheckName.ALLOWLIST, Code.IP_NOT_ALLOWED, "miss", "global");
    Verdict out = Verdict.deny(CheckName.ALLOWLIST, Code.IP_NOT_ALLOWED, "out", "global");
    IpAddress middle = IpAddress.ofIpv4(0x0a800000);

    assertThat(table.lookup(evaluation(middle, 7), miss, out).entry()).contains(entries.get(6));
    assertThat(table.lookup(evaluation(middle, nested), miss, out).entry())
        .contains(entries.get(nested - 1));
    assertThat(table.lookup(evaluation(middle, nested + 1), miss, out)).isSameAs(out);
    assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
  }

  // The oracle: the entry that holds the address in time, the narrowest, of those one that always
  // counts, of those the first.
  private static Optional<Entry> narrowest(List<Entry> entries, IpAddress address, long now) {
    Entry best = null;
    for (Entry entry : entries) {
      boolean inTime =
          entry.times().from().orElse(Long.MIN_VALUE) <= now
              && entry.times().until().orElse(Long.MAX_VALUE) > now;
      if (!entry.enabled() || !inTime || !entry.rule().contains(address)) {
        continue;
      }
      if (best == null || wins(entry, best)) {
        best = entry;
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean wins(Entry entry, Entry earlier) {
    int c = size(entry).compareTo(size(earlier));
    return c < 0 || c == 0 && entry.times().isAlways() && !earlier.times().isAlways();
  }

  private static BigInteger size(Entry entry) {
    return number(entry.rule().last()).subtract(number(entry.rule().first()));
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(Long.toUnsignedString(address.high()))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(address.low())));
  }

  /** Rules of both families on few addresses, so that they nest, cross and coincide. */
  private static List<Entry> entries(Random random) {
    List<Entry> entries = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      Entry entry = entry(entries.size(), rule(random), random.nextInt(6) > 0);
      entries.add(random.nextInt(4) == 0 ? entry : entry.during(span(random)));
    }
    return entries;
  }

  private static Entry entry(int number, IpRule rule, boolean enabled) {
    return Entry.of("e" + number, rule, "", "", enabled, "test:1:1");
  }

  private static IpRule rule(Random random) {
    boolean ipv4 = random.nextInt(3) > 0;
    int one = random.nextInt(64);
    int other = random.nextInt(64);
    String text;
    switch (random.nextInt(5)) {
      case 0:
        text = address(ipv4, one).toString();
        break;
      case 1:
        text = address(ipv4, one) + "/" + (ipv4 ? 26 + random.nextInt(7) : 122 + random.nextInt(7));
        break;
      case 2:
        // Around the block of mapped addresses, which as numbers are IPv4.
        text = ipv4 ? address(true, one) + "/8" : "::fffe:0:" + one + "-2001:db8::" + other;
        break;
      default:
        text = address(ipv4, Math.min(one, other)) + "-" + address(ipv4, Math.max(one, other));
        break;
    }
    try {
      return IpRule.parse(text);
    } catch (IpSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static IpAddress address(boolean ipv4, int number) {
    return ipv4
        ? IpAddress.ofIpv4(0x0a000000 + number)
        : IpAddress.of(0x2001_0db8_0000_0000L, number);
  }

  private static TimeSpan span(Random random) {
    int one = random.nextInt(INSTANTS);
    int other = one + 1 + random.nextInt(INSTANTS - one);
    switch (random.nextInt(4)) {
      case 0:
        return TimeSpan.of(OptionalLong.of(one), OptionalLong.empty());
      case 1:
        return TimeSpan.of(OptionalLong.empty(), OptionalLong.of(one));
      default:
        return span(one, other);
    }
  }

  private static TimeSpan span(long from, long until) {
    return TimeSpan.of(OptionalLong.of(from), OptionalLong.of(until));
  }

  private static List<IpAddress> probes(List<Entry> entries) {
    List<IpAddress> probes = new ArrayList<>();
    for (int i = 0; i < 64; i += 3) {
      probes.add(address(true, i));
      probes.add(address(false, i));
    }
    for (Entry entry : entries) {
      probes.add(entry.rule().first());
      probes.add(entry.rule().last());
    }
    return probes;
  }

  private static Evaluation evaluation(IpAddress client, long now) {
    return new Evaluation(
        RequestFacts.from(client).build(),
        new StubResolver(ClientAddress.of(ClientAddress.Origin.PEER, client)),
        () -> now);
  }
}
