package io.portcullis.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.ip.IpAddress;
import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions to a real server on loopback, that answers well, badly or not at all. */
@Timeout(20)
class DnsClientTest {
  private static final int SHORT = 1_000;

  private final DnsServer server = DnsServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private DnsClient client(int timeout, InetSocketAddress... servers) {
    List<InetSocketAddress> asked =
        servers.length == 0 ? List.of(server.address()) : List.of(servers);
    return DnsClient.of(
        DnsSettings.DEFAULTS.withServers(asked).withTimeout(timeout).withBudget(timeout));
  }

  private Answer forward(String name) {
    return client(2_000).forward(DnsName.find(name).orElseThrow());
  }

  private static IpAddress ip(String text) {
    return IpAddress.find(text, 0, text.length()).orElseThrow();
  }

  @Test
  void bothFamiliesOfANameAreAsked() {
    server.with("a.test 60 A 192.0.2.1", "a.test 40 AAAA 2001:db8::1");
    Answer answer = forward("a.test");
    assertThat(answer.addresses()).containsExactly(ip("192.0.2.1"), ip("2001:db8::1"));
    assertThat(answer.ttlSeconds()).isEqualTo(40);
    assertThat(server.asked()).containsExactly("udp a.test A", "udp a.test AAAA");
  }

  @Test
  void mappedAddressIsTheIpv4Address() {
    server.with("a.test 60 AAAA ::ffff:192.0.2.1");
    assertThat(forward("a.test").addresses()).containsExactly(ip("192.0.2.1"));
  }

  @Test
  void nameThatIsNotThereIsNoneForAsLongAsTheZoneSays() {
    Answer answer = forward("a.test");
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NONE);
    assertThat(answer.ttlSeconds()).isEqualTo(30);
  }

  @Test
  void nameWithOtherRecordsOnlyIsNone() {
    server.with("a.test 60 TXT hello");
    assertThat(forward("a.test").kind()).isEqualTo(Answer.Kind.NONE);
  }

  @ParameterizedTest
  @MethodSource("reverseNames")
  void addressIsAskedForByItsReverseName(String address, String reverse) {
    server.with(reverse + " 60 PTR a.test.");
    Answer answer = client(2_000).ptr(ip(address));
    assertThat(answer.names()).containsExactly("a.test");
    assertThat(DnsClient.reverseName(ip(address))).isEqualTo(reverse);
  }

  static Stream<Arguments> reverseNames() {
    return Stream.of(
        arguments("192.0.2.1", "1.2.0.192.in-addr.arpa"),
        arguments("::ffff:192.0.2.1", "1.2.0.192.in-addr.arpa"),
        arguments(
            "2001:db8::1",
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER", "ONE_ALIAS_AT_A_TIME"})
  void delegationOfASmallBlockIsAnAlias(Manner manner) {
    server
        .with("1.2.0.192.in-addr.arpa 60 CNAME 1.0/25.2.0.192.in-addr.arpa.")
        .with("1.0/25.2.0.192.in-addr.arpa 60 PTR a.test.")
        .with("1.2.0.192.in-addr.arpa", manner);
    Answer answer = client(2_000).ptr(ip("192.0.2.1"));
    assertThat(answer.names()).containsExactly("a.test");
    assertThat(answer.aliases()).containsExactly("1.0/25.2.0.192.in-addr.arpa");
  }

  @Test
  void nameThatIsNoHostNameComesEscaped() {
    server.with("1.2.0.192.in-addr.arpa 60 PTR evil\\.a.test.");
    Answer answer = client(2_000).ptr(ip("192.0.2.1"));
    assertThat(answer.names()).containsExactly("evil\\.a.test");
    assertThat(DnsName.find("evil\\.a.test")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER", "ONE_ALIAS_AT_A_TIME"})
  void eightAliasesAreFollowedAndNotNine(Manner manner) {
    for (int i = 0; i < 9; i++) {
      server
          .with("c" + i + ".test 60 CNAME c" + (i + 1) + ".test.")
          .with("c" + i + ".test", manner);
    }
    server.with("c9.test 60 A 192.0.2.1");
    assertThat(forward("c1.test").addresses()).containsExactly(ip("192.0.2.1"));
    assertThat(forward("c1.test").aliases()).hasSize(8);
    assertThat(forward("c0.test").why()).contains(NoAnswer.CNAME_TOO_LONG);
  }

  @Test
  void leastTtlOnTheWayCounts() {
    server.with("a.test 7 CNAME b.test.", "b.test 60 A 192.0.2.1");
    assertThat(forward("a.test").ttlSeconds()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER", "ONE_ALIAS_AT_A_TIME"})
  void aliasesThatGoRoundAreNoAnswer(Manner manner) {
    server
        .with("a.test 60 CNAME b.test.", "b.test 60 CNAME a.test.")
        .with("a.test", manner)
        .with("b.test", manner);
    assertThat(forward("a.test").why()).contains(NoAnswer.CNAME_LOOP);
  }

  @Test
  void aliasToNothingIsNone() {
    server.with("a.test 60 CNAME b.test.");
    assertThat(forward("a.test").kind()).isEqualTo(Answer.Kind.NONE);
  }

  @Test
  void manyAddressesComeOverTcp() {
    IntStream.range(0, 571)
        .forEach(i -> server.with("a.test 60 A 198.51." + i / 250 + "." + i % 250));
    assertThat(forward("a.test").addresses()).hasSize(571);
    assertThat(server.asked()).containsSequence("udp a.test A", "tcp a.test A");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "OTHER_ID_FIRST",
        "OTHER_QUESTION_FIRST",
        "ECHO_FIRST",
        "GARBAGE_FIRST",
        "TRUNCATE",
        "DROP_FIRST"
      })
  void whatIsNoAnswerIsPassedOver(Manner manner) {
    server.with("a.test 60 A 192.0.2.1").with("a.test", manner);
    Answer answer = forward("a.test");
    assertThat(answer.addresses()).containsExactly(ip("192.0.2.1"));
    assertThat(answer.why()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureIsNeitherYesNorNo(Manner manner, NoAnswer why) {
    server.with("a.test 60 A 192.0.2.1").with("a.test", manner);
    Answer answer = client(SHORT).forward(DnsName.find("a.test").orElseThrow());
    assertThat(answer.kind()).isEqualTo(Answer.Kind.INDETERMINATE);
    assertThat(answer.why()).contains(why);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(Manner.DROP, NoAnswer.TIMEOUT),
        arguments(Manner.GARBAGE, NoAnswer.TIMEOUT),
        arguments(Manner.SERVFAIL, NoAnswer.SERVFAIL),
        arguments(Manner.REFUSED, NoAnswer.REFUSED),
        arguments(Manner.REFER, NoAnswer.REFUSED),
        arguments(Manner.TRUNCATE_THEN_GARBAGE, NoAnswer.MALFORMED),
        arguments(Manner.TRUNCATE_THEN_CLOSE, NoAnswer.UNREACHABLE));
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "GARBAGE", "SERVFAIL", "REFUSED", "REFER", "TRUNCATE_THEN_CLOSE"})
  void nextServerIsAskedWhereOneFails(Manner manner) {
    server.with("a.test", manner);
    try (DnsServer second = DnsServer.start().with("a.test 60 A 192.0.2.1")) {
      Answer answer =
          client(SHORT, server.address(), second.address())
              .forward(DnsName.find("a.test").orElseThrow());
      assertThat(answer.addresses()).containsExactly(ip("192.0.2.1"));
    }
  }

  @Test
  void nobodyElseIsAskedWhereOneSaysNo() {
    try (DnsServer second = DnsServer.start().with("a.test 60 A 192.0.2.1")) {
      client(2_000, server.address(), second.address())
          .forward(DnsName.find("a.test").orElseThrow());
      assertThat(second.asked()).isEmpty();
    }
  }

  @Test
  void closedPortIsKnownBeforeTheTimeout() throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Answer answer =
        client(15_000, new InetSocketAddress("127.0.0.1", port))
            .forward(DnsName.find("a.test").orElseThrow());
    assertThat(answer.why()).contains(NoAnswer.UNREACHABLE);
  }

  @Test
  void onlyHalfAnAnswerLeavesADoubt() {
    server.with("a.test 60 A 192.0.2.1");
    Answer ipv4 = Answer.addresses(List.of(ip("192.0.2.1")), List.of(), 60);
    Answer both = ForwardAnswers.union(ipv4, Answer.indeterminate(NoAnswer.TIMEOUT));
    assertThat(both.addresses()).containsExactly(ip("192.0.2.1"));
    assertThat(both.why()).contains(NoAnswer.TIMEOUT);
    assertThat(
            ForwardAnswers.union(Answer.none(List.of(), 9), Answer.indeterminate(NoAnswer.SERVFAIL))
                .kind())
        .isEqualTo(Answer.Kind.INDETERMINATE);
  }

  @Test
  void closingEndsWhoWaits() throws Exception {
    server.with("a.test", Manner.DROP);
    DnsClient client = client(15_000);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(() -> client.forward(DnsName.find("a.test").orElseThrow()));
    while (server.asked().isEmpty()) {
      Thread.onSpinWait();
    }
    client.close();
    assertThat(waiting.get(5, TimeUnit.SECONDS).kind()).isEqualTo(Answer.Kind.INDETERMINATE);
    assertThat(forwardClosed(client).why()).contains(NoAnswer.CLOSED);
  }

  private static Answer forwardClosed(DnsClient client) {
    return client.forward(DnsName.find("b.test").orElseThrow());
  }
}
