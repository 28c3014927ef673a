package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Good policies, spoilt at random: reading one never throws and never leaves the reason untold. */
class PolicyFuzzTest {
  private static final byte[] GOOD = GoodPolicy.YAML.getBytes(StandardCharsets.UTF_8);

  /** Pieces that mean something to YAML or to the language. */
  private static final List<String> PIECES =
      List.of(
          "*",
          "&a ",
          "*a",
          "!!str ",
          "!x ",
          "? ",
          "- ",
          ": ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "|\n",
          ">\n",
          "#",
          "---\n",
          "...\n",
          "%YAML 1.1\n",
          "<<: ",
          "~",
          "null",
          "\t",
          "\r",
          "\u2028",
          "\ufeff",
          "\0",
          "true",
          "off",
          "0",
          "-1",
          "99999999999",
          "0.0.0.0/0",
          "::/0",
          "\"*\"",
          "{set: corporate}",
          "{set: everywhere}",
          "{file: lists/lb.txt}",
          "{file: ../x}",
          "allow",
          "acme",
          "mode",
          "${",
          "\ud83d\ude00");

  /** One change of a text: at a place, so many bytes are replaced by a piece. */
  record Change(int at, int removed, String piece) {
    byte[] of(byte[] text) {
      int start = Math.floorMod(at, text.length + 1);
      int end = Math.min(text.length, start + removed);
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      byte[] changed = new byte[text.length - (end - start) + bytes.length];
      System.arraycopy(text, 0, changed, 0, start);
      System.arraycopy(bytes, 0, changed, start, bytes.length);
      System.arraycopy(text, end, changed, start + bytes.length, text.length - end);
      return changed;
    }
  }

  @Property(tries = 1500)
  void spoiltPolicyIsFitOrSaysWhyNot(@ForAll("changes") List<Change> changes) {
    byte[] text = GOOD;
    for (Change change : changes) {
      text = change.of(text);
    }
    check(text);
  }

  @Property(tries = 500)
  void linesInAnotherOrderAreFitOrSayWhyNot(@ForAll("lineMoves") List<Integer> moves) {
    List<String> lines = new java.util.ArrayList<>(GoodPolicy.YAML.lines().toList());
    for (int i = 0; i + 1 < moves.size(); i += 2) {
      String line = lines.remove(moves.get(i) % lines.size());
      lines.add(moves.get(i + 1) % (lines.size() + 1), line);
    }
    check(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void anyBytesAreNoPolicy(@ForAll byte[] bytes) {
    PolicyLoad load = PolicyReader.read(PolicyText.of("policy.yaml", bytes, Map.of()));

    assertThat(load.errors()).isNotEmpty();
    assertThat(PolicyReader.listsNamed(bytes)).isEmpty();
  }

  @Property(tries = 500)
  void anyBytesAsAListAreRulesOrSayWhyNot(@ForAll byte[] bytes) {
    PolicyText text =
        PolicyText.of(
            "policy.yaml",
            "portcullis: 1\nglobal: {allow: [{file: l}]}\n".getBytes(StandardCharsets.UTF_8),
            Map.of("l", bytes));

    assertThat(PolicyReader.read(text).errors()).isNotEmpty();
  }

  private static void check(byte[] text) {
    PolicyLoad load = PolicyReader.read(GoodPolicy.text(text));

    assertThat(load.isFit()).isEqualTo(load.errors().isEmpty());
    assertThat(load.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.place().line()).isPositive();
              assertThat(problem.place().column()).isPositive();
              assertThat(problem.toString().chars()).noneMatch(c -> c < ' ');
            });
    assertThat(PolicyReader.read(GoodPolicy.text(text)).problems()).isEqualTo(load.problems());
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(6), Arbitraries.just(""));
    return Combinators.combine(
            Arbitraries.integers().between(0, 100_000),
            Arbitraries.integers().between(0, 12),
            pieces)
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Integer>> lineMoves() {
    return Arbitraries.integers().between(0, 10_000).list().ofMinSize(2).ofMaxSize(8);
  }
}
