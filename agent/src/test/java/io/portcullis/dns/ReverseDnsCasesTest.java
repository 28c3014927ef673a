package io.portcullis.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rows of other projects' suites: an address, its names, where they lead, and what comes of it. */
class ReverseDnsCasesTest {
  private static final String FILE = "fcrdns.jsonl";

  /** Rows that another rule lets pass, and why ours refuses. */
  private static final Map<String, String> REFUSED_HERE =
      Map.of(
          "fcr-0024", "a neighbour of the same /24 is enough there",
          "fcr-0077", "a name takes in its subdomains there; here a star has to say so",
          "fcr-0080", "a bare suffix is a rule there; here it is no name at all",
          "fcr-0083", "a forward match is enough there; here only without an answer, if allowed");

  @TestFactory
  Stream<DynamicTest> rows() {
    List<Map<String, Object>> rows = Cases.rows(FILE);
    Assumptions.assumeFalse(rows.isEmpty(), "no rows of " + FILE);
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(String.valueOf(row.get("id")), () -> check(row)));
  }

  private static void check(Map<String, Object> row) {
    String client = (String) field(row, "ip");
    List<String> ptr = strings(field(row, "ptr"));
    Map<?, ?> errors = (Map<?, ?>) field(row, "dns_errors");
    FakeNames dns = new FakeNames();
    if ("timeout".equals(errors.get("ptr"))) {
      dns.ptr(client, Answer.indeterminate(NoAnswer.TIMEOUT));
    } else if (!ptr.isEmpty()) {
      dns.ptr(client, ptr.toArray(new String[0]));
    }
    ((Map<?, ?>) field(row, "forward"))
        .forEach((name, to) -> dns.forward((String) name, strings(to).toArray(new String[0])));
    List<String> rules = strings(field(row, "rule_names"));
    String expect = (String) field(row, "expect");
    boolean namesOnly = expect.startsWith("name-");
    List<ExpectedName> expected = new ArrayList<>();
    // Where a suite has no rule, any name of the address will do.
    for (String rule : rules.isEmpty() ? ptr : rules) {
      try {
        expected.add(ExpectedName.parse(rule));
      } catch (NameSyntaxException e) {
        // A text that is no name is refused when the policy is read; so it matches nothing.
        assertThat(rule).matches("\\[.*|\\..*");
      }
    }
    if (namesOnly) {
      ptr.forEach(name -> dns.forward(name, client));
    }
    ReverseVerdict verdict =
        ForwardConfirmation.judge(
            FakeNames.ip(client), ExpectedNames.of(expected), OnIndeterminate.DENY, dns);
    boolean allowed =
        row.get("expect_allow") == null
            ? expect.equals("pass")
            : Boolean.TRUE.equals(row.get("expect_allow"));
    boolean allowedHere = allowed && !REFUSED_HERE.containsKey((String) field(row, "id"));
    assertThat(verdict.isPass()).as(verdict.toString()).isEqualTo(allowedHere);
    assertThat(verdict.isIndeterminate()).isEqualTo(expect.equals("temperror"));
  }

  private static Object field(Map<String, Object> row, String name) {
    return Objects.requireNonNull(row.get(name), name);
  }

  private static List<String> strings(Object value) {
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }
}
