package io.portcullis.client;

import static io.portcullis.client.Clients.ip;
import static io.portcullis.client.Clients.only;
import static io.portcullis.client.Clients.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress.Origin;
import io.portcullis.ip.IpSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class ForwardedForProperties {
  private static final IpSet TRUSTED = set("10.0.0.0/8", "2001:db8:1::/48");

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> member =
        Arbitraries.of(
            "10.0.0.6",
            "10.0.0.6",
            "10.0.0.7:80",
            "[2001:db8:1::1]:80",
            "::ffff:10.1.1.1",
            "203.0.113.7",
            "203.0.113.7:80",
            "[2001:db8::7]",
            "[2001:db8::7]:9",
            "fe80::1%e0",
            "[fe80::1%e0]:1",
            "unknown",
            "0.0.0.0",
            "::",
            "",
            " ",
            "\t",
            "[",
            "]",
            ":",
            "%",
            "x",
            "1.2.3.4:",
            "1.2.3.4:99999",
            "1.2.3.4%e",
            "[1.2.3.4]",
            "[1.2.3.4%e]",
            "1.2.3",
            "::1");
    Arbitrary<String> blank = Arbitraries.of("", "", " ", "\t", "  ");
    Arbitrary<String> padded =
        net.jqwik.api.Combinators.combine(blank, member, blank).as((a, m, b) -> a + m + b);
    Arbitrary<Integer> most =
        Arbitraries.frequency(net.jqwik.api.Tuple.of(20, 6), net.jqwik.api.Tuple.of(1, 90));
    Arbitrary<String> line =
        most.flatMap(n -> padded.list().ofMaxSize(n)).map(l -> String.join(",", l));
    return line.list().ofMaxSize(4);
  }

  @Property(tries = 10000)
  void theWalkFindsWhatSplittingDoes(
      @ForAll("lines") List<String> lines,
      @ForAll boolean trustedPeer,
      @ForAll @IntRange(max = 4) int hops) {
    OptionalInt count = hops == 0 ? OptionalInt.empty() : OptionalInt.of(hops);
    String peer = trustedPeer ? "10.0.0.5" : "203.0.113.99";
    String expected = SlowForwardedFor.client(ip(peer), lines, TRUSTED, count);
    HeaderResolver resolver =
        HeaderResolver.of(
            ClientHeader.named("X-Forwarded-For"), TRUSTED, count, OnUnreadable.DENY, false);
    ClientAddressResolver.HeaderLines header =
        only("X-Forwarded-For", lines.toArray(new String[0]));

    ClientAddress client = resolver.resolve(Optional.of(ip(peer)), header);
    List<String> verdicts = new ArrayList<>();
    ClientAddress told =
        resolver.resolve(Optional.of(ip(peer)), header, (text, verdict) -> verdicts.add(verdict));

    Statistics.collect(client.origin());
    assertThat(name(client)).isEqualTo(expected);
    assertThat(name(told)).isEqualTo(expected);
    assertThat(verdicts.stream().filter(v -> v.equals("client") || v.equals("unreadable")))
        .hasSize(1);
  }

  private static String name(ClientAddress client) {
    return !client.isReadable()
        ? "unreadable"
        : client.origin() == Origin.PROXY_ITSELF ? "proxy" : client.address().toString();
  }

  @Property(tries = 3000)
  void noHeaderIsTooOdd(@ForAll List<String> lines) {
    HeaderResolver resolver =
        HeaderResolver.of(
            ClientHeader.named("X-Forwarded-For"),
            TRUSTED,
            OptionalInt.empty(),
            OnUnreadable.DENY,
            false);

    ClientAddress client =
        resolver.resolve(
            Optional.of(ip("10.0.0.5")), only("X-Forwarded-For", lines.toArray(new String[0])));

    assertThat(client.isReadable() == client.reason().isEmpty()).isTrue();
  }
}
