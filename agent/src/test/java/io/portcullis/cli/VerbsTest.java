package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What validate, test and check say of the policies in the test data. */
class VerbsTest {
  private static final String SHOP = CommandRun.file("shop.yaml");
  private static final String BROKEN = CommandRun.file("broken.yaml");
  private static final String FAILING = CommandRun.file("failing.yaml");
  private static final String OFF = CommandRun.file("off.yaml");
  private static final String ODD = CommandRun.file("odd.yaml");

  @Test
  void validPolicyIsSaidToBe() {
    assertThat(CommandRun.of("validate", SHOP).plain())
        .isEqualTo(
            new CommandRun(
                0, "shop.yaml: valid, 7 entries, 2 tests passed, revision <revision>\n", ""));
  }

  @Test
  void warningsAloneAreFine() {
    CommandRun run = CommandRun.of("validate", ODD).plain();
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("odd.yaml:2:18: warning HOST_BITS "),
            line -> assertThat(line).startsWith("odd.yaml:2:34: warning "),
            line -> assertThat(line).startsWith("odd.yaml: valid, "));
  }

  @Test
  void everyErrorIsALineWithItsPlace() {
    CommandRun run = CommandRun.of("validate", BROKEN).plain();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("broken.yaml:2:7: error "),
            line -> assertThat(line).startsWith("broken.yaml:4:3: error UNKNOWN_KEY "),
            line -> assertThat(line).startsWith("broken.yaml:5:11: error "),
            line -> assertThat(line).startsWith("broken.yaml:5:27: error "));
  }

  @Test
  void listThatCannotBeReadIsAnErrorAtItsName() {
    CommandRun run = CommandRun.of("validate", CommandRun.file("listless.yaml")).plain();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("listless.yaml:2:25: error ")
        .contains("`lists/gone.txt`", "no such file", "listless.yaml:2:49: error ");
  }

  @Test
  void allFilesAreValidatedEvenIfOneCannotBeRead() {
    CommandRun run = CommandRun.of("validate", BROKEN, "no/such.yaml", SHOP).plain();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("portcullis: cannot read `no/such.yaml`: no such file\n");
    assertThat(run.out()).contains("broken.yaml:4:3: error ", "shop.yaml: valid");
  }

  @Test
  void problemsAsJsonHaveTheSameWords() throws Exception {
    CommandRun text = CommandRun.of("validate", BROKEN, ODD);
    CommandRun json = CommandRun.of("validate", "--output", "json", BROKEN, ODD);
    assertThat(json.exit()).isEqualTo(1);
    assertThat(json.out()).endsWith("}\n").containsOnlyOnce("\n");
    Map<String, Object> object = JSON.std.mapFrom(json.out());
    assertThat(object).containsOnlyKeys("valid", "problems").containsEntry("valid", false);
    List<String> lines = new ArrayList<>();
    for (Object problem : (List<?>) object.getOrDefault("problems", List.of())) {
      Map<?, ?> p = (Map<?, ?>) problem;
      lines.add(
          "%s:%s:%s: %s %s %s"
              .formatted(
                  p.get("file"),
                  p.get("line"),
                  p.get("column"),
                  p.get("severity"),
                  p.get("code"),
                  p.get("message")));
    }
    assertThat(text.out().lines().filter(line -> !line.contains(": valid, ")).toList())
        .isEqualTo(lines);
  }

  @Test
  void testsOfAPolicyAreListed() {
    assertThat(CommandRun.of("test", SHOP))
        .isEqualTo(
            new CommandRun(
                0,
                "ok    headquarters are let in\nok    strangers are not\n2 passed, 0 failed\n",
                ""));
  }

  @Test
  void failedTestTellsItsPlaceAndTheDifference() {
    CommandRun run = CommandRun.of("test", FAILING).plain();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("ok    headquarters are let in"),
            line ->
                assertThat(line)
                    .startsWith("FAIL  branch office is let in (failing.yaml:7:5): ")
                    .contains("allow", "deny"),
            line -> assertThat(line).isEqualTo("1 passed, 1 failed"));
    assertThat(CommandRun.of("validate", FAILING).exit()).isEqualTo(1);
  }

  @Test
  void testsAsJson() throws Exception {
    CommandRun run = CommandRun.of("test", "--output", "json", FAILING).plain();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "{\"passed\":1,\"failed\":1,\"tests\":[{\"name\":\"headquarters are let"
                + " in\",\"passed\":true,\"file\":\"failing.yaml\",\"line\":4,\"column\":5,"
                + "\"difference\":null},{\"name\":\"branch office is let in\",\"passed\":false,"
                + "\"file\":\"failing.yaml\",\"line\":7,\"column\":5,\"difference\":\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "check --peer 192.0.2.1", "eval"})
  void invalidPolicyIsExitCode2ForVerbsThatWorkByOne(String command) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.add(BROKEN);
    CommandRun run = CommandRun.of(args.toArray(new String[0])).plain();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("broken.yaml:2:7: error ")
        .endsWith("portcullis: `broken.yaml` is not a valid policy\n");
  }

  @Test
  void explanationShowsEveryHopAndEveryCheck() {
    CommandRun run =
        CommandRun.of(
            "check",
            SHOP,
            "--peer",
            "10.0.1.1",
            "--target",
            "/orders?page=2",
            "--explain",
            "-H",
            "X-Forwarded-For: junk, 203.0.113.7, 10.0.0.5",
            "-H",
            "X-Tenant-Id: acme");
    assertThat(run.plain())
        .isEqualTo(
            new CommandRun(
                0,
                """
                allow ADMITTED
                  client   203.0.113.7
                  peer     10.0.1.1
                  request  GET /orders?page=2
                  tenant   acme
                  scope    tenant:acme
                  entry    headquarters (203.0.113.0/24), Headquarters, Paris, at shop.yaml:8:16
                  mode     enforce
                  policy   <revision>

                client address, from the peer back through X-Forwarded-For:
                  10.0.1.1     a trusted proxy
                  10.0.0.5     a trusted proxy
                  203.0.113.7  the client
                  junk         ignored

                checks, in order:
                  emergency      skipped  off
                  path           pass     plain
                  exemptPath     pass     not exempt
                  internalPath   skipped  not configured
                  clientAddress  pass     header
                  exemptAddress  pass     not exempt
                  endpoint       skipped  not configured
                  caller         pass     tenant
                  certificate    skipped  not configured
                  allowlist      pass     ADMITTED, tenant:acme, headquarters (203.0.113.0/24)  <- decides
                  reverseDns     skipped  not configured
                """,
                ""));
  }

  @Test
  void denialTellsEveryVerdictAtOnce() {
    CommandRun run =
        CommandRun.of(
            "check",
            SHOP,
            "--peer",
            "10.0.1.1",
            "-H",
            "X-Forwarded-For: 203.0.113.7, junk",
            "-H",
            "X-Tenant-Id: acme",
            "--explain");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("deny CLIENT_ADDRESS_UNREADABLE\n  client   cannot be read: ")
        .contains("  junk         cannot be read\n  203.0.113.7  ignored\n")
        .containsPattern("\n  clientAddress  deny .*  <- decides\n")
        .containsPattern("\n  allowlist      not-evaluated  ");
  }

  @Test
  void decisionInBriefHasNoTables() {
    assertThat(CommandRun.of("check", SHOP, "--peer", "1.1.1.1", "-H", "X-Tenant-Id: acme").plain())
        .isEqualTo(
            new CommandRun(
                1,
                """
                deny IP_NOT_ALLOWED
                  client   1.1.1.1
                  peer     1.1.1.1
                  request  GET /
                  tenant   acme
                  scope    tenant:acme
                  status   404
                  mode     enforce
                  policy   <revision>
                """,
                ""));
  }

  @Test
  void decisionObjectHasEveryFieldInOrder() {
    assertThat(
            CommandRun.of(
                    "check",
                    SHOP,
                    "--peer",
                    "1.1.1.1",
                    "-H",
                    "X-Tenant-Id: acme",
                    "--output",
                    "json")
                .plain())
        .isEqualTo(
            new CommandRun(
                1,
                "{\"decision\":\"deny\",\"code\":\"IP_NOT_ALLOWED\",\"check\":\"allowlist\","
                    + "\"client\":\"1.1.1.1\",\"peer\":\"1.1.1.1\",\"tenant\":\"acme\","
                    + "\"program\":null,\"key\":null,\"entry\":null,\"scope\":\"tenant:acme\","
                    + "\"status\":404,\"mode\":\"enforce\",\"policy\":\"<revision>\","
                    + "\"checks\":{\"emergency\":\"skipped\",\"path\":\"pass\",\"exemptPath\":\"pass\","
                    + "\"internalPath\":\"skipped\","
                    + "\"clientAddress\":\"pass\",\"exemptAddress\":\"pass\",\"endpoint\":\"skipped\",\"caller\":\"pass\","
                    + "\"certificate\":\"skipped\",\"allowlist\":\"deny\",\"reverseDns\":\"skipped\"},\"reasons\":{\"emergency\":\"off\",\"path\":\"plain\","
                    + "\"exemptPath\":\"not_exempt\",\"internalPath\":\"not_configured\","
                    + "\"clientAddress\":\"peer\","
                    + "\"exemptAddress\":\"not_exempt\",\"endpoint\":\"not_configured\",\"caller\":\"tenant\","
                    + "\"certificate\":\"not_configured\",\"allowlist\":\"not_on_list\",\"reverseDns\":\"not_configured\"}}\n",
                ""));
  }

  @Test
  void explainedDecisionObjectHasTheHopsToo() throws IOException {
    CommandRun run =
        CommandRun.of(
            "check",
            SHOP,
            "--peer",
            "203.0.113.7",
            "-H",
            "X-Forwarded-For: 198.51.100.7",
            "-H",
            "X-Tenant-Id: globex",
            "--explain",
            "--output",
            "json");
    // would-deny is no finding
    assertThat(run.exit()).isZero();
    assertThat(JSON.std.mapFrom(run.out()))
        .containsEntry("decision", "would-deny")
        .containsEntry("status", 404)
        .containsEntry(
            "hops",
            List.of(
                Map.of("hop", "203.0.113.7", "verdict", "client"),
                Map.of("hop", "198.51.100.7", "verdict", "ignored")));
  }

  @Test
  void whereTheModeIsOffNoCheckIsMade() throws IOException {
    CommandRun json = CommandRun.of("check", OFF, "--peer", "1.1.1.1", "--output", "json");
    Map<String, Object> object = JSON.std.mapFrom(json.out());
    assertThat(object)
        .containsEntry("code", "NO_RESTRICTION")
        .containsEntry("mode", "off")
        .containsEntry("checks", Map.of());
    assertThat(object.get("check")).isNull();
    assertThat(CommandRun.of("check", OFF, "--peer", "1.1.1.1", "--explain").out())
        .endsWith("\nchecks: none is made, the mode is off\n");
  }

  @Test
  void policyWhoseTestsFailStillAnswersAndSaysSo() {
    CommandRun run = CommandRun.of("check", FAILING, "--peer", "198.51.100.1").plain();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).startsWith("deny IP_NOT_ALLOWED\n");
    assertThat(run.err())
        .isEqualTo(
            "portcullis: `failing.yaml` would not be put in force: 1 of its own tests fails\n");
  }

  @Test
  void whatACallerSentDoesNotReachTheTerminalRaw() {
    CommandRun run =
        CommandRun.of(
            "check", SHOP, "--peer", "10.0.1.1", "-H", "X-Forwarded-For: \u001b[2J", "--explain");
    assertThat(run.out()).contains("\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void badAddressOfThePeerIsUsage() {
    assertThat(CommandRun.of("check", SHOP, "--peer", "localhost").err())
        .startsWith("portcullis: `--peer`: invalid IP address `localhost`: ");
    assertThat(CommandRun.of("check", SHOP, "--peer", "localhost").exit()).isEqualTo(2);
    assertThat(CommandRun.of("check", SHOP, "--peer", "192.0.2.1", "-H", "X").exit()).isEqualTo(2);
    assertThat(CommandRun.of("check", SHOP, "--peer", "192.0.2.1", "--at", "noon"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "portcullis: `--at`: `noon` is no instant with a zone such as `2026-11-20T00:00:00Z`\n"));
  }
}
