package io.portcullis.seed;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.machine.TestAuthority;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One system, copied to a folder where its policies can be used: beside them stands the certificate
 * of the authority that they name.
 *
 * @param folder where the policies are
 * @param authority who issues what its clients show
 */
record Seed(Path folder, TestAuthority authority) {
  /** The systems that there are. */
  static List<String> names() {
    return List.of("axys", "arx", "febasi", "arbitex", "network-access");
  }

  static Seed copy(String name, Path target) throws IOException, GeneralSecurityException {
    Path source = source("/seeds/" + name);
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, target.resolve(source.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
    TestAuthority authority = TestAuthority.of("client-ca");
    authority.writeTo(target.resolve("client-ca.pem"));
    return new Seed(target, authority);
  }

  List<SeedRow> requests() throws IOException {
    List<SeedRow> rows = new ArrayList<>();
    for (Map<String, Object> line : lines("requests.jsonl")) {
      rows.add(SeedRow.of(line));
    }
    return rows;
  }

  /** What is refused as a policy, with what is said of it. */
  List<Map<String, Object>> invalid() throws IOException {
    return lines("invalid.jsonl");
  }

  private List<Map<String, Object>> lines(String file) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      lines.add(JSON.std.mapFrom(line));
    }
    return lines;
  }

  /** What is stated of a system, and what holds it: the table in README.md, by number from 1 on. */
  static List<String> statements(String name) throws IOException {
    String readme = Files.readString(source("/seeds/README.md"));
    List<String> statements = new ArrayList<>();
    boolean here = false;
    for (String line : readme.split("\n")) {
      here = line.startsWith("## ") ? line.equals("## " + name) : here;
      if (here && line.matches("\\| \\d+ \\| .* \\| .* \\|")) {
        statements.add(line);
      }
    }
    return statements;
  }

  private static Path source(String resource) {
    try {
      return Path.of(Objects.requireNonNull(Seed.class.getResource(resource)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows with something in common, in the order of their first ones. */
  static Map<String, List<SeedRow>> groups(List<SeedRow> rows, Function<SeedRow, String> by) {
    Map<String, List<SeedRow>> groups = new LinkedHashMap<>();
    for (SeedRow row : rows) {
      groups.computeIfAbsent(by.apply(row), ignored -> new ArrayList<>()).add(row);
    }
    return groups;
  }
}
