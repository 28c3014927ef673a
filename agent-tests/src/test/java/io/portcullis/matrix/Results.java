package io.portcullis.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** What was run and found to be guarded: one line each in {@code target/matrix/results.tsv}. */
final class Results {
  private Results() {}

  static Path file() {
    return Path.of(System.getProperty("portcullis.matrix")).resolve("results.tsv");
  }

  static synchronized void add(Entry entry, int feature, String guarding, Duration took)
      throws IOException {
    String described = guarding.substring(guarding.indexOf("guarding ") + "guarding ".length());
    String line = String.join("\t", key(entry, feature), described, took.toMillis() + " ms");
    Files.write(file(), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** What a line begins with. */
  static String key(Entry entry, int feature) {
    return String.join("\t", entry.server(), entry.version(), entry.delivery(), "" + feature);
  }
}
