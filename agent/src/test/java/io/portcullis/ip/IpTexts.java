package io.portcullis.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rules and addresses that a test knows to be well-formed. */
final class IpTexts {
  private IpTexts() {}

  static IpRule rule(String text) {
    try {
      return IpRule.parse(text);
    } catch (IpSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<IpRule> rules(String... texts) {
    List<IpRule> rules = new ArrayList<>();
    for (String text : texts) {
      rules.add(rule(text));
    }
    return rules;
  }

  static IpAddress ip(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IpSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static IpSet set(String... texts) {
    return IpSet.of(rules(texts));
  }

  /** What a row of cases must have. */
  static Object field(Map<String, Object> row, String name) {
    return Objects.requireNonNull(row.get(name), () -> "no " + name + " in " + row);
  }
}
