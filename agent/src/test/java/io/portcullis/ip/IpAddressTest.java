package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "203.0.113.7, 203.0.113.7",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:2:0:0:3:4, 1::2:0:0:3:4",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7.8.9.10, 1:2:3:4:5:6:708:90a",
    "::8.8.8.8, ::808:808",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "::ffff:192.0.2.128, 192.0.2.128",
    "::FFFF:c000:280, 192.0.2.128",
    "0:0:0:0:0:ffff:c000:0280, 192.0.2.128",
    "::fffe:0:0, ::fffe:0:0",
    "::1:0:0:0, ::1:0:0:0",
  })
  void textIsReadAndPrintedInItsOneCanonicalForm(String text, String canonical) throws Exception {
    assertThat(IpAddress.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | nothing is written",
        "\" 1.2.3.4\" | a space or control character in it",
        "1.2.\u00003.4 | a space or control character in it",
        "\u0661.2.3.4 | a character in it that is not ASCII",
        "１.2.3.4 | a character in it that is not ASCII",
        "fe80::1%eth0 | a zone (`%` and what follows) is not allowed",
        "[::1] | brackets are not allowed",
        "10.1.*.* | wildcards are not allowed, write a block such as `10.1.0.0/16`",
        "1.2.3.4:80 | a port is not allowed",
        "example.com | not an address, and names are not looked up",
        "localhost | not an address, and names are not looked up",
        "0x7f.0.0.1 | octets are decimal, not hexadecimal",
        "0x7f000001 | octets are decimal, not hexadecimal",
        "1.2.3.4; | `;` does not belong in an address",
        "+1.2.3.4 | `+` does not belong in an address",
        "2130706433 | an IPv4 address has 4 octets, this has 1",
        "127.1 | an IPv4 address has 4 octets, this has 2",
        "1.2.3.4.5 | an IPv4 address has 4 octets, this has 5",
        "1.2..4 | an octet is missing",
        "1.2.3. | an octet is missing",
        "010.0.0.1 | octet `010` has a leading zero",
        "0.0.0.00 | octet `00` has a leading zero",
        "1.2.3.256 | octet `256` over 255",
        "1.2.3.4294967297 | octet `4294967297` over 255",
        "1:2:3:4:5:6:7 | an IPv6 address has 8 groups, this has 7",
        "1:2:3:4:5:6:7:8:9 | an IPv6 address has 8 groups, this has 9",
        "1:2:3:4:5:6:7:1.2.3.4 | an IPv6 address has 8 groups, this has 9",
        "1:2:3:4::5:6:7:8 | `::` stands for no group, there are 8 without it",
        "1:2:3:4:5:6:7:8:: | `::` stands for no group, there are 8 without it",
        "1:2:3:4:5::6:7:8:9 | an IPv6 address has at most 8 groups, this has 9",
        "1::2::3 | `::` more than once",
        "1:::2 | more than two colons in a row",
        ":1::2 | a single colon at its start",
        "1::2: | a single colon at its end",
        ": | a single colon at its start",
        "02001:db8:: | group `02001` has more than 4 digits",
        "::g | `g` is not a hexadecimal digit",
        "::1.2.3.4:1 | an IPv4 part that is not at its end",
        "::01.2.3.4 | its IPv4 part is wrong: octet `01` has a leading zero",
        "::1.2.3 | its IPv4 part is wrong: an IPv4 address has 4 octets, this has 3",
        "::ffff:1.2.3.4:80 | an IPv4 part that is not at its end",
      })
  void textThatIsNoAddressIsRefusedWithItsCause(String text, String cause) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOfSatisfying(
            IpSyntaxException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(IpSyntaxException.Kind.SINGLE);
              assertThat(e.reason()).isEqualTo(cause);
              assertThat(e)
                  .hasMessageStartingWith("invalid IP address `")
                  .hasMessageEndingWith(cause);
            });
    assertThat(IpAddress.find(text, 0, text.length())).isEmpty();
  }

  @Test
  void messageShowsNoControlCharacterAndNoEndlessText() {
    assertThatThrownBy(() -> IpAddress.parse("1.2.3.4\r\nforged `line` \u202e"))
        .hasMessage(
            "invalid IP address `1.2.3.4\\u000d\\u000aforged \\u0060line\\u0060 \\u202e`: "
                + "a space or control character in it");
    assertThatThrownBy(() -> IpAddress.parse("1".repeat(1_000_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).contains("1…`"));
  }

  @Test
  void addressIsFoundInsideALongerText() {
    String text = "for=203.0.113.7, ::1";
    assertThat(IpAddress.find(text, 4, 15)).map(IpAddress::toString).hasValue("203.0.113.7");
    assertThat(IpAddress.find(text, 17, 20)).map(IpAddress::toString).hasValue("::1");
    assertThat(IpAddress.find(text, 4, 16)).isEmpty();
    assertThat(IpAddress.find(text, 4, 4)).isEmpty();
    assertThat(IpAddress.find(new StringBuilder(text), 17, 20)).isPresent();
  }

  @Test
  void bytesOfASocketAreAnAddress() {
    assertThat(IpAddress.of(new byte[] {(byte) 203, 0, 113, (byte) 200}))
        .hasToString("203.0.113.200")
        .matches(IpAddress::isIpv4);
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 203, 0, 113, (byte) 200};
    assertThat(IpAddress.of(mapped)).isEqualTo(IpTexts.ip("203.0.113.200"));
    byte[] v6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, -1};
    assertThat(IpAddress.of(v6)).hasToString("2001:db8::8000:0:0:ff").matches(a -> !a.isIpv4());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.of(new byte[5]))
        .withMessage("an address has 4 or 16 bytes, not 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "203.0.113.200", "::", "2001:db8::1", "fe80:1:2:3:4:5:6:ff80"})
  void bytesAreThoseThatMakeTheAddress(String text) throws Exception {
    IpAddress address = IpAddress.parse(text);

    assertThat(address.bytes()).hasSize(text.indexOf(':') < 0 ? 4 : 16);
    assertThat(IpAddress.of(address.bytes())).isEqualTo(address);
    assertThat(InetAddress.getByName(text).getAddress()).isEqualTo(address.bytes());
  }

  @Test
  void mappedAddressIsTheIpv4AddressWhereverItComesFrom() {
    IpAddress address = IpTexts.ip("192.0.2.1");
    assertThat(IpAddress.ofIpv4(0xc000_0201)).isEqualTo(address).hasSameHashCodeAs(address);
    assertThat(IpAddress.of(0, 0xffff_c000_0201L)).isEqualTo(address);
    assertThat(IpTexts.ip("::ffff:c000:201")).isEqualTo(address);
    assertThat(IpTexts.ip("::c000:201")).isNotEqualTo(address);
  }

  @Test
  void orderIsThatOfUnsignedNumbers() {
    assertThat(IpTexts.ip("127.255.255.255")).isLessThan(IpTexts.ip("128.0.0.0"));
    assertThat(IpTexts.ip("7fff::")).isLessThan(IpTexts.ip("8000::"));
    assertThat(IpTexts.ip("::7fff:0:0:0")).isLessThan(IpTexts.ip("::8000:0:0:0"));
    assertThat(IpTexts.ip("::1").compareTo(IpTexts.ip("::1"))).isZero();
  }

  @Test
  void whatFollowsAnAddressMakesItNone() {
    for (String end : new String[] {"\0", "\n", " ", "%", "/", "x", "."}) {
      String text = "1.2.3.4" + end;
      assertThat(IpAddress.find(text, 0, text.length())).as(text).isEmpty();
    }
    assertThat(IpAddress.find("", 0, 0)).isEmpty();
  }
}
