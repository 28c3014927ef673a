package io.portcullis.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.source.PolicyText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts that are too much: each ends soon, with one clear problem. */
@Timeout(20)
class PolicyBoundsTest {
  @Test
  void fileOverTheBoundIsNotParsed() {
    byte[] bytes = new byte[YamlReader.MOST_BYTES + 1];
    Arrays.fill(bytes, (byte) '#');

    assertThat(codes(PolicyText.of("policy.yaml", bytes, Map.of()))).containsExactly("TOO_LARGE");
  }

  @Test
  void valuesAreCountedAliasesAsAllThatTheyStandFor() {
    String laughs =
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 8)
                .mapToObj(
                    i ->
                        letter(i)
                            + ": &"
                            + letter(i)
                            + " ["
                            + ("*" + letter(i - 1) + ", ").repeat(10)
                            + "]\n")
                .collect(Collectors.joining());

    assertThat(codes(text(laughs))).containsExactly("TOO_LARGE");
    assertThat(codes(text("- a\n".repeat(YamlReader.MOST_NODES)))).containsExactly("TOO_LARGE");
  }

  @Test
  void depthIsCountedThroughAliases() {
    String nested =
        "a0: &a0 [x]\n"
            + IntStream.range(1, 40)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n")
                .collect(Collectors.joining());

    assertThat(codes(text(nested))).containsExactly("TOO_DEEP");
    assertThat(codes(text("[".repeat(100_000)))).containsExactly("TOO_DEEP");
    assertThat(codes(text("- ".repeat(100_000)))).containsExactly("TOO_DEEP");
    assertThat(codes(text("? ".repeat(10_000)))).containsExactly("TOO_DEEP");
  }

  @Test
  void deepestThatIsAllowedIsRead() {
    String yaml =
        "[".repeat(YamlReader.MOST_LEVELS - 1) + "x" + "]".repeat(YamlReader.MOST_LEVELS - 1);

    assertThat(codes(text(yaml))).containsExactly("WRONG_TYPE");
  }

  @Test
  void chainsOfSetsAreBoundedWhicheverEndComesFirst() {
    List<String> links =
        IntStream.range(0, 5000)
            .mapToObj(i -> "  s" + i + ": [{set: s" + (i + 1) + "}]\n")
            .toList();
    String last = "  s5000: [192.0.2.1]\n";
    String forwards = "portcullis: 1\nsets:\n" + String.join("", links) + last;
    String backwards =
        "portcullis: 1\nsets:\n"
            + last
            + IntStream.range(0, 5000)
                .mapToObj(i -> links.get(4999 - i))
                .collect(Collectors.joining());

    assertThat(codes(text(forwards))).contains("SET_TOO_DEEP");
    assertThat(codes(text(backwards))).contains("SET_TOO_DEEP");
  }

  @Test
  void setsThatHoldEachOtherTwiceDoNotMultiply() {
    String doubling =
        "portcullis: 1\nsets:\n  s0: [192.0.2.1]\n"
            + IntStream.range(1, 30)
                .mapToObj(i -> "  s" + i + ": [{set: s" + (i - 1) + "}, {set: s" + (i - 1) + "}]\n")
                .collect(Collectors.joining())
            + "global: {allow: [{set: s29}]}\n";
    PolicyLoad load = PolicyReader.read(text(doubling));

    assertThat(load.problems()).isEmpty();
    assertThat(load.entries()).isEqualTo(1);
  }

  @Test
  void largeListInManyScopesIsRefusedBeforeItFillsTheMemory() {
    String list = lines(100_000);
    String policy =
        "portcullis: 1\nsets: {big: {file: big.txt}}\nglobal: {allow: \"*\"}\n"
            + "callers: {tenant: [{header: X-T}], onUnknownTenant: deny}\ntenants:\n"
            + IntStream.range(0, 60)
                .mapToObj(i -> "  t" + i + ": {allow: [{set: big}]}\n")
                .collect(Collectors.joining());

    assertThat(codes(text(policy, Map.of("big.txt", list)))).contains("TOO_LARGE");
  }

  @Test
  void listOfWholeInternetSizeLoads() {
    PolicyLoad load =
        PolicyReader.read(
            text(
                "portcullis: 1\nglobal: {allow: [{file: big.txt}]}\n",
                Map.of("big.txt", lines(200_000))));

    assertThat(load.problems()).isEmpty();
    assertThat(load.entries()).isEqualTo(200_000);
  }

  @Test
  void needlessEntriesOfALargeListAreCountedPastTheFirst() {
    String list = "10.0.0.0/8\n" + lines(50_000) + "192.0.2.1\n".repeat(50_000);
    PolicyLoad load =
        PolicyReader.read(
            text("portcullis: 1\nglobal: {allow: [{file: big.txt}]}\n", Map.of("big.txt", list)));

    assertThat(load.isFit()).isTrue();
    assertThat(load.problems()).hasSize(ListLint.MOST_TOLD + 1);
    assertThat(load.problems().get(0).toString())
        .isEqualTo(
            "policy.yaml:2:17: warning NEEDLESS_ENTRIES 99979 more entries of `global.allow` are"
                + " duplicates or inside others");
  }

  @Test
  void badLinesOfALargeListAreCountedPastTheFirst() {
    PolicyLoad load =
        PolicyReader.read(
            text(
                "portcullis: 1\nglobal: {allow: [{file: big.txt}]}\n",
                Map.of("big.txt", "10.0.0.256\n".repeat(100_000) + "10.0.0.1/8\n".repeat(1000))));

    assertThat(load.errors()).hasSize(RuleReader.MOST_TOLD + 1);
    assertThat(load.errors())
        .extracting(Problem::message)
        .contains("99900 more rules of this list are invalid; mend those told first");
    assertThat(load.warnings()).hasSize(RuleReader.MOST_TOLD + 1);
  }

  @Test
  void problemsPastTheBoundAreCounted() {
    String policy =
        "portcullis: 1\n"
            + IntStream.range(0, 100_000)
                .mapToObj(i -> "k" + i + ": 1\n")
                .collect(Collectors.joining());
    PolicyLoad load = PolicyReader.read(text(policy));

    assertThat(load.problems()).hasSize(Problems.MOST + 1);
    assertThat(load.problems().get(Problems.MOST).message())
        .isEqualTo("there are 99000 more problems; mend these first");
  }

  @Test
  void errorBehindManyWarningsStillRefusesThePolicy() {
    String policy =
        "portcullis: 1\nsets:\n"
            + IntStream.range(0, 3000)
                .mapToObj(i -> "  s" + i + ": [192.0.2.1/24]\n")
                .collect(Collectors.joining())
            + "global: {allow: [{set: gone}]}\n";
    PolicyLoad load = PolicyReader.read(text(policy));

    assertThat(load.isFit()).isFalse();
    assertThat(load.errors()).isNotEmpty();
  }

  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      // Every second address: no block covers another, no two are one.
      lines
          .append("10.")
          .append(i >> 15 & 0xff)
          .append('.')
          .append(i >> 7 & 0xff)
          .append('.')
          .append((i & 0x7f) << 1)
          .append('\n');
    }
    return lines.toString();
  }

  private static char letter(int i) {
    return (char) ('a' + i);
  }

  private static List<String> codes(PolicyText text) {
    return PolicyReader.read(text).problems().stream().map(Problem::code).distinct().toList();
  }

  private static PolicyText text(String policy) {
    return text(policy, Map.of());
  }

  private static PolicyText text(String policy, Map<String, String> lists) {
    Map<String, byte[]> bytes = new HashMap<>();
    lists.forEach((name, lines) -> bytes.put(name, lines.getBytes(UTF_8)));
    return PolicyText.of("policy.yaml", policy.getBytes(UTF_8), bytes);
  }
}
