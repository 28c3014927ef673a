package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IpTablePropertyTest {
  private static final BigInteger END = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
  private static final BigInteger MAPPED_END =
      SlowIp.MAPPED.add(BigInteger.ONE.shiftLeft(32)).subtract(BigInteger.ONE);

  @Property(tries = 500)
  void narrowestRuleWinsAtEveryEdge(@ForAll("ruleLists") List<IpRule> rules) {
    IpTable<Integer> table = table(rules);
    assertThat(table.size()).isEqualTo(rules.size());
    for (IpAddress probe : probes(rules)) {
      int expected = SlowIp.lookup(rules, probe);
      assertThat(table.lookup(probe, -1)).as("%s in %s", probe, rules).isEqualTo(expected);
      assertThat(table.lookup(probe.high(), probe.low(), -1)).isEqualTo(expected);
      assertThat(table.lookup(bytes(probe), -1)).isEqualTo(expected);
    }
  }

  @Property(tries = 250)
  void setHoldsWhatSomeRuleHolds(@ForAll("ruleLists") List<IpRule> rules) {
    IpSet set = IpSet.of(rules);
    assertThat(set.isEmpty()).isEqualTo(rules.isEmpty());
    for (IpAddress probe : probes(rules)) {
      boolean expected = SlowIp.lookup(rules, probe) >= 0;
      assertThat(set.contains(probe)).as("%s in %s", probe, rules).isEqualTo(expected);
      assertThat(set.contains(bytes(probe))).isEqualTo(expected);
    }
  }

  @Property(tries = 1_000)
  void setsOverlapIfTwoOfTheirRulesDo(
      @ForAll("shortLists") List<IpRule> left, @ForAll("shortLists") List<IpRule> right) {
    boolean expected = false;
    for (IpRule a : left) {
      for (IpRule b : right) {
        expected |= SlowIp.holds(a, b.first()) || SlowIp.holds(b, a.first());
      }
    }
    assertThat(IpSet.of(left).overlaps(IpSet.of(right))).isEqualTo(expected);
    assertThat(IpSet.of(right).overlaps(IpSet.of(left))).isEqualTo(expected);
  }

  @Property(tries = 1_000)
  void familyCutIntoPiecesIsWholeUntilOneIsMissing(
      @ForAll boolean ipv4, @ForAll long seed, @ForAll boolean cutAtTheMappedBlock) {
    Random random = new Random(seed);
    List<BigInteger> cuts = new ArrayList<>();
    cuts.add(ipv4 ? SlowIp.MAPPED : BigInteger.ZERO);
    for (int i = random.nextInt(8); i > 0; i--) {
      BigInteger cut = new BigInteger(ipv4 ? 32 : 128, random);
      cuts.add(ipv4 ? SlowIp.MAPPED.add(cut) : cut);
    }
    BigInteger end = ipv4 ? MAPPED_END : END;
    cuts.add(end.add(BigInteger.ONE));
    Collections.sort(cuts);
    List<IpRule> rules = new ArrayList<>();
    for (int i = 0; i + 1 < cuts.size(); i++) {
      BigInteger from = cuts.get(i);
      BigInteger to = cuts.get(i + 1).subtract(BigInteger.ONE);
      if (from.compareTo(to) > 0) {
        continue;
      }
      boolean around = from.compareTo(SlowIp.MAPPED) < 0 && to.compareTo(MAPPED_END) > 0;
      if (around && cutAtTheMappedBlock) {
        rules.add(range(from, SlowIp.MAPPED.subtract(BigInteger.ONE)));
        rules.add(range(MAPPED_END.add(BigInteger.ONE), to));
      } else {
        rules.add(range(from, to));
      }
    }
    Collections.shuffle(rules, random);
    assertThat(IpSet.of(rules).coversWholeFamily()).as("%s", rules).isTrue();
    rules.remove(random.nextInt(rules.size()));
    assertThat(IpSet.of(rules).coversWholeFamily()).as("%s", rules).isFalse();
  }

  /** Enough rules for all the buckets there can be; too many for the shrinking of a property. */
  @Test
  void longListAgreesWithTheOracle() {
    Random random = new Random(20261121);
    List<IpRule> rules = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      int bits = random.nextInt(25) + 8;
      long base = random.nextBoolean() ? 0x2a00_0000_0000_0000L : 0x2001_0db8_0000_0000L;
      long high = base | random.nextLong() >>> 10;
      rules.add(
          random.nextBoolean()
              ? IpTexts.rule(IpAddress.ofIpv4(random.nextInt()) + "/" + bits)
              : IpTexts.rule(IpAddress.of(high, random.nextLong()) + "/" + 3 * bits));
    }
    IpTable<Integer> table = table(rules);
    for (int i = 0; i < 1_500; i++) {
      IpRule near = rules.get(random.nextInt(rules.size()));
      BigInteger at = SlowIp.number(random.nextBoolean() ? near.first() : near.last());
      IpAddress probe = SlowIp.address(at.add(BigInteger.valueOf(random.nextInt(3) - 1)).and(END));
      assertThat(table.lookup(probe, -1)).as("%s", probe).isEqualTo(quickScan(rules, probe));
    }
  }

  // The oracle's answer with the containment test of IpRule, which has its own oracle above.
  private static int quickScan(List<IpRule> rules, IpAddress probe) {
    List<IpRule> holding = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).contains(probe)) {
        holding.add(rules.get(i));
        numbers.add(i);
      }
    }
    int best = SlowIp.lookup(holding, probe);
    return best < 0 ? -1 : numbers.get(best);
  }

  private static IpTable<Integer> table(List<IpRule> rules) {
    IpTable.Builder<Integer> builder = IpTable.builder();
    for (int i = 0; i < rules.size(); i++) {
      builder.add(rules.get(i), i);
    }
    return builder.build();
  }

  private static List<IpAddress> probes(List<IpRule> rules) {
    List<IpAddress> probes = new ArrayList<>();
    for (IpRule rule : rules) {
      for (IpAddress edge : new IpAddress[] {rule.first(), rule.last()}) {
        for (int step = -1; step <= 1; step++) {
          BigInteger at = SlowIp.number(edge).add(BigInteger.valueOf(step));
          probes.add(SlowIp.address(at.and(END)));
        }
      }
    }
    for (String text :
        new String[] {"0.0.0.0", "255.255.255.255", "::", "::fffe:ffff:ffff", "::1:0:0:0"}) {
      probes.add(IpTexts.ip(text));
    }
    probes.add(SlowIp.address(END));
    return probes;
  }

  private static byte[] bytes(IpAddress address) {
    byte[] bytes = new byte[address.isIpv4() ? 4 : 16];
    BigInteger number = SlowIp.number(address);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(8 * (bytes.length - 1 - i)).byteValue();
    }
    return bytes;
  }

  private static IpRule range(BigInteger first, BigInteger last) {
    return IpTexts.rule(SlowIp.address(first) + "-" + SlowIp.address(last));
  }

  @Provide
  Arbitrary<List<IpRule>> ruleLists() {
    return rules().list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<IpRule>> shortLists() {
    return rules().list().ofMaxSize(3);
  }

  /** Rules that crowd around a few places, so that they nest, overlap and touch. */
  private static Arbitrary<IpRule> rules() {
    Arbitrary<BigInteger> ipv4 =
        places("0.0.0.0", "10.0.0.0", "127.255.255.250", "203.0.113.0", "255.255.255.236")
            .map(IpTablePropertyTest::intoMapped);
    Arbitrary<BigInteger> ipv6 =
        places("::", "2001:db8::", "2001:db8::ffff:ffff:ffff:fffa", "7fff::", "::1:0:0:0");
    Arbitrary<IpRule> ranges =
        Arbitraries.oneOf(
            Combinators.combine(ipv4, ipv4).as(IpTablePropertyTest::between),
            Combinators.combine(ipv6, ipv6).as(IpTablePropertyTest::between));
    Arbitrary<IpRule> blocks =
        Combinators.combine(Arbitraries.oneOf(ipv4, ipv6), Arbitraries.integers().between(0, 128))
            .as(IpTablePropertyTest::block);
    return Arbitraries.oneOf(ranges, ranges, blocks);
  }

  private static Arbitrary<BigInteger> places(String... near) {
    Arbitrary<Integer> step = Arbitraries.integers().between(0, 20);
    return Combinators.combine(Arbitraries.of(near), step, Arbitraries.integers().between(0, 9))
        .as(
            (text, small, far) -> {
              BigInteger at = SlowIp.number(IpTexts.ip(text)).add(BigInteger.valueOf(small));
              return far == 0 && text.indexOf(':') >= 0
                  ? END.subtract(BigInteger.valueOf(small))
                  : at;
            });
  }

  private static BigInteger intoMapped(BigInteger number) {
    return number.min(MAPPED_END);
  }

  private static IpRule between(BigInteger a, BigInteger b) {
    return range(a.min(b), a.max(b));
  }

  private static IpRule block(BigInteger at, int length) {
    IpAddress address = SlowIp.address(at);
    try {
      return IpRule.parse(address + "/" + (address.isIpv4() ? length & 31 : length));
    } catch (IpSyntaxException straddling) {
      return IpTexts.rule(address.toString());
    }
  }
}
