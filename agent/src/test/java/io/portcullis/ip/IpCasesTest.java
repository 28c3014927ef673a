package io.portcullis.ip;

import static io.portcullis.ip.IpTexts.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of other projects' test suites, each with what our rules say of it. */
class IpCasesTest {
  private static final Pattern WHOLE_FAMILY = Pattern.compile("/0|::ffff:0.0.0.0/96");

  @BeforeAll
  static void casesAreThere() {
    assumeTrue(Cases.dir().isPresent(), "no cases");
  }

  @Test
  void everyRowOfParsingIsReadOrRefusedAsSettled() {
    List<String> wrong = new ArrayList<>();
    List<Map<String, Object>> rows = Cases.rows("ip-parse.jsonl");
    for (Map<String, Object> row : rows) {
      String text = (String) field(row, "input");
      Optional<String> expected = expectedOfParsing(row, text);
      Optional<String> found =
          field(row, "kind").equals("cidr")
              ? rule(text).map(IpCasesTest::asBlock)
              : IpAddress.find(text, 0, text.length()).map(IpAddress::toString);
      if (!found.equals(expected)) {
        wrong.add(row.get("id") + " `" + text + "`: " + found + ", not " + expected);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).hasSizeGreaterThan(600);
  }

  private static Optional<String> expectedOfParsing(Map<String, Object> row, String text) {
    if (field(row, "kind").equals("socket")) {
      // Rows of address and port: ours are addresses alone, so the oracle tells.
      return SlowIp.parse(text).map(number -> SlowIp.address(number).toString());
    }
    // What the suites left open is settled: netmasks and zero-led prefix lengths are refused.
    boolean valid = Boolean.TRUE.equals(row.get("proposed_valid"));
    return valid ? Optional.of((String) field(row, "proposed_canonical")) : Optional.empty();
  }

  /** In these rows a lone address is a block of one. */
  private static String asBlock(IpRule rule) {
    return rule.type() == IpRule.Type.SINGLE
        ? rule + (rule.first().isIpv4() ? "/32" : "/128")
        : rule.toString();
  }

  @Test
  void everyRowOfMatchingIsDecidedAsSettled() {
    List<String> wrong = new ArrayList<>();
    List<Map<String, Object>> rows = Cases.rows("cidr-match.jsonl");
    for (Map<String, Object> row : rows) {
      String found =
          switch ((String) field(row, "type")) {
            case "match" -> match(row);
            case "rule-validity" -> validity(row);
            default -> acl(row);
          };
      if (!found.equals(expectedOfMatching(row))) {
        wrong.add(row + ": " + found);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).hasSizeGreaterThan(350);
  }

  private static Object expectedOfMatching(Map<String, Object> row) {
    Object recomputed = row.get("recomputed");
    if (recomputed != null) {
      return recomputed;
    }
    // Rows that lean on zones, ports, wildcards or no address at all: here they match nothing.
    String all = field(row, "rules") + " " + row.get("address");
    assertThat(all).as("%s", row).containsPattern("%|;|null");
    return "no-match";
  }

  private static String match(Map<String, Object> row) {
    Optional<IpSet> set = set(field(row, "rules"));
    boolean whole = WHOLE_FAMILY.matcher(field(row, "rules").toString()).find();
    assertThat(set.filter(IpSet::coversWholeFamily).isPresent()).as("%s", row).isEqualTo(whole);
    return set.isPresent() && holds(set.get(), row) ? "match" : "no-match";
  }

  private static String validity(Map<String, Object> row) {
    return set(field(row, "rules")).isPresent() ? "rule-ok" : "rule-error";
  }

  private static String acl(Map<String, Object> row) {
    if (holds(set(field(row, "deny")).orElseThrow(), row)) {
      return "deny";
    }
    return holds(set(field(row, "allow")).orElseThrow(), row)
        ? "allow"
        : (String) field(row, "default");
  }

  private static boolean holds(IpSet set, Map<String, Object> row) {
    String text = (String) row.get("address");
    return text != null && IpAddress.find(text, 0, text.length()).filter(set::contains).isPresent();
  }

  private static Optional<IpSet> set(Object texts) {
    List<IpRule> rules = new ArrayList<>();
    for (Object text : (List<?>) texts) {
      Optional<IpRule> rule = rule((String) text);
      if (rule.isEmpty()) {
        return Optional.empty();
      }
      rules.add(rule.get());
    }
    return Optional.of(IpSet.of(rules));
  }

  private static Optional<IpRule> rule(String text) {
    try {
      return Optional.of(IpRule.parse(text));
    } catch (IpSyntaxException e) {
      assertThat(e.getMessage()).startsWith(e.kind().words());
      assertThat(e.reason()).isNotBlank();
      return Optional.empty();
    }
  }
}
