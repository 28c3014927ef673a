package io.portcullis.testing;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Rows of cases that lie outside the project: in the folder that the system property {@code
 * portcullis.cases} names, else in {@code shared/cases} beside the checkout. A test that finds none
 * says so and is skipped.
 */
public final class Cases {
  private Cases() {}

  /** The folder, where there is one. */
  public static Optional<Path> dir() {
    String named = System.getProperty("portcullis.cases");
    if (named != null) {
      return Optional.of(Path.of(named)).filter(Files::isDirectory);
    }
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path beside = up.resolveSibling("shared").resolve("cases");
      if (Files.isDirectory(beside)) {
        return Optional.of(beside);
      }
    }
    System.out.println("no cases: neither `portcullis.cases` nor ../shared/cases is a folder");
    return Optional.empty();
  }

  /** The rows of a file of one JSON object a line; none where the folder or the file is missing. */
  public static List<Map<String, Object>> rows(String file) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : lines(file)) {
      try {
        rows.add(JSON.std.mapFrom(line));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }

  /** The lines of a text that are not empty, unpacked if its name ends in {@code .gz}. */
  public static List<String> lines(String file) {
    Optional<Path> path = dir().map(d -> d.resolve(file)).filter(Files::isRegularFile);
    if (path.isEmpty()) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(path.get());
        InputStream text = file.endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
