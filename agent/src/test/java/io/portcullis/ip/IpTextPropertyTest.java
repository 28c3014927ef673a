package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IpTextPropertyTest {
  private static final String LETTERS = "0123456789abcdefABCDEFgx:.% []-/\u0661\uff11\u0000";

  @Property
  void printedAddressIsReadBack(@ForAll("addresses") IpAddress address) throws Exception {
    assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    assertThat(IpAddress.find("x" + address + "y", 1, 1 + address.toString().length()))
        .hasValue(address);
  }

  @Property
  void addressIsPrintedAsTheStandardSays(@ForAll("addresses") IpAddress address) {
    assertThat(address).hasToString(SlowIp.print(address));
  }

  @Property
  void bytesAndHalvesAreTheSameAddress(@ForAll("addresses") IpAddress address) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] = (byte) ((i < 8 ? address.high() : address.low()) >>> (56 - 8 * (i & 7)));
    }
    assertThat(IpAddress.of(bytes)).isEqualTo(address);
  }

  @Property
  void everyWritingOfAnAddressIsReadAsIt(
      @ForAll("addresses") IpAddress address,
      @ForAll boolean upper,
      @ForAll boolean padded,
      @ForAll boolean dottedTail,
      @ForAll int seed)
      throws Exception {
    String text = written(address, padded, dottedTail, Math.floorMod(seed, 64));
    assertThat(IpAddress.parse(upper ? text.toUpperCase(Locale.ROOT) : text)).isEqualTo(address);
  }

  @Property(tries = 20_000)
  void parserAgreesWithTheOracle(@ForAll("texts") String text) {
    var read = IpAddress.find(text, 0, text.length()).map(SlowIp::number);
    assertThat(read).as(text).isEqualTo(SlowIp.parse(text));
    if (read.isEmpty()) {
      assertThatThrownBy(() -> IpAddress.parse(text))
          .isInstanceOfSatisfying(
              IpSyntaxException.class, e -> assertThat(e.reason()).isNotBlank());
    }
  }

  @Property(tries = 5_000)
  void anyTextIsARuleOrRefused(@ForAll("texts") String left, @ForAll("texts") String right) {
    for (String text : new String[] {left + "/" + right, left + "-" + right}) {
      try {
        IpRule rule = IpRule.parse(text);
        assertThat(IpRule.parse(rule.toString())).isEqualTo(rule);
        assertThat(rule.first()).isLessThanOrEqualTo(rule.last());
        assertThat(rule.first().isIpv4()).isEqualTo(rule.last().isIpv4());
      } catch (IpSyntaxException e) {
        assertThat(e.reason()).isNotBlank();
      }
    }
  }

  @Property
  void blockIsTheAddressesThatShareThePrefix(
      @ForAll("addresses") IpAddress address, @ForAll int seed) throws Exception {
    int width = address.isIpv4() ? 32 : 128;
    int length = Math.floorMod(seed, width + 1);
    String text = address + "/" + length;
    BigInteger hosts = BigInteger.ONE.shiftLeft(width - length).subtract(BigInteger.ONE);
    BigInteger first = SlowIp.number(address).andNot(hosts);
    BigInteger last = first.or(hosts);
    boolean straddles =
        width == 128
            && first.signum() > 0
            && first.compareTo(SlowIp.MAPPED) <= 0
            && last.compareTo(SlowIp.MAPPED) >= 0;
    if (straddles) {
      assertThatThrownBy(() -> IpRule.parse(text)).hasMessageContaining("straddles");
      return;
    }
    IpRule rule = IpRule.parse(text);
    assertThat(SlowIp.number(rule.first())).isEqualTo(first);
    assertThat(SlowIp.number(rule.last())).isEqualTo(last);
    assertThat(rule.hostBitsMasked()).isEqualTo(!first.equals(SlowIp.number(address)));
    assertThat(rule).hasToString(rule.first() + "/" + length);
  }

  /** An IPv6 writing of the address, with a random run of zero groups shortened. */
  private static String written(IpAddress address, boolean padded, boolean dottedTail, int pick) {
    BigInteger value = SlowIp.number(address);
    String[] groups = new String[8];
    for (int i = 0; i < 8; i++) {
      int group = value.shiftRight(16 * (7 - i)).intValue() & 0xffff;
      groups[i] = String.format(padded ? "%04x" : "%x", group);
    }
    int count = dottedTail ? 6 : 8;
    int from = pick & 7;
    int to = Math.min(count, from + 1 + (pick >>> 3));
    boolean shortened = from < count;
    for (int i = from; i < to; i++) {
      shortened &= Integer.parseInt(groups[i], 16) == 0;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      if (shortened && i == from) {
        text.append("::");
        i = to - 1;
      } else {
        text.append(i > 0 && !(shortened && i == to) ? ":" : "").append(groups[i]);
      }
    }
    if (dottedTail) {
      int bits = value.intValue();
      text.append(shortened && to == count ? "" : ":");
      text.append(IpAddress.ofIpv4(bits));
    }
    return text.toString();
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    // Groups that are often 0, so that there is something to shorten.
    Arbitrary<Integer> group =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 0xffff));
    Arbitrary<IpAddress> ipv6 =
        group
            .array(Integer[].class)
            .ofSize(8)
            .map(
                groups -> {
                  BigInteger value = BigInteger.ZERO;
                  for (int g : groups) {
                    value = value.shiftLeft(16).or(BigInteger.valueOf(g));
                  }
                  return SlowIp.address(value);
                });
    return Arbitraries.oneOf(ipv6, Arbitraries.integers().map(IpAddress::ofIpv4));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
                ":",
                "::",
                ":::",
                ".",
                "0",
                "00",
                "1",
                "10",
                "010",
                "255",
                "256",
                "ffff",
                "FFFF",
                "12345",
                "g",
                "%eth0",
                "1.2.3.4",
                "a:b:c",
                "1:2:3:4:5:6",
                "::ffff:",
                " ")
            .list()
            .ofMaxSize(9)
            .map(list -> String.join("", list));
    Arbitrary<String> colons =
        Arbitraries.of("0", "1", "ffff", "", "abcd", "1.2.3.4", "02001")
            .list()
            .ofMinSize(1)
            .ofMaxSize(10)
            .map(list -> String.join(":", list));
    Arbitrary<String> dots =
        Arbitraries.of("0", "1", "255", "256", "", "01", "99")
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(list -> String.join(".", list));
    Arbitrary<String> letters = Arbitraries.strings().withChars(LETTERS).ofMaxLength(24);
    Arbitrary<String> changed =
        Combinators.combine(
                addresses(), Arbitraries.integers().between(0, 40), Arbitraries.of(chars(LETTERS)))
            .as(
                (address, at, letter) -> {
                  StringBuilder text = new StringBuilder(address.toString());
                  text.insert(Math.min(at, text.length()), letter);
                  return text.toString();
                });
    Arbitrary<String> whole = addresses().map(IpAddress::toString);
    return Arbitraries.oneOf(pieces, colons, dots, letters, changed, whole);
  }

  private static Character[] chars(String text) {
    return text.chars().mapToObj(c -> (char) c).toArray(Character[]::new);
  }
}
