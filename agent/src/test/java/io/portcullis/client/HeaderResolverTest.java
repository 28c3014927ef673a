package io.portcullis.client;

import static io.portcullis.client.Clients.hops;
import static io.portcullis.client.Clients.ip;
import static io.portcullis.client.Clients.only;
import static io.portcullis.client.Clients.resolve;
import static io.portcullis.client.Clients.resolver;
import static io.portcullis.client.Clients.set;
import static io.portcullis.client.Clients.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.client.ClientAddress.Origin;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderResolverTest {
  private static final String[] TRUSTED = {"10.0.0.0/8", "2001:db8:1::/48"};

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.7                          | 203.0.113.7
          198.51.100.1, 203.0.113.7            | 203.0.113.7
          203.0.113.7, 10.1.1.1, 10.0.0.6      | 203.0.113.7
          garbage, 203.0.113.7, 10.0.0.6       | 203.0.113.7
          10.0.0.7, 10.0.0.6                   | 10.0.0.7
          10.0.0.7                             | 10.0.0.7
          ',, 203.0.113.7 ,,\t10.0.0.6 , '     | 203.0.113.7
          203.0.113.7:4711                     | 203.0.113.7
          [203.0.113.7]:4711                   | 203.0.113.7
          203.0.113.7,10.0.0.6:80              | 203.0.113.7
          [2001:db8::7]                        | 2001:db8::7
          [2001:DB8::7]:4711                   | 2001:db8::7
          2001:db8::7, 2001:db8:1::1           | 2001:db8::7
          fe80::1%eth0                         | fe80::1
          [fe80::1%25eth0]:80                  | fe80::1
          ::ffff:203.0.113.7                   | 203.0.113.7
          203.0.113.7, ::ffff:10.0.0.6         | 203.0.113.7
          unknown                              | hop_not_an_address
          203.0.113.7, unknown                 | hop_not_an_address
          203.0.113.7, _hidden, 10.0.0.6       | hop_not_an_address
          010.0.0.1                            | hop_not_an_address
          203.0.113.7:                         | hop_not_an_address
          203.0.113.7:123456                   | hop_not_an_address
          203.0.113.7:65536                    | hop_not_an_address
          203.0.113.7:+80                      | hop_not_an_address
          203.0.113.7:80:80                    | hop_not_an_address
          203.0.113.7%eth0                     | hop_not_an_address
          fe80::1%                             | hop_not_an_address
          fe80::1%e/0                          | hop_not_an_address
          [2001:db8::7                         | hop_not_an_address
          2001:db8::7]                         | hop_not_an_address
          [2001:db8::7]80                      | hop_not_an_address
          [[2001:db8::7]]                      | hop_not_an_address
          []                                   | hop_not_an_address
          []:80                                | hop_not_an_address
          :80                                  | hop_not_an_address
          '"203.0.113.7"'                      | hop_not_an_address
          for=203.0.113.7                      | hop_not_an_address
          203.0.113.7 198.51.100.1             | hop_not_an_address
          203.0.113.7;10.0.0.6                 | hop_not_an_address
          203.0.113.7\u00a0                    | hop_not_an_address
          0.0.0.0                              | hop_not_an_address
          ::                                   | hop_not_an_address
          [::]:80                              | hop_not_an_address
          ::ffff:0.0.0.0                       | hop_not_an_address
          localhost                            | hop_not_an_address
          """)
  void theClientIsTheFirstUntrustedHopFromTheRight(String line, String expected) {
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", line))).isEqualTo(expected);
  }

  @Test
  void linesAreJoinedInOrder() {
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", "198.51.100.1", "203.0.113.7")))
        .isEqualTo("203.0.113.7");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", "203.0.113.7", "", ",", "10.0.0.6")))
        .isEqualTo("203.0.113.7");
  }

  @Test
  void anUntrustedPeerSpeaksForNobody() {
    HeaderResolver resolver = resolver(TRUSTED);

    ClientAddress client = resolve(resolver, "203.0.113.9", "198.51.100.1");

    assertThat(client.origin()).isEqualTo(Origin.PEER);
    assertThat(told(client)).isEqualTo("203.0.113.9");
    assertThat(client.headerFate()).isEqualTo(HeaderFate.IGNORED);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, ABSENT",
    "203.0.113.9, ABSENT, ' , '",
    "203.0.113.9, IGNORED, junk",
    "203.0.113.9, IGNORED, '', 198.51.100.1",
    "10.0.0.5, ABSENT",
    "10.0.0.5, ABSENT, ' '",
    "10.0.0.5, READ, 198.51.100.1",
    "10.0.0.5, UNREADABLE, junk",
    "0.0.0.0, ABSENT, 198.51.100.1",
  })
  void fateOfTheHeaderIsTold(ArgumentsAccessor row) {
    HeaderFate expected = row.get(1, HeaderFate.class);
    List<String> lines = new ArrayList<>();
    for (int i = 2; i < row.size(); i++) {
      lines.add(row.getString(i));
    }
    String[] received = lines.toArray(new String[0]);

    assertThat(resolve(resolver(TRUSTED), row.getString(0), received).headerFate())
        .isEqualTo(expected);
    // Whoever stands in for the client: that the header could not be read is not forgotten.
    assertThat(
            resolve(of(OptionalInt.empty(), OnUnreadable.PEER, true), row.getString(0), received)
                .headerFate())
        .isEqualTo(expected);
  }

  @Test
  void theNameTellsHowAHeaderIsRead() {
    assertThat(ClientHeader.named("x-forwarded-FOR").name()).isEqualTo("X-Forwarded-For");
    assertThat(ClientHeader.named("forwarded").name()).isEqualTo("Forwarded");
    assertThat(ClientHeader.named("x-real-IP").name()).isEqualTo("x-real-IP");
    assertThat(ClientHeader.named("forwarded").holdsSeveral()).isTrue();
    assertThat(ClientHeader.named("X-Forwarded-For").holdsSeveral()).isTrue();
    assertThat(ClientHeader.named("X-Original-Forwarded-For").holdsSeveral()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", " \t, ,"})
  void aProxyThatNamesNobodyIsItsOwnClient(String line) {
    for (OptionalInt hops : List.of(OptionalInt.empty(), OptionalInt.of(2))) {
      for (String[] lines : List.of(new String[0], new String[] {line})) {
        ClientAddress itself = resolve(of(hops, OnUnreadable.DENY, false), "10.0.0.5", lines);
        ClientAddress peer = resolve(of(hops, OnUnreadable.DENY, true), "10.0.0.5", lines);

        assertThat(itself.origin()).isEqualTo(Origin.PROXY_ITSELF);
        assertThat(peer.origin()).isEqualTo(Origin.PEER);
        assertThat(told(itself)).isEqualTo("10.0.0.5").isEqualTo(told(peer));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | 203.0.113.7, 198.51.100.1    | 198.51.100.1
          2 | 203.0.113.7, 198.51.100.1    | 203.0.113.7
          2 | 203.0.113.7, unknown         | 203.0.113.7
          2 | 203.0.113.7,,10.0.0.6,       | 203.0.113.7
          1 | 203.0.113.7, 10.0.0.6        | 10.0.0.6
          2 | unknown, 10.0.0.6            | hop_not_an_address
          3 | 203.0.113.7, 198.51.100.1    | too_few_hops
          2147483647 | 203.0.113.7         | too_few_hops
          """)
  void aNumberOfHopsIsCountedFromTheRight(int hops, String line, String expected) {
    HeaderResolver resolver = of(OptionalInt.of(hops), OnUnreadable.DENY, false);

    assertThat(told(resolve(resolver, "10.0.0.5", line))).isEqualTo(expected);
  }

  @Test
  void hopsAreCountedFromOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(OptionalInt.of(0), OnUnreadable.DENY, false));
  }

  @Test
  void theProxyStandsInForAnUnreadableClientWherePolicySaysSo() {
    ClientAddress itself =
        resolve(of(OptionalInt.empty(), OnUnreadable.PEER, false), "10.0.0.5", "unknown");
    ClientAddress peer =
        resolve(of(OptionalInt.empty(), OnUnreadable.PEER, true), "10.0.0.5", "unknown");

    assertThat(told(itself)).isEqualTo("10.0.0.5").isEqualTo(told(peer));
    assertThat(itself.origin()).isEqualTo(Origin.PROXY_ITSELF);
    assertThat(peer.origin()).isEqualTo(Origin.PEER);
  }

  @Test
  void moreThan64HopsAreUnreadable() {
    String hops = "203.0.113.7" + ",10.0.0.6".repeat(63);

    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", hops))).isEqualTo("203.0.113.7");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", hops, ",", "")))
        .isEqualTo("203.0.113.7");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", hops, "10.0.0.6")))
        .isEqualTo("header_too_long");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", "a,".repeat(64) + "203.0.113.7")))
        .isEqualTo("header_too_long");
  }

  @Test
  void moreThan8KibibytesAreUnreadable() {
    String full = " ".repeat(8192 - 11) + "203.0.113.7";

    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", full))).isEqualTo("203.0.113.7");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", full + " ")))
        .isEqualTo("header_too_long");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", full.substring(1), "")))
        .isEqualTo("203.0.113.7");
    assertThat(told(resolve(resolver(TRUSTED), "10.0.0.5", full, ""))).isEqualTo("header_too_long");
  }

  @Test
  void aPeerThatCannotBeSeenIsUnreadableWhateverTheHeaderSays() {
    HeaderResolver resolver = of(OptionalInt.empty(), OnUnreadable.PEER, true);

    assertThat(told(resolver.resolve(Optional.empty(), only("X-Forwarded-For", "203.0.113.7"))))
        .isEqualTo("peer_hidden");
    assertThat(told(resolve(resolver, "0.0.0.0", "203.0.113.7"))).isEqualTo("peer_not_an_address");
    assertThat(told(resolve(PeerOnly.INSTANCE, "::"))).isEqualTo("peer_not_an_address");
    assertThat(told(PeerOnly.INSTANCE.resolve(Optional.empty(), name -> List.of())))
        .isEqualTo("peer_hidden");
  }

  @Test
  void thePeerAloneIsTheClientWhereNoHeaderIsConfigured() {
    assertThat(PeerOnly.INSTANCE.header()).isEmpty();
    assertThat(told(resolve(PeerOnly.INSTANCE, "10.0.0.5", "203.0.113.7"))).isEqualTo("10.0.0.5");
    assertThat(hops(PeerOnly.INSTANCE, "10.0.0.5")).containsExactly("10.0.0.5 client");
  }

  @Test
  void eachStepIsTold() {
    HeaderResolver resolver = resolver(TRUSTED);

    assertThat(hops(resolver, "10.0.0.5", "192.0.2.1, bad", "203.0.113.7:1 ,, 10.0.0.6"))
        .containsExactly(
            "10.0.0.5 trusted",
            "10.0.0.6 trusted",
            "203.0.113.7:1 client",
            "bad ignored",
            "192.0.2.1 ignored");
    assertThat(hops(resolver, "10.0.0.5", "192.0.2.1, bad"))
        .containsExactly("10.0.0.5 trusted", "bad unreadable", "192.0.2.1 ignored");
    assertThat(hops(resolver, "10.0.0.5", "10.0.0.7,10.0.0.6"))
        .containsExactly("10.0.0.5 trusted", "10.0.0.6 trusted", "10.0.0.7 client");
    assertThat(hops(resolver, "10.0.0.5")).containsExactly("10.0.0.5 client");
    assertThat(hops(resolver, "203.0.113.9", "192.0.2.1, bad", "a"))
        .containsExactly("203.0.113.9 client", "a ignored", "192.0.2.1, bad ignored");
    assertThat(hops(of(OptionalInt.of(2), OnUnreadable.PEER, false), "10.0.0.5", "192.0.2.1"))
        .containsExactly("10.0.0.5 trusted", "X-Forwarded-For unreadable", "10.0.0.5 client");
  }

  @Test
  void theWalkAllocatesLittle() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    HeaderResolver resolver = resolver(TRUSTED);
    Optional<io.portcullis.ip.IpAddress> peer = Optional.of(ip("10.0.0.5"));
    ClientAddressResolver.HeaderLines lines =
        only("X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.0.0.6");
    for (int i = 0; i < 20_000; i++) {
      resolver.resolve(peer, lines);
    }
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 1000; i++) {
      resolver.resolve(peer, lines);
    }

    // Two addresses in their Optionals, the walk, the answer.
    assertThat((threads.getThreadAllocatedBytes(id) - before) / 1000).isLessThanOrEqualTo(320);
  }

  private static HeaderResolver of(
      OptionalInt hops, OnUnreadable onUnreadable, boolean proxyAsClient) {
    return HeaderResolver.of(
        ClientHeader.named("X-Forwarded-For"), set(TRUSTED), hops, onUnreadable, proxyAsClient);
  }
}
