package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.portcullis.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every row of {@code domain.jsonl}, patterns brought to this language: without their scheme, and
 * refused where they say what it does not have.
 */
class DomainCasesTest {
  @Test
  void everyRowIsAsExpected() {
    List<Map<String, Object>> rows = Cases.rows("domain.jsonl");
    assumeThat(rows).as("domain.jsonl is there").isNotEmpty();
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    int refused = 0;
    for (Map<String, Object> row : rows) {
      List<DomainPattern> patterns = new ArrayList<>();
      boolean bad = false;
      for (Object text : (List<?>) Objects.requireNonNull(row.get("patterns"))) {
        String written = (String) text;
        if (written.contains("://") && parsed(written) != null) {
          wrong.add(row + " has a scheme");
        }
        DomainPattern pattern = parsed(written.replaceAll("^https?://", "").replaceAll("/$", ""));
        bad |= pattern == null;
        if (pattern != null) {
          patterns.add(pattern);
        }
      }
      boolean match = matchesAny(patterns, row);
      // What the language does not have is refused, and then matches nothing.
      if (bad) {
        refused++;
        boolean unknown =
            "pattern-error".equals(row.get("expect"))
                || String.valueOf(row.get("patterns"))
                    .matches(".*(\\[\\[?[*]\\]|\\bfoo[*]|:\\[|/:|\\$/).*");
        if (!unknown) {
          wrong.add(row + " is refused");
        }
        continue;
      }
      judged++;
      // Of `*` this language says one label or more, which the row has beside its own answer.
      Object expected = row.getOrDefault("suffix_glob", row.get("expect"));
      if (match != "match".equals(expected)) {
        wrong.add(row + " gives " + match);
      }
    }
    assertThat(wrong).isEmpty();
    System.out.println(
        "domain.jsonl: " + judged + " rows judged, " + refused + " with patterns that are refused");
  }

  private static boolean matchesAny(List<DomainPattern> patterns, Map<String, Object> row) {
    String value = (String) row.get("value");
    if (value == null) {
      return false; // no header
    }
    Origin origin = "host".equals(row.get("kind")) ? Origin.ofHost(value) : Origin.ofOrigin(value);
    return patterns.stream().anyMatch(pattern -> pattern.matches(origin));
  }

  private static @Nullable DomainPattern parsed(String text) {
    try {
      return DomainPattern.parse(text);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }
}
