package io.portcullis.policy;

import io.portcullis.source.PolicyText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Policies as rows of a resource, each with the problems it has:
 *
 * <pre>
 * === what the row shows
 * the policy
 * --- list lists/office.txt
 * the lines of a list, for each list
 * --- problems
 * each problem as `validate` prints it
 * </pre>
 */
final class PolicyRows {
  private PolicyRows() {}

  record Row(String name, String policy, Map<String, String> lists, List<String> problems) {
    PolicyText text() {
      Map<String, byte[]> bytes = new LinkedHashMap<>();
      lists.forEach((list, text) -> bytes.put(list, text.getBytes(StandardCharsets.UTF_8)));
      return PolicyText.of("policy.yaml", policy.getBytes(StandardCharsets.UTF_8), bytes);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> of(String resource) {
    List<Row> rows = new ArrayList<>();
    for (String row : read(resource).split("(?m)^=== ")) {
      if (!row.isBlank() && !row.startsWith("#")) {
        rows.add(row(row));
      }
    }
    return rows;
  }

  private static Row row(String text) {
    int end = text.indexOf('\n');
    String name = text.substring(0, end);
    String[] parts = text.substring(end + 1).split("(?m)^--- ");
    Map<String, String> lists = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int head = parts[i].indexOf('\n');
      String kind = parts[i].substring(0, head);
      String body = parts[i].substring(head + 1);
      if (kind.startsWith("list ")) {
        lists.put(kind.substring("list ".length()), body);
      } else {
        body.lines().filter(line -> !line.isBlank()).forEach(problems::add);
      }
    }
    return new Row(name, parts[0], lists, problems);
  }

  private static String read(String resource) {
    try (InputStream in = PolicyRows.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
