package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.portcullis.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Targets with path tricks, and what three containers made of them. */
class PathCasesTest {
  private static final List<String> READINGS =
      List.of("tomcat_path", "jetty_canonical", "jetty_decoded", "undertow_path");

  @Test
  void noContainerReadsAPlainTargetDifferently() {
    List<Map<String, Object>> rows = rows();
    List<String> differing = new ArrayList<>();
    int plain = 0;
    for (Map<String, Object> row : rows) {
      CanonicalPath path = CanonicalPath.of((String) row.get("target"));
      if (!path.isPlain()) {
        continue;
      }
      plain++;
      Map<?, ?> run = (Map<?, ?>) row.get("run");
      for (String container : List.of("tomcat_path", "jetty_decoded", "undertow_path")) {
        Object read = run.get(container);
        if (read != null && !read.equals(path.path()) && !isKnown(row, container)) {
          differing.add(row.get("id") + " " + row.get("target") + ": " + container + " " + read);
        }
      }
    }

    assertThat(differing).isEmpty();
    System.out.println("paths.jsonl: " + rows.size() + " rows, " + plain + " plain");
  }

  // How the rows were made, not what the servers do: URLUtils decodes as a form would, Undertow's
  // own parser leaves a plus sign alone (but for 1.0) and takes the path from an absolute form, and
  // so does Tomcat's before it comes to what was run there.
  private static boolean isKnown(Map<String, Object> row, String container) {
    String target = (String) row.get("target");
    return (container.equals("undertow_path") && target.contains("+"))
        || (target.startsWith("http://") && !container.startsWith("jetty"));
  }

  @Test
  void everyContainersReadingIsAmongOurs() {
    List<String> missing = new ArrayList<>();
    int compared = 0;
    for (Map<String, Object> row : rows()) {
      String target = (String) row.get("target");
      CanonicalPath path = CanonicalPath.of(target);
      Map<?, ?> run = (Map<?, ?>) row.get("run");
      for (String container : READINGS) {
        Object read = run.get(container);
        if (read == null || isKnown(row, container)) {
          continue;
        }
        compared++;
        String text = (String) read;
        // Jetty's canonical path is still escaped.
        String reading =
            container.equals("jetty_canonical")
                ? PercentDecoder.decode(
                    text, PercentDecoder.KEEP_SLASH | PercentDecoder.KEEP_PERCENT)
                : text;
        if (path.readings().stream().noneMatch(r -> alike(r, reading))) {
          missing.add(
              row.get("id")
                  + " "
                  + target
                  + ": "
                  + container
                  + " "
                  + reading
                  + " not in "
                  + path.readings());
        }
      }
    }

    assertThat(missing).isEmpty();
    System.out.println("paths.jsonl: " + compared + " readings of containers compared");
  }

  /** But for what touching a rule makes nothing of. */
  private static boolean alike(String ours, String theirs) {
    return simple(ours).equals(simple(theirs));
  }

  private static String simple(String path) {
    return ("/" + path)
        .replace('\\', '/')
        .replaceAll("/+", "/")
        .replaceAll("(?<=.)/$", "")
        .replaceAll("[^\\x00-\\x7f]+", "?")
        .replace("%2F", "%2f")
        .replace("%5C", "%5c");
  }

  @Test
  void noTrickExemptsAProtectedPathAndNoneHidesIt() throws Exception {
    PathPattern exempt = PathPattern.parse("/health/**");
    List<String> wrong = new ArrayList<>();
    int run = 0;
    for (Map<String, Object> row : rows()) {
      if (!row.containsKey("protected")) {
        continue;
      }
      run++;
      String target = (String) row.get("target");
      String secured = (String) row.get("protected");
      CanonicalPath behindExempt = CanonicalPath.of("/health" + target);
      boolean exempted = behindExempt.isPlain() && exempt.matches("GET", behindExempt.path());
      if (exempted
          && ServerOracle.TOMCAT.path("/health" + target).isPresent()
          && !ServerOracle.TOMCAT.path("/health" + target).get().startsWith("/health")) {
        wrong.add(row.get("id") + " is exempt by trick: /health" + target);
      }
      if (Boolean.TRUE.equals(row.get("reaches_protected"))
          && CanonicalPath.of(target).readings().stream()
              .noneMatch(parse(secured + "/**")::touches)) {
        wrong.add(row.get("id") + " hides " + secured + ": " + target);
      }
      for (Object read : ((Map<?, ?>) row.get("run")).values()) {
        if (read instanceof String text
            && text.startsWith("/")
            && SlowPattern.touches(secured + "/**", text)
            && CanonicalPath.of(target).readings().stream()
                .noneMatch(parse(secured + "/**")::touches)) {
          wrong.add(row.get("id") + " is read as " + text + ": " + target);
        }
      }
    }

    assertThat(wrong).isEmpty();
    System.out.println("paths.jsonl: " + run + " rows with a protected path");
  }

  private static PathPattern parse(String text) {
    try {
      return PathPattern.parse(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = Cases.rows("paths.jsonl");
    assumeThat(rows).as("paths.jsonl is there").isNotEmpty();
    return rows;
  }
}
