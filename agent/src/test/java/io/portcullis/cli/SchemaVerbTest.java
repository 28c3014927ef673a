package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the verb schema prints; what the schema says is PolicySchemaTest's affair. */
class SchemaVerbTest {
  private static final String IN_DOCS = "docs/policy.schema.json";

  @Test
  void schemaIsThatOfTheDocumentation() throws IOException {
    String inDocs = Files.readString(root().resolve(IN_DOCS));
    assertThat(CommandRun.of("schema")).isEqualTo(new CommandRun(0, inDocs, ""));
    assertThat(CommandRun.of("schema", "--output", "json").out()).isEqualTo(inDocs);
  }

  @Test
  void policyOfTheSamplePointsEditorsAtIt() throws IOException {
    Path sample = root().resolve("sample-app/policy.yaml");
    String first = Files.readAllLines(sample).get(0);
    String pointer = "# yaml-language-server: $schema=";
    assertThat(first).startsWith(pointer);
    assertThat(sample.resolveSibling(first.substring(pointer.length())).normalize())
        .isEqualTo(root().resolve(IN_DOCS));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve(IN_DOCS))) {
      here = Objects.requireNonNull(here.getParent(), "the tests run below the project's folder");
    }
    return here;
  }
}
