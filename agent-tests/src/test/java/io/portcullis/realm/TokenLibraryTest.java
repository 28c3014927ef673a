package io.portcullis.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library that reads tokens is loaded only where a policy asks for tokens. */
class TokenLibraryTest {
  private static final String LIBRARY = "io.portcullis.shaded.nimbusds.";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8, 17})
  void onlyAPolicyThatReadsTokensLoadsTheLibrary(int feature) throws Exception {
    Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
    assertThat(loadedFor(feature, "{header: X-Tenant-Id}, {path: \"/t/{tenant}/**\"}")).isZero();
    assertThat(loadedFor(feature, "{jwt: {claims: [org], verify: {hmacSecretFile: secret}}}"))
        .isPositive();
  }

  private long loadedFor(int feature, String sources) throws IOException, InterruptedException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            "portcullis: 1\ncallers: {tenant: ["
                + sources
                + "], onUnknownTenant: deny}\nglobal: {allow: \"*\"}\n");
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Jdks.of(feature).java().toString(),
                    "-verbose:class",
                    "-jar",
                    BuiltAgent.jar().toString(),
                    "validate",
                    policy.toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor()).as(said.toString()).isZero();
    return Files.readAllLines(said, StandardCharsets.UTF_8).stream()
        .filter(line -> line.contains(LIBRARY))
        .count();
  }
}
