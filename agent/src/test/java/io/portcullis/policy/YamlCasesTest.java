package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.portcullis.source.PolicyText;
import io.portcullis.testing.Cases;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Hostile and odd YAML of other projects' suites: a clear problem or a clean load, and soon. */
class YamlCasesTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @Test
  void eachTextIsAClearProblemOrACleanLoad() {
    List<Map<String, Object>> rows = Cases.rows("yaml-bad.jsonl");
    assumeFalse(rows.isEmpty(), "no cases");
    for (Map<String, Object> row : rows) {
      byte[] bytes = bytes(row);
      PolicyLoad load =
          Assertions.assertTimeoutPreemptively(
              SOON,
              () -> PolicyReader.read(PolicyText.of("policy.yaml", bytes, Map.of())),
              () -> String.valueOf(row.get("id")));

      // None of the suites' texts is a policy, so each has a problem, told in one line.
      assertThat(load.errors()).as("%s", row.get("id")).isNotEmpty();
      assertThat(load.isFit()).isFalse();
      assertThat(load.problems())
          .as("%s", row.get("id"))
          .allSatisfy(
              problem -> {
                assertThat(problem.message().replaceAll("`[^`]*`", ""))
                    .isNotBlank()
                    .doesNotContain("Exception", "org.yaml", "java.lang.", "null");
                assertThat(problem.toString().chars()).noneMatch(c -> c < ' ');
              });
      if ("yaml-error".equals(row.get("expect")) && "invalid-syntax".equals(row.get("kind"))) {
        assertThat(load.problems())
            .as("%s", row.get("id"))
            .extracting(Problem::code)
            .containsExactly("YAML_SYNTAX");
      }
    }
  }

  private static byte[] bytes(Map<String, Object> row) {
    Object b64 = row.get("b64");
    assertThat(b64).as("%s has bytes", row.get("id")).isNotNull();
    return Base64.getDecoder().decode((String) b64);
  }
}
