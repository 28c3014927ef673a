package io.portcullis.client;

import static io.portcullis.client.Clients.hops;
import static io.portcullis.client.Clients.of;
import static io.portcullis.client.Clients.resolve;
import static io.portcullis.client.Clients.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header {@code Forwarded} of RFC 7239. */
class ForwardedTest {
  private static final String[] TRUSTED = {"10.0.0.0/8", "2001:db8:1::/48"};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          for=203.0.113.7                                       | 203.0.113.7
          FOR=203.0.113.7                                       | 203.0.113.7
          fOr="203.0.113.7"                                     | 203.0.113.7
          for="203.0.113.7:4711"                                | 203.0.113.7
          for=203.0.113.7:4711                                  | 203.0.113.7
          for="203.0.113.7:_p"                                  | 203.0.113.7
          for="[2001:db8::7]"                                   | 2001:db8::7
          for=[2001:db8::7]                                     | 2001:db8::7
          for="[2001:DB8::7]:4711"                              | 2001:db8::7
          for="[2001:db8::7]:_a.b-c_d"                          | 2001:db8::7
          for="[fe80::1%25eth0]:80"                             | fe80::1
          for="[::ffff:203.0.113.7]"                            | 203.0.113.7
          for="203\\.0\\.113\\.7"                               | 203.0.113.7
          for="\\[2001:db8::7\\]:80"                            | 2001:db8::7
          for=203.0.113.7;proto=https;by=10.0.0.5;host=a.b      | 203.0.113.7
          by="[::1]"; for=203.0.113.7 ; host="a, b;for=x\\""    | 203.0.113.7
          for=203.0.113.7;host=a.example:8080                   | 203.0.113.7
          ;;for=203.0.113.7;;                                   | 203.0.113.7
          for=198.51.100.1, for=203.0.113.7                     | 203.0.113.7
          for=203.0.113.7,for=10.1.1.1, for=10.0.0.6;proto=http | 203.0.113.7
          for=10.0.0.7, for=10.0.0.6                            | 10.0.0.7
          ,, for=203.0.113.7 ,, , for=10.0.0.6,                 | 203.0.113.7
          garbage, for=203.0.113.7                              | 203.0.113.7
          for=unknown, for=203.0.113.7                          | 203.0.113.7
          for=1.2.3.4;for=5.6.7.8, for=203.0.113.7              | 203.0.113.7
          for=""foobar";proto=http,FOR="203.0.113.7"            | 203.0.113.7
          proto="a,for=1.2.3.4", for=203.0.113.7                | 203.0.113.7
          for=unknown                                           | hop_not_an_address
          for=_hidden                                           | hop_not_an_address
          for="_hidden:80"                                      | hop_not_an_address
          for=203.0.113.7, for=_hidden, for=10.0.0.6            | hop_not_an_address
          for=""                                                | hop_not_an_address
          for=010.0.0.1                                         | hop_not_an_address
          for=0.0.0.0                                           | hop_not_an_address
          for="[::]"                                            | hop_not_an_address
          for=" 203.0.113.7"                                    | hop_not_an_address
          for="203.0.113.7, 1.2.3.4"                            | hop_not_an_address
          for=2001:db8::7                                       | hop_not_an_address
          for="2001:db8::7"                                     | hop_not_an_address
          for="2001:db8::7:80"                                  | hop_not_an_address
          for="203.0.113.7:_"                                   | hop_not_an_address
          for="203.0.113.7:_a~"                                 | hop_not_an_address
          for="203.0.113.7:80:_p"                               | hop_not_an_address
          for="203.0.113.7:_p:_q"                               | hop_not_an_address
          for="[2001:db8::7"                                    | hop_not_an_address
          for="[2001:db8::7]_p"                                 | hop_not_an_address
          for="203.0.113.7:65536"                               | hop_not_an_address
          proto=https                                           | element_without_for
          for=203.0.113.7, proto=https                          | element_without_for
          for=203.0.113.7, by=10.0.0.6;host=a                   | element_without_for
          fo=203.0.113.7;ford=203.0.113.7                       | element_without_for
          ;                                                     | element_without_for
          203.0.113.7                                           | element_malformed
          for                                                   | element_malformed
          for=                                                  | element_malformed
          =203.0.113.7                                          | element_malformed
          for =203.0.113.7                                      | element_malformed
          for= 203.0.113.7                                      | element_malformed
          for:203.0.113.7                                       | element_malformed
          for=203.0.113.7 1.2.3.4                               | element_malformed
          for=203.0.113.7=1.2.3.4                               | element_malformed
          for="203.0.113.7                                      | element_malformed
          for="203.0.113.7\\"                                   | element_malformed
          for="203.0.113.7\\                                    | element_malformed
          for="203.0.113.7"x                                    | element_malformed
          for="203.0.113.7""1.2.3.4"                            | element_malformed
          for=203.0.113.7"                                      | element_malformed
          for='203.0.113.7'@x                                   | element_malformed
          for=203.0.113.7;for=198.51.100.1                      | element_malformed
          for=203.0.113.7;FOR=203.0.113.7                       | element_malformed
          for=203.0.113.7;proto=a;Proto=b                       | element_malformed
          for=203.0.113.7;proto=                                | element_malformed
          for=203.0.113.7;x                                     | element_malformed
          for=203.0.113.7;x="                                   | element_malformed
          """)
  void theClientIsTheFirstUntrustedElementFromTheRight(String line, String expected) {
    assertThat(told(resolve(forwarded(), "10.0.0.5", line))).isEqualTo(expected);
  }

  @Test
  void controlCharactersBelongInNoValue() {
    assertThat(told(resolve(forwarded(), "10.0.0.5", "for=203.0.113.7;x=\"a\u0001\"")))
        .isEqualTo("element_malformed");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "for=203.0.113.7;x=\"a\\\u007f\"")))
        .isEqualTo("element_malformed");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "for=203.0.113.7;x=\"a\t\u00e9\"")))
        .isEqualTo("203.0.113.7");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "for=203.0.113.7\u00a0")))
        .isEqualTo("element_malformed");
  }

  @Test
  void linesAreJoinedInOrder() {
    assertThat(told(resolve(forwarded(), "10.0.0.5", "for=198.51.100.1", "for=203.0.113.7")))
        .isEqualTo("203.0.113.7");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "for=203.0.113.7", "", ",", "for=10.0.0.6")))
        .isEqualTo("203.0.113.7");
  }

  /** Whatever a caller writes to the left: it never becomes the address of its choice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          for=192.0.2.66;x="
          for=192.0.2.66;x="\\
          for=192.0.2.66, for=192.0.2.66;x="
          for=192.0.2.66, for=192.0.2.66, for=192.0.2.66;x="
          for="192.0.2.66
          for=192.0.2.66,"
          for=192.0.2.66;"
          for=192.0.2.66=
          for=192.0.2.66;x=
          for=192.0.2.66;x="a"
          for=192.0.2.66;
          =
          """)
  void openQuoteOfACallerSwallowsNoProxy(String written) {
    for (String client : new String[] {"for=203.0.113.7", "for=\"[2001:db8::7]:1\""}) {
      for (String proxy :
          new String[] {"for=10.0.0.6", "for=\"10.0.0.6:8\";proto=\"http\"", "for=\"10.0.0.6\""}) {
        for (int hops = 0; hops <= 2; hops++) {
          // 0 and 2 are right for two proxies, 1 for one.
          String[] added = hops == 1 ? new String[] {client} : new String[] {client, proxy};
          String joined = written + ", " + String.join(", ", added);
          OptionalInt count = hops == 0 ? OptionalInt.empty() : OptionalInt.of(hops);
          HeaderResolver resolver = of("Forwarded", count, TRUSTED);
          assertThat(told(resolve(resolver, "10.0.0.5", joined)))
              .as(joined)
              .isIn("element_malformed", "too_few_hops", "203.0.113.7", "2001:db8::7");
          String[] lines = new String[added.length + 1];
          lines[0] = written;
          System.arraycopy(added, 0, lines, 1, added.length);
          assertThat(told(resolve(resolver, "10.0.0.5", lines)))
              .as("%s, as lines", joined)
              .isIn("element_malformed", "too_few_hops", "203.0.113.7", "2001:db8::7");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          1 | for=203.0.113.7, for=198.51.100.1       | 198.51.100.1
          2 | for=203.0.113.7, for=198.51.100.1       | 203.0.113.7
          2 | for=203.0.113.7, for=unknown            | 203.0.113.7
          2 | for=203.0.113.7, proto=http             | 203.0.113.7
          2 | for=203.0.113.7, garbage                | element_malformed
          2 | for=203.0.113.7, for=10.0.0.6;x="       | element_malformed
          2 | garbage, for=10.0.0.6                   | element_malformed
          2 | for=203.0.113.7;x=",", for=10.0.0.6     | 203.0.113.7
          3 | for=203.0.113.7, for=198.51.100.1       | too_few_hops
          """)
  void aNumberOfHopsIsCountedFromTheRight(int hops, String line, String expected) {
    assertThat(told(resolve(of("Forwarded", OptionalInt.of(hops), TRUSTED), "10.0.0.5", line)))
        .isEqualTo(expected);
  }

  @Test
  void moreThan64ElementsOr8KibibytesAreUnreadable() {
    String elements = "for=203.0.113.7" + ",for=10.0.0.6".repeat(63);

    assertThat(told(resolve(forwarded(), "10.0.0.5", elements))).isEqualTo("203.0.113.7");
    assertThat(told(resolve(forwarded(), "10.0.0.5", elements, ",", ""))).isEqualTo("203.0.113.7");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "a", elements))).isEqualTo("header_too_long");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "a,".repeat(4000) + "for=203.0.113.7")))
        .isEqualTo("header_too_long");
    String full = "x=\"" + "a".repeat(8192 - 20) + "\",for=203.0.113.7";
    assertThat(full).hasSize(8192);
    assertThat(told(resolve(forwarded(), "10.0.0.5", full))).isEqualTo("203.0.113.7");
    assertThat(told(resolve(forwarded(), "10.0.0.5", full + " "))).isEqualTo("header_too_long");
    assertThat(told(resolve(forwarded(), "10.0.0.5", "", full))).isEqualTo("header_too_long");
  }

  @Test
  void moreThan16ParametersAreMalformed() {
    StringBuilder element = new StringBuilder("for=203.0.113.7");
    for (int i = 0; i < 15; i++) {
      element.append(";p").append(i).append("=1");
    }
    assertThat(told(resolve(forwarded(), "10.0.0.5", element.toString()))).isEqualTo("203.0.113.7");
    assertThat(told(resolve(forwarded(), "10.0.0.5", element + ";q=1")))
        .isEqualTo("element_malformed");
  }

  @Test
  void aProxyThatNamesNobodyIsItsOwnClient() {
    for (String[] lines : new String[][] {{}, {""}, {" , "}, {"", ",\t"}}) {
      ClientAddress client = resolve(forwarded(), "10.0.0.5", lines);
      assertThat(client.origin()).isEqualTo(ClientAddress.Origin.PROXY_ITSELF);
      assertThat(told(client)).isEqualTo("10.0.0.5");
    }
  }

  @Test
  void anUntrustedPeerSpeaksForNobody() {
    ClientAddress client = resolve(forwarded(), "203.0.113.9", "for=198.51.100.1");
    assertThat(told(client)).isEqualTo("203.0.113.9");
    assertThat(client.headerFate()).isEqualTo(ClientAddress.HeaderFate.IGNORED);
  }

  @Test
  void eachStepIsTold() {
    assertThat(
            hops(
                forwarded(),
                "10.0.0.5",
                "bad, for=192.0.2.1",
                "for=\"203.0.113.7:1\" ,, for=10.0.0.6"))
        .containsExactly(
            "10.0.0.5 trusted",
            "for=10.0.0.6 trusted",
            "for=\"203.0.113.7:1\" client",
            "for=192.0.2.1 ignored",
            "bad ignored");
    assertThat(hops(forwarded(), "10.0.0.5", "for=192.0.2.1, for=\"x"))
        .containsExactly("10.0.0.5 trusted", "for=\"x unreadable", "for=192.0.2.1 ignored");
  }

  private static HeaderResolver forwarded() {
    return of("Forwarded", OptionalInt.empty(), TRUSTED);
  }
}
