package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges are counted, subtracted and shown exactly, at the ends of both families too. */
class IpRangesTest {
  /** Each 32 addresses from here on: both ends of both families, and both sides of the mapped. */
  private static final List<String> CORNERS =
      List.of(
          "0.0.0.0",
          "255.255.255.224",
          "::",
          "::fffe:ffff:ffe0",
          "::1:0:0:0",
          "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffe0");

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 256",
    "203.0.113.0/25 203.0.113.128/25, 256",
    "203.0.113.0/24 203.0.113.7 203.0.113.9-20, 256",
    "192.0.2.1 192.0.2.3, 2",
    "0.0.0.0/0, 4294967296",
    "2001:db8::/64, 18446744073709551616",
    "2001:db8::/32 192.0.2.1, 79228162514264337593543950337",
    "8000::/1, 170141183460469231731687303715884105728",
    "::/0, 340282366920938463463374607427473244160",
    "::/0 0.0.0.0/0, 340282366920938463463374607431768211456",
  })
  void addressesAreCountedOnce(String rules, String size) throws IpSyntaxException {
    assertThat(ranges(rules).size()).isEqualTo(new BigInteger(size));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/25 203.0.113.128/25, 203.0.113.0/24",
    "192.0.2.1 192.0.2.2 192.0.2.3, 192.0.2.1-192.0.2.3",
    "192.0.2.7 192.0.2.7/32, 192.0.2.7",
    "2001:db8::1 192.0.2.1, 192.0.2.1 2001:db8::1",
    "::/0 0.0.0.0/0, 0.0.0.0/0 ::/0",
    "255.255.255.255 ::1:0:0:0, 255.255.255.255 ::1:0:0:0",
    "8000::/1 ::/1, ::/0",
    "::-2001::, ::-2001::",
  })
  void rangesAreShownAsFewRules(String rules, String shown) throws IpSyntaxException {
    assertThat(text(ranges(rules))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.7, 203.0.113.0-203.0.113.6 203.0.113.8-203.0.113.255",
    "203.0.113.0/24, 203.0.113.0/25, 203.0.113.128/25",
    "203.0.113.0/25, 203.0.113.0/24, ''",
    "0.0.0.0/0, 255.255.255.255, 0.0.0.0-255.255.255.254",
    "::/0, 8000::/1, ::/1",
    "::/0, 0.0.0.0/0, ::/0",
    "0.0.0.0/0, ::/0, 0.0.0.0/0",
  })
  void whatIsThereIsTakenAway(String here, String there, String left) throws IpSyntaxException {
    assertThat(text(ranges(here).minus(ranges(there)))).isEqualTo(left);
  }

  @Test
  void allIsBothFamilies() throws IpSyntaxException {
    assertThat(IpRanges.all().size()).isEqualTo(BigInteger.ONE.shiftLeft(128));
    assertThat(IpRanges.all().minus(ranges("0.0.0.0/0 ::/0")).isEmpty()).isTrue();
    assertThat(IpRanges.empty().size()).isZero();
  }

  @Property(tries = 300)
  void differenceIsThatOfTheAddressesOneByOne(
      @ForAll("lists") List<IpRule> here, @ForAll("lists") List<IpRule> there) {
    Set<IpAddress> expected = new TreeSet<>(slow(here));
    expected.removeAll(new HashSet<>(slow(there)));

    IpRanges left = IpRanges.of(here).minus(IpRanges.of(there));

    assertThat(new TreeSet<>(slow(left.rules()))).isEqualTo(expected);
    assertThat(left.size()).isEqualTo(BigInteger.valueOf(expected.size()));
    assertThat(left.isEmpty()).isEqualTo(expected.isEmpty());
    assertThat(IpRanges.of(left.rules()).rules()).isEqualTo(left.rules());
  }

  @Provide
  Arbitrary<List<IpRule>> lists() {
    Arbitrary<Integer> offset = Arbitraries.integers().between(0, 31);
    return Combinators.combine(Arbitraries.of(CORNERS), offset, offset)
        .as(
            (corner, one, other) ->
                IpRule.ofRange(
                    add(corner, Math.min(one, other)), add(corner, Math.max(one, other))))
        .list()
        .ofMaxSize(12);
  }

  private static IpAddress add(String corner, int offset) {
    try {
      IpAddress base = IpAddress.parse(corner);
      return IpAddress.of(base.high(), base.low() + offset);
    } catch (IpSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Of all addresses at the corners, those that a rule holds. */
  private static List<IpAddress> slow(List<IpRule> rules) {
    List<IpAddress> held = new ArrayList<>();
    for (String corner : CORNERS) {
      for (int offset = 0; offset < 32; offset++) {
        IpAddress address = add(corner, offset);
        if (rules.stream().anyMatch(rule -> rule.contains(address))) {
          held.add(address);
        }
      }
    }
    return held;
  }

  private static IpRanges ranges(String rules) throws IpSyntaxException {
    List<IpRule> parsed = new ArrayList<>();
    for (String rule : rules.split(" ")) {
      parsed.add(IpRule.parse(rule));
    }
    return IpRanges.of(parsed);
  }

  private static String text(IpRanges ranges) {
    return String.join(" ", ranges.rules().stream().map(IpRule::toString).toList());
  }
}
