package io.portcullis.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an agent in another JVM tells: lines of {@code name=value}. It may be of another version, so
 * nothing but this form is taken for granted. Immutable.
 */
final class AgentReport {
  private final String lines;

  private AgentReport(String lines) {
    this.lines = lines;
  }

  static AgentReport of(String lines) {
    return new AgentReport(lines);
  }

  /** All values of a name. */
  List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (String line : lines.split("\n")) {
      if (line.startsWith(name + "=")) {
        values.add(line.substring(name.length() + 1));
      }
    }
    return values;
  }

  /** The first value of a name. */
  Optional<String> first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? Optional.<String>empty() : Optional.of(values.get(0));
  }

  /** The first value of a name, or a question mark. */
  String shown(String name) {
    return first(name).orElse("?");
  }
}
