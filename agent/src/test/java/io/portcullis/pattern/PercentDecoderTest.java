package io.portcullis.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentDecoderTest {
  private static final int STRICT = PercentDecoder.ALL;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x2f, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffc, 0xffff, 0x10000, 0x3ffff,
        0x10ffff
      })
  void eachLengthOfUtf8IsDecodedFromItsFirstToItsLastCharacter(int codePoint) {
    String text = new String(Character.toChars(codePoint));
    assertThat(PercentDecoder.decode(escaped(text.getBytes(UTF_8)), STRICT)).isEqualTo(text);
    assertThat(PercentDecoder.decode("a" + escaped(text.getBytes(UTF_8)) + "b", STRICT))
        .isEqualTo("a" + text + "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%80",
        "%bf",
        "%c0%80",
        "%c1%bf",
        "%c2",
        "%c2a",
        "%c2%7f",
        "%c2%c0",
        "%df",
        "%e0%9f%bf",
        "%ed%a0%80",
        "%ed%bf%bf",
        "%e1%80",
        "%e1%80%7f",
        "%f0%8f%bf%bf",
        "%f4%90%80%80",
        "%f5%80%80%80",
        "%f8%88%80%80%80",
        "%ff"
      })
  void whatIsNoUtf8IsNoCharacter(String text) {
    assertThat(PercentDecoder.decode(text, STRICT)).startsWith("\ufffd");
    assertThat(PercentDecoder.decode("a" + text, STRICT)).startsWith("a\ufffd");
  }

  @ParameterizedTest
  @CsvSource({
    "%c0%af, /",
    "%e0%80%af, /",
    "%f0%80%80%af, /",
    "%c1%bf, \u007f",
    "%f4%90%80%80, \ufffd\ufffd\ufffd\ufffd",
    "%c0%2f, \ufffd/",
  })
  void overlongOnesAreTakenForWhatIsMeantOnlyIfAsked(String text, String meant) {
    assertThat(PercentDecoder.decode(text, STRICT | PercentDecoder.OVERLONG)).isEqualTo(meant);
    assertThat(PercentDecoder.decode(text, STRICT)).startsWith("\ufffd");
  }

  /** The slow oracle is the decoder of the platform. */
  @Property
  void octetsAreUtf8OrNot(@ForAll @Size(min = 1, max = 6) byte[] octets) {
    String decoded = PercentDecoder.decode(escaped(octets), STRICT);
    Optional<String> expected = utf8(octets);
    if (expected.isPresent()) {
      assertThat(decoded).isEqualTo(expected.get());
    } else {
      assertThat(decoded).contains("\ufffd");
    }
  }

  @Property
  void inLatin1EachOctetIsACharacter(@ForAll byte[] octets) {
    assertThat(PercentDecoder.decode(escaped(octets), STRICT | PercentDecoder.LATIN1))
        .isEqualTo(new String(octets, ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    // as Jetty 9.4 reads them
    "%u0041, A",
    "%U00e4, \u00e4",
    "%u004, %u004",
    "%u00g1, %u00g1",
    "a%u0041, aA",
    "%6>, n",
    "%7f, \u007f",
    "%7, %7",
    "%, %",
    "\u00e4, \ufffd",
    "\u00c3\u00a4, \u00e4",
    "\u0100, \u0100",
    "\u007f, \u007f",
  })
  void looseIsAsJettyReads(String text, String meant) {
    assertThat(PercentDecoder.decode(text, STRICT | PercentDecoder.LOOSE)).isEqualTo(meant);
  }

  private static Optional<String> utf8(byte[] octets) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String escaped(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      text.append('%').append(String.format("%02x", octet & 0xff));
    }
    return text.toString();
  }
}
