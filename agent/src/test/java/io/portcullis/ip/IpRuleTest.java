package io.portcullis.ip;

import static io.portcullis.ip.IpTexts.ip;
import static io.portcullis.ip.IpTexts.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRuleTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.42, SINGLE, 203.0.113.42, 203.0.113.42, 203.0.113.42, false",
    "2001:DB8::1, SINGLE, 2001:db8::1, 2001:db8::1, 2001:db8::1, false",
    "::ffff:10.0.0.1, SINGLE, 10.0.0.1, 10.0.0.1, 10.0.0.1, false",
    "203.0.113.0/24, CIDR, 203.0.113.0, 203.0.113.255, 203.0.113.0/24, false",
    "203.0.113.7/24, CIDR, 203.0.113.0, 203.0.113.255, 203.0.113.0/24, true",
    "203.0.113.7/32, CIDR, 203.0.113.7, 203.0.113.7, 203.0.113.7/32, false",
    "128.0.0.0/1, CIDR, 128.0.0.0, 255.255.255.255, 128.0.0.0/1, false",
    "1.2.3.4/0, CIDR, 0.0.0.0, 255.255.255.255, 0.0.0.0/0, true",
    "2001:db8::/32, CIDR, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db8::/32, false",
    "2001:db8::1/64, CIDR, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff, 2001:db8::/64, true",
    "2001:db8:0:1::/63, CIDR, 2001:db8::, 2001:db8:0:1:ffff:ffff:ffff:ffff, 2001:db8::/63, true",
    "2001:db8::1/65, CIDR, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff, 2001:db8::/65, true",
    "2001:db8::1/128, CIDR, 2001:db8::1, 2001:db8::1, 2001:db8::1/128, false",
    "::/0, CIDR, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::/0, false",
    "::/8, CIDR, ::, ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::/8, false",
    "::ffff:10.0.0.0/104, CIDR, 10.0.0.0, 10.255.255.255, 10.0.0.0/8, false",
    "::ffff:10.1.2.3/104, CIDR, 10.0.0.0, 10.255.255.255, 10.0.0.0/8, true",
    "::ffff:a00:0/104, CIDR, 10.0.0.0, 10.255.255.255, 10.0.0.0/8, false",
    "::ffff:0:0/96, CIDR, 0.0.0.0, 255.255.255.255, 0.0.0.0/0, false",
    "::ffff:1.2.3.4/128, CIDR, 1.2.3.4, 1.2.3.4, 1.2.3.4/32, false",
    "203.0.113.10-20, RANGE, 203.0.113.10, 203.0.113.20, 203.0.113.10-203.0.113.20, false",
    "203.0.113.10-10, RANGE, 203.0.113.10, 203.0.113.10, 203.0.113.10-203.0.113.10, false",
    "203.0.113.0-255, RANGE, 203.0.113.0, 203.0.113.255, 203.0.113.0-203.0.113.255, false",
    "203.0.113.0-0, RANGE, 203.0.113.0, 203.0.113.0, 203.0.113.0-203.0.113.0, false",
    "203.0.113.10-203.0.114.20, RANGE, 203.0.113.10, 203.0.114.20, 203.0.113.10-203.0.114.20, false",
    "2001:db8::1-2001:db8::ff, RANGE, 2001:db8::1, 2001:db8::ff, 2001:db8::1-2001:db8::ff, false",
    "::ffff:10.0.0.1-10.0.0.9, RANGE, 10.0.0.1, 10.0.0.9, 10.0.0.1-10.0.0.9, false",
  })
  void ruleIsReadByItsShape(
      String text, IpRule.Type type, String first, String last, String canonical, boolean masked) {
    IpRule rule = rule(text);
    assertThat(rule.type()).isEqualTo(type);
    assertThat(rule.first()).isEqualTo(ip(first));
    assertThat(rule.last()).isEqualTo(ip(last));
    assertThat(rule).hasToString(canonical).isEqualTo(rule(canonical));
    assertThat(rule.hostBitsMasked()).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3.4/33 | CIDR | prefix over 32",
        "1.2.3.4/4294967296 | CIDR | prefix over 32",
        "2001:db8::/129 | CIDR | prefix over 128",
        "::ffff:1.2.3.4/129 | CIDR | prefix over 128",
        "1.2.3.0/024 | CIDR | prefix has a leading zero",
        "::/00 | CIDR | prefix has a leading zero",
        "1.2.3.0/ | CIDR | no prefix length after `/`",
        "/24 | CIDR | no address before `/`",
        "1.2.3.4/-1 | CIDR | the prefix length is not a decimal number",
        "1.2.3.4/+8 | CIDR | the prefix length is not a decimal number",
        "1.2.3.4/2a | CIDR | the prefix length is not a decimal number",
        "1.2.3.4/\u0662 | CIDR | the prefix length is not a decimal number",
        "1.2.3.4/24/8 | CIDR | the prefix length is not a decimal number",
        "10.0.0.0/8-11.0.0.0/8 | CIDR | the prefix length is not a decimal number",
        "1.2.3.0/255.255.255.0 | CIDR | netmasks are not allowed, write `/24`",
        "0.0.0.0/0.0.0.0 | CIDR | netmasks are not allowed, write `/0`",
        "1.2.3.0/255.0.255.0 | CIDR | netmasks are not allowed, write a prefix length such as `/24`",
        "1.2.3/24 | CIDR | an IPv4 address has 4 octets, this has 3",
        "010.0.0.0/8 | CIDR | octet `010` has a leading zero",
        "fe80::1%eth0/64 | CIDR | a zone (`%` and what follows) is not allowed",
        "::ffff:10.0.0.0/8 | CIDR | it straddles the IPv4-mapped block `::ffff:0:0/96`, write IPv4 as IPv4",
        "::ffff:0:0/95 | CIDR | it straddles the IPv4-mapped block `::ffff:0:0/96`, write IPv4 as IPv4",
        "::fffe:0:0/95 | CIDR | it straddles the IPv4-mapped block `::ffff:0:0/96`, write IPv4 as IPv4",
        "::8000:0:0/81 | CIDR | it straddles the IPv4-mapped block `::ffff:0:0/96`, write IPv4 as IPv4",
        "::ffff:0:0/0 | CIDR | it straddles the IPv4-mapped block `::ffff:0:0/96`, write IPv4 as IPv4",
        "203.0.113.20-10 | RANGE | start after end",
        "203.0.113.20-203.0.113.10 | RANGE | start after end",
        "::2-::1 | RANGE | start after end",
        "1.2.3.4-::1 | RANGE | families differ",
        "::1-1.2.3.4 | RANGE | families differ",
        "::1-::ffff:1.2.3.4 | RANGE | families differ",
        "203.0.113.10-256 | RANGE | last octet over 255",
        "203.0.113.10-99999999999 | RANGE | last octet over 255",
        "203.0.113.10-020 | RANGE | last octet has a leading zero",
        "203.0.113.10-113.20 | RANGE | its end is wrong: an IPv4 address has 4 octets, this has 2",
        "203.0.113.10- | RANGE | its end is wrong: nothing is written",
        "-203.0.113.10 | RANGE | its start is wrong: nothing is written",
        "1.2.3.4-foo | RANGE | its end is wrong: not an address, and names are not looked up",
        "my-host | RANGE | its start is wrong: not an address, and names are not looked up",
        "1.2.3.4 - 1.2.3.9 | RANGE | its start is wrong: a space or control character in it",
        "1.2.3.4-5-6 | RANGE | its end is wrong: more than one `-`",
        "2001:db8::1-20 | RANGE | an IPv6 range needs the whole address after `-`",
        "1.2.3.256 | SINGLE | octet `256` over 255",
        "* | SINGLE | wildcards are not allowed, write a block such as `10.1.0.0/16`",
      })
  void badRuleIsRefusedWithItsKindAndCause(String text, IpSyntaxException.Kind kind, String cause) {
    assertThatThrownBy(() -> IpRule.parse(text))
        .isInstanceOfSatisfying(
            IpSyntaxException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e).hasMessage(kind.words() + " `" + text + "`: " + cause);
            });
  }

  @Test
  void kindsHaveTheirFixedWords() {
    assertThat(IpSyntaxException.Kind.SINGLE.words()).isEqualTo("invalid IP address");
    assertThat(IpSyntaxException.Kind.CIDR.words()).isEqualTo("invalid CIDR value");
    assertThat(IpSyntaxException.Kind.RANGE.words()).isEqualTo("invalid range value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "::/0",
        "::ffff:0:0/96",
        "0.0.0.0-255.255.255.255",
        "::ffff:0:0-::ffff:ffff:ffff",
        "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      })
  void wholeFamilyIsSeenHoweverWritten(String text) {
    assertThat(rule(text).coversWholeFamily()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/1",
        "0.0.0.1-255.255.255.255",
        "0.0.0.0-255.255.255.254",
        "0.0.0.0",
        "::",
        "::/1",
        "8000::/1",
        "::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      })
  void lessThanAFamilyIsNoWholeFamily(String text) {
    assertThat(rule(text).coversWholeFamily()).isFalse();
  }

  @Test
  void familiesNeverHoldEachOther() {
    assertThat(rule("::/0").contains(ip("1.2.3.4"))).isFalse();
    assertThat(rule("::/0").contains(rule("1.2.3.4"))).isFalse();
    assertThat(rule("::/0").contains(ip("::1"))).isTrue();
    assertThat(rule("0.0.0.0/0").contains(ip("::"))).isFalse();
    assertThat(rule("0.0.0.0/0").contains(ip("::ffff:1.2.3.4"))).isTrue();
  }

  @Test
  void containmentKnowsTheEdges() {
    IpRule rule = rule("10.0.0.10-20");
    assertThat(rule.contains(rule)).isTrue();
    assertThat(rule.contains(rule("10.0.0.10"))).isTrue();
    assertThat(rule.contains(rule("10.0.0.15-21"))).isFalse();
    assertThat(rule.contains(rule("10.0.0.9-15"))).isFalse();
    assertThat(rule.contains(ip("10.0.0.20"))).isTrue();
    assertThat(rule.contains(ip("10.0.0.21"))).isFalse();
    assertThat(rule.contains(ip("10.0.0.9"))).isFalse();
  }

  @Test
  void rulesAreEqualByWhatTheyHold() {
    assertThat(rule("203.0.113.0/24"))
        .isEqualTo(rule("203.0.113.0-255"))
        .isEqualTo(rule("203.0.113.9/24"))
        .hasSameHashCodeAs(rule("203.0.113.0-255"))
        .isNotEqualTo(rule("203.0.113.0/25"))
        .isNotEqualTo("203.0.113.0/24");
  }

  @Test
  void widerRuleComesBeforeThoseInsideIt() {
    assertThat(
            IpTexts.rules("10.0.1.0/24", "10.0.0.0/24", "10.0.0.0/8", "9.0.0.0", "10.0.0.0")
                .stream()
                .sorted()
                .map(IpRule::toString))
        .containsExactly("9.0.0.0", "10.0.0.0/8", "10.0.0.0/24", "10.0.0.0", "10.0.1.0/24");
  }
}
