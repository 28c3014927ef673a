package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Published lists as they are: every line is a rule, and the table finds each one again. */
class IpRangeListsTest {
  static List<String> lists() throws IOException {
    assumeTrue(Cases.dir().isPresent(), "no cases");
    try (Stream<Path> files = Files.list(Cases.dir().orElseThrow().resolve("ranges"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".jsonl"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void everyLineIsARuleThatTheTableFindsAgain(String list) {
    List<IpRule> rules = new ArrayList<>();
    IpTable.Builder<IpRule> builder = IpTable.builder();
    for (String line : Cases.lines("ranges/" + list)) {
      if (!line.startsWith("#")) {
        IpRule rule = IpTexts.rule(line);
        if (rule.hostBitsMasked() || !IpTexts.rule(rule.toString()).equals(rule)) {
          throw new AssertionError(line + " is read as " + rule);
        }
        rules.add(rule);
        builder.add(rule, rule);
      }
    }
    IpTable<IpRule> table = builder.build();
    assertThat(table.size()).isEqualTo(rules.size()).isPositive();
    IpRule none = IpTexts.rule("0.0.0.0/0");
    for (IpRule rule : rules) {
      // Whatever is found at a rule's edges is that rule, or one that lies inside it.
      if (!rule.contains(table.lookup(rule.first(), none))
          || !rule.contains(table.lookup(rule.last(), none))) {
        throw new AssertionError(list + " loses " + rule);
      }
    }
    Random random = new Random(rules.size());
    for (int i = 0; i < 40; i++) {
      IpAddress probe = rules.get(random.nextInt(rules.size())).last();
      IpAddress behind = IpAddress.of(probe.high(), probe.low() + 1);
      assertThat(table.lookup(probe, none)).isEqualTo(scan(rules, probe, none));
      assertThat(table.lookup(behind, none)).isEqualTo(scan(rules, behind, none));
    }
    probe(list, table, none);
  }

  private static void probe(String list, IpTable<IpRule> table, IpRule none) {
    String name = "ranges/" + list.replaceFirst("[.]txt([.]gz)?$", ".probes.jsonl");
    List<Map<String, Object>> rows = Cases.rows(name);
    assertThat(rows.isEmpty()).as("probes of %s", list).isEqualTo(!list.endsWith(".gz"));
    List<String> wrong = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      boolean held = table.lookup(IpTexts.ip((String) IpTexts.field(row, "address")), none) != none;
      if (!IpTexts.field(row, "contained").equals(held)) {
        wrong.add(row.toString());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static IpRule scan(List<IpRule> rules, IpAddress address, IpRule none) {
    List<IpRule> holding = rules.stream().filter(rule -> rule.contains(address)).toList();
    int best = SlowIp.lookup(holding, address);
    return best < 0 ? none : holding.get(best);
  }
}
