package io.portcullis.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.BuiltCommand;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import io.portcullis.machine.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Five whole systems, as policies: the rows beside each say what it does. */
class SeedTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void setUp() throws IOException {
    folder = temporary.toRealPath().resolve("seed");
  }

  static List<String> seeds() {
    return Seed.names();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRequestIsDecidedAsItsRowSays(String name) throws Exception {
    Seed seed = Seed.copy(name, folder);
    List<SeedRow> judged = seed.requests().stream().filter(r -> r.settings().isEmpty()).toList();
    SoftAssertions softly = new SoftAssertions();
    for (Map.Entry<String, List<SeedRow>> group : Seed.groups(judged, SeedRow::policy).entrySet()) {
      List<String> requests = new ArrayList<>();
      for (SeedRow row : group.getValue()) {
        assertThat(row.expect()).as("what is expected of: %s", row).isNotEmpty();
        requests.add(JSON.std.asString(row.request()));
      }
      Files.write(folder.resolve("requests.in"), requests);
      BuiltCommand eval =
          BuiltCommand.run(folder, List.of("eval", group.getKey(), "--input", "requests.in"));
      assertThat(eval.out()).as("%s: %s", group.getKey(), eval.err()).hasSameSizeAs(requests);
      for (int i = 0; i < requests.size(); i++) {
        softly
            .assertThat(
                SeedRow.differences(
                    group.getValue().get(i).expect(), JSON.std.mapFrom(eval.out().get(i))))
            .as("%s: %s", group.getKey(), group.getValue().get(i))
            .isEmpty();
      }
      softly.assertThat(eval.exitCode()).as(group.getKey()).isZero();
    }
    softly.assertAll();
  }

  /** The table of what is stated promises rows where there are some, and nowhere else. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyStatementIsHeldByTheRowsThatItPromises(String name) throws Exception {
    Seed seed = Seed.copy(name, folder);
    List<String> statements = Seed.statements(name);
    Set<Integer> held = new HashSet<>();
    for (SeedRow row : seed.requests()) {
      assertThat(row.of()).as("what is stated: %s", row).isNotEmpty();
      held.addAll(row.of());
    }
    for (Map<String, Object> row : seed.invalid()) {
      assertThat((List<?>) row.get("of")).as("what is stated: %s", row).isNotEmpty();
      ((List<?>) SeedRow.get(row, "of")).forEach(of -> held.add((Integer) of));
    }
    SoftAssertions softly = new SoftAssertions();
    for (int i = 0; i < statements.size(); i++) {
      String statement = statements.get(i);
      softly.assertThat(statement).startsWith("| " + (i + 1) + " | ");
      if (statement.substring(statement.lastIndexOf(" | ")).contains("rows")) {
        softly.assertThat(held).as(statement).contains(i + 1);
      }
    }
    softly.assertThat(held).allMatch(of -> of >= 1 && of <= statements.size());
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPolicyIsUsedAndWithoutErrors(String name) throws Exception {
    Seed seed = Seed.copy(name, folder);
    List<String> policies;
    try (var files = Files.list(folder)) {
      policies =
          files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".yaml")).toList();
    }
    assertThat(Seed.groups(seed.requests(), SeedRow::policy).keySet())
        .containsExactlyInAnyOrderElementsOf(policies);
    List<String> arguments = new ArrayList<>(List.of("validate"));
    arguments.addAll(policies);
    BuiltCommand validate = BuiltCommand.run(folder, arguments);
    assertThat(validate.exitCode()).as("%s", validate.out()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyBadPolicyIsToldWithItsPlace(String name) throws Exception {
    Seed seed = Seed.copy(name, folder);
    SoftAssertions softly = new SoftAssertions();
    for (Map.Entry<String, List<Map<String, Object>>> environment :
        byEnvironment(seed).entrySet()) {
      List<String> arguments = new ArrayList<>(List.of("validate"));
      for (int i = 0; i < environment.getValue().size(); i++) {
        arguments.add("bad" + i + ".yaml");
        String text = (String) SeedRow.get(environment.getValue().get(i), "policy");
        Files.writeString(folder.resolve("bad" + i + ".yaml"), text);
      }
      if (!environment.getKey().isEmpty()) {
        arguments.addAll(List.of("--environment", environment.getKey()));
      }
      BuiltCommand validate = BuiltCommand.run(folder, arguments);
      for (int i = 0; i < environment.getValue().size(); i++) {
        String file = "bad" + i + ".yaml:";
        softly
            .assertThat(
                validate.out().stream()
                    .filter(line -> line.startsWith(file) && !line.startsWith(file + " valid"))
                    .map(line -> line.replace(file, "")))
            .as("%s", environment.getValue().get(i).get("says"))
            .isEqualTo(environment.getValue().get(i).get("problems"));
      }
    }
    softly.assertAll();
  }

  private static Map<String, List<Map<String, Object>>> byEnvironment(Seed seed)
      throws IOException {
    Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    for (Map<String, Object> row : seed.invalid()) {
      groups
          .computeIfAbsent((String) row.getOrDefault("environment", ""), k -> new ArrayList<>())
          .add(row);
    }
    return groups;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void serverAnswersAsTheRowsSay(String name) throws Exception {
    Seed seed = Seed.copy(name, folder);
    Path keystore = temporary.resolve("server.p12");
    TestAuthority.of("server").writeServerTo(keystore, "contract.test");
    List<SeedRow> sent = seed.requests().stream().filter(SeedRow::isSent).toList();
    assertThat(sent).as("rows with the words of this system").anyMatch(r -> r.answer().size() == 3);
    SoftAssertions softly = new SoftAssertions();
    int states = 0;
    for (Map.Entry<String, List<SeedRow>> settings :
        Seed.groups(sent, SeedRow::settings).entrySet()) {
      Map<String, List<SeedRow>> policies = Seed.groups(settings.getValue(), SeedRow::policy);
      String first = policies.keySet().iterator().next();
      bringIntoForce(first);
      Path state = temporary.toRealPath().resolve("state" + states++);
      String agent =
          "-javaagent:%s=policy=%s,state=%s"
              .formatted(BuiltAgent.jar(), folder.resolve("in-force.yaml"), state);
      try (ForkedServer server =
          ForkedServer.start(
              Jdks.of(17),
              ServerSet.TOMCAT_9,
              List.of(
                  "-Dcontract.keystore=" + keystore,
                  settings.getKey().isEmpty() ? agent : agent + "," + settings.getKey()))) {
        int port = server.port();
        int tls = Integer.parseInt(server.stdout().await(l -> l.startsWith("tls ")).substring(4));
        for (Map.Entry<String, List<SeedRow>> policy : policies.entrySet()) {
          if (!policy.getKey().equals(first)) {
            int mark = server.stderr().size();
            bringIntoForce(policy.getKey());
            server.stderr().awaitSince(mark, line -> line.contains("is in force"));
          }
          for (SeedRow row : policy.getValue()) {
            int mark = server.stderr().size();
            RawResponse answer = ask(row, port, tls, seed);
            judge(row, answer, softly);
            if (!row.log().isEmpty()) {
              server.stderr().awaitSince(mark, line -> row.log().stream().allMatch(line::contains));
            }
            if (!row.record().isEmpty()) {
              softly
                  .assertThat(SeedRow.differences(row.record(), recordOf(answer, state, server)))
                  .as("record: %s", row)
                  .isEmpty();
            }
          }
        }
      }
    }
    softly.assertAll();
  }

  /** Waits for the record of a denial. */
  private static Map<String, Object> recordOf(RawResponse denial, Path state, ForkedServer server)
      throws IOException {
    String id = "\"id\":\"" + denial.header("Portcullis-Decision-Id").orElseThrow() + "\"";
    Instant latest = Instant.now().plusSeconds(30);
    while (true) {
      Path records = state.resolve("decisions.jsonl");
      for (String line : Files.exists(records) ? Files.readAllLines(records) : List.<String>of()) {
        if (line.contains(id) && line.endsWith("}}")) {
          return JSON.std.mapFrom(line);
        }
      }
      assertThat(Instant.now()).as("no record of %s\n%s", id, server.describe()).isBefore(latest);
    }
  }

  /** Puts a policy in the place of the one that the server watches, whole. */
  private void bringIntoForce(String policy) throws IOException {
    Path next = Files.copy(folder.resolve(policy), folder.resolve("next"));
    Files.move(next, folder.resolve("in-force.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void judge(SeedRow row, RawResponse answer, SoftAssertions softly) {
    softly
        .assertThat(answer.header("Portcullis-Decision-Id").isEmpty())
        .as("whether it is let through (%s): %s", answer.status(), row)
        .isEqualTo(row.isLetThrough());
    Object status = row.answer().getOrDefault("status", row.expect().get("status"));
    if (status != null) {
      softly.assertThat(answer.status()).as("status: %s", row).isEqualTo(status);
    }
    if (row.answer().containsKey("contentType")) {
      softly
          .assertThat(answer.header("Content-Type").orElse("").replace(" ", "").toLowerCase())
          .as("content type: %s", row)
          .isEqualTo(row.answer().get("contentType"));
    }
    if (row.answer().containsKey("body") && !row.method().equals("HEAD")) {
      softly.assertThat(answer.text()).as("body: %s", row).isEqualTo(row.answer().get("body"));
    }
  }

  private static RawResponse ask(SeedRow row, int port, int tls, Seed seed)
      throws IOException, GeneralSecurityException {
    try (RawHttp http = connect(row, port, tls, seed)) {
      http.send(row.text());
      return row.method().equals("HEAD") ? http.readToHead() : http.read();
    }
  }

  /** Over TLS where a certificate is shown: one of the authority, or of another of its name. */
  private static RawHttp connect(SeedRow row, int port, int tls, Seed seed)
      throws IOException, GeneralSecurityException {
    Map<String, Object> shown = row.certificate();
    if (shown.isEmpty()) {
      return RawHttp.connect(row.peer(), port);
    }
    List<?> names = (List<?>) SeedRow.get(shown, "dnsNames");
    assertThat(names).as("the names of a certificate that is shown to a server").hasSize(1);
    boolean over =
        shown.containsKey("notAfter")
            && Instant.parse((String) SeedRow.get(shown, "notAfter")).isBefore(Instant.now());
    TestAuthority issuer =
        Boolean.TRUE.equals(shown.get("verified"))
            ? seed.authority()
            : TestAuthority.of("client-ca");
    Instant until = Instant.now().plusSeconds(over ? -60 : 3600);
    return RawHttp.connect(row.peer(), tls, issuer.client((String) names.get(0), until));
  }
}
