package io.portcullis.dns;

import static io.portcullis.dns.FakeNames.expecting;
import static io.portcullis.dns.FakeNames.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The procedure, over answers from a table. */
class ForwardConfirmationTest {
  private static final String CLIENT = "192.0.2.1";
  private final FakeNames dns = new FakeNames();

  private String verdict(OnIndeterminate onIndeterminate, String... expected) {
    return ForwardConfirmation.judge(ip(CLIENT), expecting(expected), onIndeterminate, dns)
        .toString();
  }

  private String verdict(String... expected) {
    return verdict(OnIndeterminate.DENY, expected);
  }

  @Test
  void sameNameBothWaysPasses() {
    dns.ptr(CLIENT, "a.test").forward("a.test", "192.0.2.9", CLIENT);
    assertThat(verdict("b.test", "a.test")).isEqualTo("forward_confirmed");
  }

  @Test
  void caseAndTrailingDotDoNotMatter() {
    dns.ptr(CLIENT, "A.Test.").forward("a.test", CLIENT);
    assertThat(verdict("a.TEST.")).isEqualTo("forward_confirmed");
  }

  @Test
  void mappedClientIsTheIpv4Client() {
    dns.ptr(CLIENT, "a.test").forward("a.test", CLIENT);
    assertThat(
            ForwardConfirmation.judge(
                    ip("::ffff:192.0.2.1"), expecting("a.test"), OnIndeterminate.DENY, dns)
                .isPass())
        .isTrue();
  }

  @Test
  void neighbourConfirmsNothing() {
    dns.ptr(CLIENT, "a.test").forward("a.test", "192.0.2.2");
    assertThat(verdict("a.test")).isEqualTo("forward_mismatch");
  }

  @Test
  void addressWithoutNameIsMissing() {
    dns.forward("a.test", CLIENT);
    assertThat(verdict("a.test")).isEqualTo("ptr_missing");
    assertThat(verdict(OnIndeterminate.ALLOW, "a.test")).isEqualTo("ptr_missing");
  }

  @Test
  void otherNameIsNotLookedUp() {
    dns.ptr(CLIENT, "evil.test", "evil\\.a.test").forward("evil.test", CLIENT);
    assertThat(verdict("a.test")).isEqualTo("ptr_not_expected");
    assertThat(verdict()).isEqualTo("ptr_not_expected");
    assertThat(dns.asked()).doesNotContain("evil.test");
  }

  @Test
  void expectedNameOfWhichTheAddressKnowsNothingConfirmsNothing() {
    dns.ptr(CLIENT, "b.test").forward("a.test", CLIENT).forward("b.test", "192.0.2.2");
    assertThat(verdict("a.test", "b.test")).isEqualTo("forward_mismatch");
  }

  @Test
  void tenNamesAreLookedUpAndNotEleven() {
    String[] names =
        IntStream.range(0, 11).mapToObj(i -> "n" + i + ".a.test").toArray(String[]::new);
    dns.ptr(CLIENT, names).forward("n10.a.test", CLIENT);
    assertThat(verdict("*.a.test")).isEqualTo("forward_mismatch");
    dns.forward("n9.a.test", CLIENT);
    assertThat(verdict("*.a.test")).isEqualTo("forward_confirmed");
    assertThat(dns.asked()).doesNotContain("n10.a.test");
  }

  @Test
  void namesThatAreNotExpectedDoNotCountAmongTheTen() {
    String[] names =
        Stream.concat(
                IntStream.range(0, 500).mapToObj(i -> "n" + i + ".other.test"), Stream.of("a.test"))
            .toArray(String[]::new);
    dns.ptr(CLIENT, names).forward("a.test", CLIENT);
    assertThat(verdict("a.test")).isEqualTo("forward_confirmed");
  }

  @Test
  void confirmedNameOutweighsOneWithoutAnswer() {
    dns.ptr(CLIENT, "a.test", "b.test")
        .forward("a.test", Answer.indeterminate(NoAnswer.TIMEOUT))
        .forward("b.test", CLIENT);
    assertThat(verdict("a.test", "b.test")).isEqualTo("forward_confirmed");
  }

  @Test
  void noAnswerIsNoMismatch() {
    dns.ptr(CLIENT, Answer.indeterminate(NoAnswer.SERVFAIL));
    assertThat(verdict("a.test")).isEqualTo("indeterminate:servfail");
    dns.ptr(CLIENT, "a.test", "b.test")
        .forward("a.test", "192.0.2.2")
        .forward("b.test", Answer.indeterminate(NoAnswer.TIMEOUT));
    assertThat(verdict("a.test", "b.test")).isEqualTo("indeterminate:timeout");
  }

  @Test
  void halfAnAnswerConfirmsButDoesNotRefute() {
    Answer half =
        ForwardAnswers.union(
            Answer.addresses(List.of(ip(CLIENT)), List.of(), 60),
            Answer.indeterminate(NoAnswer.TIMEOUT));
    dns.ptr(CLIENT, "a.test").forward("a.test", half);
    assertThat(verdict("a.test")).isEqualTo("forward_confirmed");
    Answer other =
        ForwardAnswers.union(
            Answer.addresses(List.of(ip("192.0.2.2")), List.of(), 60),
            Answer.indeterminate(NoAnswer.TIMEOUT));
    dns.forward("a.test", other);
    assertThat(verdict("a.test")).isEqualTo("indeterminate:timeout");
  }

  @Test
  void withoutAnswerAnExactExpectedNameMayLeadToTheClient() {
    dns.ptr(CLIENT, Answer.indeterminate(NoAnswer.TIMEOUT)).forward("a.test", CLIENT);
    assertThat(verdict(OnIndeterminate.ALLOW, "a.test")).isEqualTo("forward_only:timeout");
    assertThat(verdict(OnIndeterminate.ALLOW, "*.test.example")).isEqualTo("indeterminate:timeout");
    assertThat(verdict(OnIndeterminate.ALLOW, "b.test")).isEqualTo("indeterminate:timeout");
    assertThat(verdict("a.test")).isEqualTo("indeterminate:timeout");
  }

  @Test
  void answerThatRefutesIsNotOutweighedByAllow() {
    dns.ptr(CLIENT, "b.test").forward("a.test", CLIENT);
    assertThat(verdict(OnIndeterminate.ALLOW, "a.test")).isEqualTo("ptr_not_expected");
  }

  @ParameterizedTest
  @MethodSource("matches")
  void starIsExactlyOneLabel(String expected, String name, boolean fits) {
    assertThat(expecting(expected).matches(DnsName.find(name).orElseThrow())).isEqualTo(fits);
  }

  static Stream<Arguments> matches() {
    return Stream.of(
        arguments("*.example.com", "a.example.com", true),
        arguments("*.example.com", "a.b.example.com", false),
        arguments("*.example.com", "example.com", false),
        arguments("*.example.com", "aexample.com", false),
        arguments("*.example.com", "x.aexample.com", false),
        arguments("example.com", "a.example.com", false),
        arguments("*.bücher.example", "a.xn--bcher-kva.example", true),
        arguments("localhost", "localhost", true));
  }

  @ParameterizedTest
  @MethodSource("noNames")
  void textThatIsNoExpectedName(String text, String cause) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                NameSyntaxException.class, () -> ExpectedName.parse(text)))
        .hasMessageContaining(cause);
  }

  static Stream<Arguments> noNames() {
    return Stream.of(
        arguments("", "empty"),
        arguments("*", "whole first label"),
        arguments("*.com", "strangers"),
        arguments("a.*.com", "whole first label"),
        arguments("a*.example.com", "whole first label"),
        arguments("*.*.example.com", "whole first label"),
        arguments("192.0.2.1", "an address is no name"),
        arguments("[192.0.2.1]", "labels of letters"),
        arguments("a..b", "labels of letters"),
        arguments(".a", "labels of letters"),
        arguments("a b.example", "labels of letters"),
        arguments("a".repeat(64) + ".example", "labels of letters"),
        arguments("faß.example", "xn--"),
        arguments("a。example", "xn--"));
  }
}
