package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The queries of docs/grafana-dashboard.json against what /metrics exposes. */
class GrafanaDashboardTest {
  private static final Pattern METRIC =
      Pattern.compile("(portcullis_[a-z_]+)(?:\\{([^}]*)})?(?:\\[[^]]*])?");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=~?\"");
  private static final Pattern BY = Pattern.compile("by \\(([a-z, ]+)\\)");

  /** Prometheus itself adds these. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  @Test
  void everyQueryAsksForWhatIsExposedAndEveryMetricIsShown() throws Exception {
    Map<String, Set<String>> exposed = exposed();
    Set<String> asked = new TreeSet<>();
    List<String> queries = queries();
    assertThat(queries).hasSizeGreaterThan(10);
    for (String query : queries) {
      Set<String> labels = new TreeSet<>();
      Matcher metric = METRIC.matcher(query);
      boolean any = false;
      while (metric.find()) {
        any = true;
        assertThat(exposed).as(query).containsKey(metric.group(1));
        asked.add(metric.group(1));
        labels.addAll(exposed.get(metric.group(1)));
        Matcher label = LABEL.matcher(metric.group(2) == null ? "" : metric.group(2));
        while (label.find()) {
          assertThat(label.group(1))
              .as(query)
              .satisfiesAnyOf(
                  name -> assertThat(OF_PROMETHEUS).contains(name),
                  name -> assertThat(exposed.get(metric.group(1))).contains(name));
        }
      }
      assertThat(any).as(query).isTrue();
      Matcher by = BY.matcher(query);
      while (by.find()) {
        assertThat(labels).as(query).contains(by.group(1).split(", "));
      }
    }
    assertThat(asked).isEqualTo(new TreeSet<>(exposed.keySet()));
  }

  private static Map<String, Set<String>> exposed() throws Exception {
    Map<String, Set<String>> found = new HashMap<>();
    try (Stand stand = Stand.of(Stand.POLICY)) {
      for (String line : stand.call("GET /metrics", Stand.bearer("root")).text().split("\n")) {
        if (!line.startsWith("#")) {
          Matcher metric = METRIC.matcher(line);
          assertThat(metric.find()).as(line).isTrue();
          Set<String> labels = found.computeIfAbsent(metric.group(1), name -> new TreeSet<>());
          Matcher label = LABEL.matcher(metric.group(2) == null ? "" : metric.group(2));
          while (label.find()) {
            labels.add(label.group(1));
          }
        }
      }
    }
    return found;
  }

  private static List<String> queries() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("../docs/grafana-dashboard.json").toFile());
    List<String> found = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        found.add(target.get("expr").asText());
      }
    }
    return found;
  }
}
