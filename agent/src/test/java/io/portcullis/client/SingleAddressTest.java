package io.portcullis.client;

import static io.portcullis.client.Clients.hops;
import static io.portcullis.client.Clients.of;
import static io.portcullis.client.Clients.resolve;
import static io.portcullis.client.Clients.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that hold exactly one address, such as {@code X-Real-IP}. */
class SingleAddressTest {
  private static final String[] TRUSTED = {"10.0.0.0/8"};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.7              | 203.0.113.7
          ' \t203.0.113.7 '        | 203.0.113.7
          203.0.113.7:80           | 203.0.113.7
          2001:db8::7              | 2001:db8::7
          [2001:db8::7]:80         | 2001:db8::7
          fe80::1%eth0             | fe80::1
          ::ffff:203.0.113.7       | 203.0.113.7
          10.0.0.6                 | 10.0.0.6
          203.0.113.7, 10.0.0.6    | several_values
          203.0.113.7,             | several_values
          ','                      | several_values
          203.0.113.7 198.51.100.1 | hop_not_an_address
          for=203.0.113.7          | hop_not_an_address
          "203.0.113.7"            | hop_not_an_address
          unknown                  | hop_not_an_address
          010.0.0.1                | hop_not_an_address
          0.0.0.0                  | hop_not_an_address
          203.0.113.0/24           | hop_not_an_address
          """)
  void theClientIsTheOneAddress(String line, String expected) {
    assertThat(told(resolve(realIp(), "10.0.0.5", line))).isEqualTo(expected);
  }

  @Test
  void twoLinesAreUnreadableEvenIfTheyAgree() {
    assertThat(told(resolve(realIp(), "10.0.0.5", "203.0.113.7", "203.0.113.7")))
        .isEqualTo("several_values");
    assertThat(told(resolve(realIp(), "10.0.0.5", "", "203.0.113.7"))).isEqualTo("several_values");
    assertThat(told(resolve(realIp(), "10.0.0.5", "203.0.113.7", " "))).isEqualTo("several_values");
  }

  @Test
  void aProxyThatNamesNobodyIsItsOwnClient() {
    for (String[] lines : new String[][] {{}, {""}, {" \t"}, {"", ""}}) {
      assertThat(resolve(realIp(), "10.0.0.5", lines).origin())
          .isEqualTo(ClientAddress.Origin.PROXY_ITSELF);
    }
  }

  @Test
  void moreThan8KibibytesAreUnreadable() {
    assertThat(told(resolve(realIp(), "10.0.0.5", " ".repeat(8181) + "203.0.113.7")))
        .isEqualTo("203.0.113.7");
    assertThat(told(resolve(realIp(), "10.0.0.5", " ".repeat(8182) + "203.0.113.7")))
        .isEqualTo("header_too_long");
  }

  @Test
  void oneAddressHasNoHopsToCount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("X-Real-IP", OptionalInt.of(1), TRUSTED));
  }

  @Test
  void eachStepIsTold() {
    assertThat(hops(realIp(), "10.0.0.5", "203.0.113.7"))
        .containsExactly("10.0.0.5 trusted", "203.0.113.7 client");
    assertThat(hops(realIp(), "10.0.0.5", "203.0.113.7", " 198.51.100.1"))
        .containsExactly("10.0.0.5 trusted", "203.0.113.7, 198.51.100.1 unreadable");
    assertThat(hops(realIp(), "203.0.113.9", "198.51.100.1"))
        .containsExactly("203.0.113.9 client", "198.51.100.1 ignored");
  }

  private static HeaderResolver realIp() {
    return of("X-Real-IP", OptionalInt.empty(), TRUSTED);
  }
}
