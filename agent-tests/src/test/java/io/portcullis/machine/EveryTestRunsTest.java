package io.portcullis.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build compiles the packages that it names, and none is forgotten. */
class EveryTestRunsTest {
  @Test
  void everyTestOfThisModuleIsCompiled() throws IOException {
    Path sources = Path.of("src/test/java");
    List<String> tests;
    try (Stream<Path> files = Files.walk(sources)) {
      tests =
          files
              .map(file -> sources.relativize(file).toString())
              .filter(name -> name.endsWith("Test.java"))
              .toList();
    }
    assertThat(tests).hasSizeGreaterThan(20);
    assertThat(tests)
        .allSatisfy(
            test ->
                assertThat(getClass().getResource("/" + test.replace(".java", ".class")))
                    .as(test)
                    .isNotNull());
  }
}
