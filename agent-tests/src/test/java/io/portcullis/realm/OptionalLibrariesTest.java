package io.portcullis.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A library is loaded only where a policy or a setting asks for what it is there for. */
class OptionalLibrariesTest {
  private static final String TOKENS = "io.portcullis.shaded.nimbusds.";
  private static final String JSON = "io.portcullis.shaded.jackson.";

  /** What a server may have to load, and in which packages it is. */
  private static final List<String> OPTIONAL =
      List.of(
          TOKENS,
          JSON,
          "io.portcullis.shaded.dnsjava.",
          "io.portcullis.shaded.picocli.",
          "io.portcullis.cli.");

  private static final String PLAIN = "{header: X-Tenant-Id}, {path: \"/t/{tenant}/**\"}";
  private static final String SIGNED = "{jwt: {claims: [org], verify: {hmacSecretFile: secret}}}";

  @TempDir Path folder;

  @BeforeEach
  void secret() throws IOException {
    Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 17})
  void onlyAPolicyThatReadsTokensLoadsTheirLibrary(int feature) throws Exception {
    assertThat(inValidate(feature, PLAIN)).doesNotContainKey(TOKENS);
    assertThat(inValidate(feature, SIGNED)).containsKey(TOKENS);
  }

  @Test
  void serverThatAnswersAndRefusesLoadsNone() throws Exception {
    assertThat(inServer(PLAIN, "")).isEmpty();
  }

  @Test
  void serverWithTokensLoadsTheirLibrary() throws Exception {
    assertThat(inServer(SIGNED, ""))
        .containsKey(TOKENS)
        .doesNotContainKeys("io.portcullis.shaded.dnsjava.", "io.portcullis.shaded.picocli.");
  }

  @Test
  void serverThatKeepsRecordsLoadsJson() throws Exception {
    Path state =
        Files.createDirectory(
            folder.resolve("state"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertThat(inServer(PLAIN, ",state=" + state)).containsOnlyKeys(JSON);
  }

  private Map<String, Integer> inServer(String sources, String settings) throws Exception {
    String option = BuiltAgent.javaagent(policy(sources)) + settings;
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), ServerSet.TOMCAT_9, List.of("-verbose:class", option))) {
      try (RawHttp http = RawHttp.connect("127.0.0.1", server.port())) {
        assertThat(http.send(RawHttp.get("/plain")).read().status()).isEqualTo(200);
        assertThat(http.send(RawHttp.get("/plain", "X-Tenant-Id: nobody")).read().status())
            .isEqualTo(sources.equals(PLAIN) ? 403 : 200);
      }
      List<String> said = new ArrayList<>(server.stdout().lines());
      assertThat(said).as("the log of loaded classes").anyMatch(l -> l.contains("portcullis.gate"));
      return counts(said);
    }
  }

  private Map<String, Integer> inValidate(int feature, String sources)
      throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Jdks.of(feature).java().toString(),
                    "-verbose:class",
                    "-jar",
                    BuiltAgent.jar().toString(),
                    "validate",
                    policy(sources).toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor()).as(said.toString()).isZero();
    return counts(Files.readAllLines(said, StandardCharsets.UTF_8));
  }

  private Path policy(String sources) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        "portcullis: 1\ncallers: {tenant: ["
            + sources
            + "], onUnknownTenant: deny}\nglobal: {allow: [127.0.0.1]}\n");
  }

  /** How many classes of each optional part were loaded; those with none are left out. */
  private static Map<String, Integer> counts(List<String> said) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : said) {
      for (String part : OPTIONAL) {
        if (line.contains(" " + part)) {
          counts.merge(part, 1, Integer::sum);
        }
      }
    }
    return counts;
  }
}
