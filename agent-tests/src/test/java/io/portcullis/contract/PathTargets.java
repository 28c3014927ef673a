package io.portcullis.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Targets that servers read in their own ways: our own, and those of {@code paths.jsonl} in the
 * folder that the system property {@code portcullis.cases} names, where there is one.
 */
final class PathTargets {
  private static final Pattern TARGET = Pattern.compile("\"target\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final String[] SHAPES = {
    "/%s",
    "/%s/",
    "//%s",
    "/%s//",
    "/./%s",
    "/%%2e/%s",
    "/x/../%s",
    "/x/..;/%s",
    "/x/..;y/%s",
    "/x/.;/../%s",
    "/;/%s",
    "/;x/%s",
    "/%s;",
    "/%s;x=y",
    "/%s;/z",
    "/x;/../%s",
    "/x/%%2e%%2e/%s",
    "/x/..%%2f%s",
    "/x%%2f..%%2f%s",
    "/x%%5c..%%5c%s",
    "/x\\..\\%s",
    "/%s%%00",
    "/%s%%20",
    "/%s%%2f",
    "/%s/.",
    "/%s/..;/%s",
    "/%s?x",
    "/%s#x",
    "/%s.json",
    "/x/%%252e%%252e/%s",
    "/x/%%c0%%ae%%c0%%ae/%s",
    "/health/../%s",
    "/health/..;/%s",
    "/health;/../%s",
    "/health/%%2e%%2e/%s",
    "/static/..%%2f%s",
    "http://contract.test/%s",
    "http://contract.test//%s",
    "http://contract.test/x/..;/%s",
  };

  private PathTargets() {}

  /** Each fit for a request line, its characters bytes. */
  static Set<String> all() throws IOException {
    Set<String> targets = new LinkedHashSet<>();
    for (String shape : SHAPES) {
      for (String page : new String[] {"admin/x", "admin", "plain", "ADMIN", "%70lain"}) {
        targets.add(
            shape.contains("%s/..;/%s") ? shape.formatted(page, page) : shape.formatted(page));
      }
    }
    String cases = System.getProperty("portcullis.cases");
    Path rows = Path.of(cases == null ? "no-cases" : cases).resolve("paths.jsonl");
    if (Files.isRegularFile(rows)) {
      for (String line : Files.readAllLines(rows)) {
        Matcher matcher = TARGET.matcher(line);
        if (matcher.find()) {
          add(unescaped(matcher.group(1)), targets);
        }
      }
    } else {
      System.out.println("no cases: `portcullis.cases` names no folder with paths.jsonl");
    }
    return targets;
  }

  private static void add(String target, Set<String> targets) {
    boolean sendable = !target.isEmpty() && target.chars().allMatch(c -> c != '\r' && c != '\n');
    if (sendable) {
      byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
      targets.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /** A JSON string without its escapes. */
  private static String unescaped(String json) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char next = json.charAt(++i);
      switch (next) {
        case 'u' -> {
          out.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
        }
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        default -> out.append(next);
      }
    }
    return out.toString();
  }
}
