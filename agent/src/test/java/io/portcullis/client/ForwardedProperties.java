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
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class ForwardedProperties {
  private static final IpSet TRUSTED = set("10.0.0.0/8", "2001:db8:1::/48");

  /** Nodes, quoted and not, good and bad. */
  private static Arbitrary<String> node() {
    Arbitrary<String> good =
        Arbitraries.of(
            "10.0.0.6",
            "10.0.0.7:80",
            "\"10.0.0.7:80\"",
            "\"[2001:db8:1::1]:_p\"",
            "[2001:db8:1::1]",
            "203.0.113.7",
            "\"203.0.113.7\"",
            "\"203.0.113.7:_x\"",
            "\"[2001:db8::7]:9\"",
            "\"\\[2001:db8::7\\]\"",
            "\"[fe80::1%e0]:1\"");
    Arbitrary<String> bad =
        Arbitraries.of(
            "2001:db8::7",
            "unknown",
            "_h",
            "\"\"",
            "",
            "0.0.0.0",
            "\"10.0.0.6",
            "\"10.0.0.6, for=10.0.0.9\"",
            "10.0.0.6\"",
            "\"10.0.0.6\"x",
            "\"a\\",
            "\"1.2.3.4:99999\"");
    return Arbitraries.frequencyOf(Tuple.of(9, good), Tuple.of(1, bad));
  }

  private static Arbitrary<String> parameter() {
    Arbitrary<String> forNode =
        Combinators.combine(Arbitraries.of("for", "for", "For", "fOR", "for", "for", "by"), node())
            .as((name, value) -> name + "=" + value);
    Arbitrary<String> odd =
        Arbitraries.of(
            "proto=https", "host=\"a,b;c\"", "x=\"", "x=\"\\", "junk", "=", "\"", "a=b=\"", "");
    return Arbitraries.frequencyOf(Tuple.of(14, forNode), Tuple.of(1, odd));
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> element =
        Arbitraries.frequencyOf(
            Tuple.of(8, parameter()),
            Tuple.of(2, Combinators.combine(parameter(), parameter()).as((a, b) -> a + ";" + b)),
            Tuple.of(1, parameter().list().ofMaxSize(18).map(l -> String.join(" ; ", l))));
    Arbitrary<String> comma = Arbitraries.of(",", ", ", " ,\t", ",,");
    Arbitrary<Integer> most = Arbitraries.frequency(Tuple.of(20, 5), Tuple.of(1, 80));
    Arbitrary<String> line =
        Combinators.combine(most.flatMap(n -> element.list().ofMaxSize(n)), comma)
            .as((elements, between) -> String.join(between, elements));
    return line.list().ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<String>> soup() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "for=",
            "for",
            "=",
            "\"",
            "\\",
            ",",
            ";",
            " ",
            "10.0.0.6",
            "203.0.113.7",
            "[::1]",
            "x=");
    return piece.list().ofMaxSize(14).map(l -> String.join("", l)).list().ofMaxSize(3);
  }

  @Property(tries = 10000)
  void theWalkFindsWhatTheGrammarDoes(
      @ForAll("lines") List<String> lines,
      @ForAll boolean trustedPeer,
      @ForAll @IntRange(max = 3) int hops) {
    check(lines, trustedPeer ? "10.0.0.5" : "203.0.113.99", hops);
  }

  @Property(tries = 10000)
  void theWalkFindsWhatTheGrammarDoesInASoupOfItsSigns(
      @ForAll("soup") List<String> lines, @ForAll @IntRange(max = 3) int hops) {
    check(lines, "10.0.0.5", hops);
  }

  private static void check(List<String> lines, String peer, int hops) {
    OptionalInt count = hops == 0 ? OptionalInt.empty() : OptionalInt.of(hops);
    String expected = SlowForwarded.client(ip(peer), lines, TRUSTED, count);
    HeaderResolver resolver =
        HeaderResolver.of(
            ClientHeader.named("Forwarded"), TRUSTED, count, OnUnreadable.DENY, false);
    ClientAddressResolver.HeaderLines header = only("Forwarded", lines.toArray(new String[0]));

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

  /** The caller writes what it likes, two proxies add what is true: nobody else is ever found. */
  @Property(tries = 5000)
  void nobodyMovesTheClientFromTheLeft(
      @ForAll("soup") List<String> written, @ForAll @IntRange(max = 2) int form) {
    String client = List.of("198.51.100.1", "\"198.51.100.1:80\"", "\"198.51.100.1\"").get(form);
    List<String> lines = new ArrayList<>(written);
    lines.add("for=" + client + ";proto=http");
    lines.add("for=" + client.replace("198.51.100.1", "10.0.0.8"));
    for (OptionalInt count : List.of(OptionalInt.empty(), OptionalInt.of(2))) {
      ClientAddress found =
          HeaderResolver.of(
                  ClientHeader.named("Forwarded"), TRUSTED, count, OnUnreadable.DENY, false)
              .resolve(Optional.of(ip("10.0.0.5")), name -> lines);
      Statistics.collect(found.origin());
      assertThat(Clients.told(found)).isIn("198.51.100.1", "element_malformed", "too_few_hops");
    }
  }

  @Property(tries = 2000)
  void noHeaderIsTooOdd(@ForAll List<String> lines) {
    for (String header : List.of("Forwarded", "X-Real-IP")) {
      ClientAddress client =
          HeaderResolver.of(
                  ClientHeader.named(header),
                  TRUSTED,
                  OptionalInt.empty(),
                  OnUnreadable.DENY,
                  false)
              .resolve(Optional.of(ip("10.0.0.5")), only(header, lines.toArray(new String[0])));

      assertThat(client.isReadable() == client.reason().isEmpty()).isTrue();
    }
  }

  private static String name(ClientAddress client) {
    return !client.isReadable()
        ? "unreadable"
        : client.origin() == Origin.PROXY_ITSELF ? "proxy" : client.address().toString();
  }
}
