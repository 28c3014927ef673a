package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpBlocksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7 | 192.0.2.7/32",
        "192.0.2.0/24 | 192.0.2.0/24",
        "192.0.2.1-6 | 192.0.2.1/32 192.0.2.2/31 192.0.2.4/31 192.0.2.6/32",
        "0.0.0.0-255.255.255.255 | 0.0.0.0/0",
        "::/0 | ::/0",
        "2001:db8::-2001:db8::2 | 2001:db8::/127 2001:db8::2/128",
        "::fffe:ffff:ffff-::1:0:0:0 | ::fffe:ffff:ffff/128 ::1:0:0:0/128"
      })
  void rangeIsCutIntoTheFewestBlocksOfItsFamily(String rule, String blocks) {
    assertThat(IpTexts.rule(rule).blocks())
        .extracting(IpRule::toString)
        .containsExactly(blocks.split(" "));
  }

  @Property(tries = 1_000)
  void blocksTogetherHoldWhatTheRangeHolds(@ForAll long seed) {
    Random random = new Random(seed);
    boolean ipv4 = random.nextBoolean();
    IpAddress one = address(ipv4, random);
    IpAddress other = address(ipv4, random);
    IpRule rule =
        one.compareTo(other) <= 0
            ? IpTexts.rule(one + "-" + other)
            : IpTexts.rule(other + "-" + one);
    List<IpRule> blocks = rule.blocks();

    assertThat(blocks.size()).isLessThanOrEqualTo(ipv4 ? 62 : 254);
    BigInteger next = SlowIp.number(rule.first());
    for (IpRule block : blocks) {
      assertThat(SlowIp.number(block.first())).as("%s", rule).isEqualTo(next);
      BigInteger size = SlowIp.number(block.last()).subtract(next).add(BigInteger.ONE);
      assertThat(size.bitCount()).isEqualTo(1);
      assertThat(next.mod(size)).isEqualTo(BigInteger.ZERO);
      assertThat(rule.isNarrowerThan(block)).isFalse();
      assertThat(block.isNarrowerThan(rule)).isEqualTo(blocks.size() > 1);
      next = next.add(size);
    }
    assertThat(next).isEqualTo(SlowIp.number(rule.last()).add(BigInteger.ONE));
  }

  // No range of these is around the mapped block, which is left out of such a one.
  private static IpAddress address(boolean ipv4, Random random) {
    long low = random.nextLong() >>> random.nextInt(64);
    return ipv4
        ? IpAddress.ofIpv4((int) low)
        : IpAddress.of(0x2001_0db8_0000_0000L | random.nextInt(3), low);
  }
}
