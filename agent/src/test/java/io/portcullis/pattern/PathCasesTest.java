package io.portcullis.pattern;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.portcullis.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Targets with path tricks, and what three containers made of them. */
class PathCasesTest {
  @Test
  void everyContainerReadsAPlainTargetAsWeDo() {
    List<Row> rows = rows();
    List<String> differing = new ArrayList<>();
    int plain = 0;
    for (Row row : rows) {
      CanonicalPath path = CanonicalPath.of(row.target);
      if (!path.isPlain()) {
        continue;
      }
      plain++;
      row.readings.forEach(
          (container, read) -> {
            if (!read.equals(path.path())) {
              differing.add(row.id + " " + row.target + ": " + container + " " + read);
            }
          });
    }

    assertThat(differing).isEmpty();
    System.out.println("paths.jsonl: " + rows.size() + " rows run, " + plain + " are plain");
  }

  @Test
  void everyContainersReadingIsAmongOurs() {
    List<String> missing = new ArrayList<>();
    int compared = 0;
    for (Row row : rows()) {
      CanonicalPath path = CanonicalPath.of(row.target);
      for (Map.Entry<String, String> read : row.readings.entrySet()) {
        compared++;
        if (path.readings().stream().noneMatch(r -> simple(r).equals(simple(read.getValue())))) {
          missing.add(row.id + " " + row.target + ": " + read + " not in " + path.readings());
        }
      }
    }

    assertThat(missing).isEmpty();
    System.out.println("paths.jsonl: " + compared + " readings of containers compared");
  }

  @Test
  void noTrickHidesAProtectedPath() throws Exception {
    List<String> hidden = new ArrayList<>();
    int run = 0;
    for (Row row : rows()) {
      if (row.secured.isEmpty()) {
        continue;
      }
      run++;
      String rule = row.secured.get() + "/**";
      PathPattern pattern = PathPattern.parse(rule);
      boolean touched = CanonicalPath.of(row.target).readings().stream().anyMatch(pattern::touches);
      for (String read : row.readings.values()) {
        if (!touched && (SlowPattern.touches(rule, read) || row.reachesSecured)) {
          hidden.add(row.id + " " + row.target + " is read as " + read);
        }
      }
    }

    assertThat(hidden).isEmpty();
    System.out.println("paths.jsonl: " + run + " rows with a protected path");
  }

  @Test
  void noTrickExemptsAnotherPath() throws Exception {
    PathPattern exempt = PathPattern.parse("/health/**");
    List<String> wrong = new ArrayList<>();
    int exempted = 0;
    for (Row row : rows()) {
      for (String prefix : List.of("", "/health", "/health/a", "/x/../health", "/health/..")) {
        String target = prefix + row.target;
        CanonicalPath path = CanonicalPath.of(target);
        if (!target.startsWith("/") || !path.isPlain() || !exempt.matches("GET", path.path())) {
          continue;
        }
        exempted++;
        for (ServerOracle server : ServerOracle.values()) {
          Optional<String> read = server.path(target);
          if (read.isPresent() && !SlowPattern.matches("/health/**", read.get())) {
            wrong.add(row.id + " " + target + " is read as " + read.get() + " by " + server);
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(exempted).isPositive();
    System.out.println("paths.jsonl: " + exempted + " targets behind `/health/**` are exempt");
  }

  /** A path, but for what touching a rule makes nothing of. */
  private static String simple(String path) {
    return ("/" + path)
        .replace('\\', '/')
        .replaceAll("/+", "/")
        .replaceAll("(?<=.)/$", "")
        .replaceAll("[^\\x00-\\x7f]+", "?")
        .replace("%2F", "%2f")
        .replace("%5C", "%5c");
  }

  private static List<Row> rows() {
    List<Map<String, Object>> rows = Cases.rows("paths.jsonl");
    assumeThat(rows).as("paths.jsonl is there").isNotEmpty();
    return rows.stream().map(Row::new).toList();
  }

  private static final class Row {
    final String id;
    final String target;
    final Optional<String> secured;
    final boolean reachesSecured;
    final Map<String, String> readings = new TreeMap<>();

    Row(Map<String, Object> row) {
      id = (String) requireNonNull(row.get("id"));
      target = (String) requireNonNull(row.get("target"));
      secured = Optional.ofNullable((String) row.get("protected"));
      reachesSecured =
          row.get("reaches_protected") instanceof Map<?, ?> reached && reached.containsValue(true);
      Map<?, ?> run = (Map<?, ?>) requireNonNull(row.get("run"));
      for (String container :
          List.of("tomcat_path", "jetty_canonical", "jetty_decoded", "undertow_path")) {
        Object read = run.get(container);
        if (read != null && !isMisleading(container)) {
          readings.put(container, decoded(container, (String) read));
        }
      }
    }

    /**
     * What comes of how the rows were made and not of the servers: Undertow's path was decoded as a
     * form is, which its parser does not do, and only Jetty was shown an absolute form whole.
     */
    private boolean isMisleading(String container) {
      return (container.equals("undertow_path") && target.contains("+"))
          || (target.startsWith("http://") && !container.startsWith("jetty"))
          || (target.contains(":") && target.indexOf('/') < 0 && container.startsWith("jetty"));
    }

    // Jetty's canonical path is still escaped.
    private static String decoded(String container, String read) {
      return container.equals("jetty_canonical")
          ? PercentDecoder.decode(read, PercentDecoder.KEEP_SLASH | PercentDecoder.KEEP_PERCENT)
          : read;
    }
  }
}
