package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verb diff says of two policies, and of requests to both. */
class DiffVerbTest {
  private static final String BEFORE = CommandRun.file("before.yaml");
  private static final String AFTER = CommandRun.file("after.yaml");
  private static final String REQUESTS = CommandRun.file("requests.jsonl");

  @TempDir private Path folder;

  @Test
  void everyDifferenceIsTold() {
    assertThat(CommandRun.of("diff", BEFORE, AFTER))
        .isEqualTo(new CommandRun(1, CommandRun.golden("diff.txt"), ""));
  }

  @Test
  void requestsDecidedOtherwiseAreTold() {
    CommandRun run = CommandRun.of("diff", BEFORE, AFTER, "--requests", REQUESTS, "--ranges", "1");
    assertThat(run).isEqualTo(new CommandRun(1, CommandRun.golden("diff-requests.txt"), ""));
  }

  @Test
  void programsGetOneObject() {
    CommandRun run =
        CommandRun.of("diff", BEFORE, AFTER, "--requests", REQUESTS, "--output", "json").plain();
    assertThat(run).isEqualTo(new CommandRun(1, CommandRun.golden("diff.json"), ""));
  }

  @Test
  void policyDoesNotDifferFromItself() {
    assertThat(CommandRun.of("diff", AFTER, AFTER, "--requests", REQUESTS))
        .isEqualTo(new CommandRun(0, "0 of 7 requests decided otherwise\nno differences\n", ""));
    assertThat(CommandRun.of("diff", AFTER, AFTER, "--output", "json").out())
        .isEqualTo("{\"different\":false,\"settings\":[],\"scopes\":[],\"requests\":null}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "global: {allow: [192.0.2.0/24]} | global: {allow: [192.0.2.128/25, 192.0.2.0-127]}",
        "global: {allow: [192.0.2.1]} | mode: enforce¦global: {allow: [192.0.2.1]}",
        "global: {allow: [192.0.2.1]} | global: {allow: [192.0.2.1, {address: 192.0.2.2, enabled: false}]}",
        "global: {allow: [192.0.2.1]} | global: {allow: {set: s}}¦sets: {s: [192.0.2.1]}",
        "global: {allow: '*'} | defaults: {emptyAllowlist: \"allow\"}",
        "global: {allow: '*'} | responses: {profile: default}",
        "mode: monitor | mode: 'monitor'¦tests: [{name: n, request: {peer: 192.0.2.1}, expect: {decision: allow}}]",
      })
  void anotherWayToWriteTheSameIsNoDifference(String one, String other) throws IOException {
    assertThat(diff(one, other)).isEqualTo(new CommandRun(0, "no differences\n", ""));
    assertThat(diff(other, one)).isEqualTo(new CommandRun(0, "no differences\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "global: {allow: [192.0.2.1]} | global: {allow: ['::/1']} | global  +170141183460469231731687303711589138432 addresses, −1 address¦  + ::/1¦  − 192.0.2.1",
        "global: {allow: [192.0.2.1]} | global: {allow: '*'} | global  opened: admits everybody, before 1 address",
        "global: {allow: []} | global: {allow: [192.0.2.1]} | global  restricted: admits 1 address, before everybody",
        "mode: enforce | defaults: {emptyAllowlist: deny} | defaults.emptyAllowlist  `allow` → `deny`¦global  restricted: admits nobody, before everybody",
        "global: {allow: [192.0.2.1]} | global: {mode: monitor, allow: [192.0.2.1]} | global  mode enforce → monitor",
        "global: {allow: [192.0.2.1]} | global: {allow: [{address: 192.0.2.1, until: 2026-12-01T00:00:00Z}]} | global  times of 1 entry¦  ~ 192.0.2.1  (not set) → `until 2026-12-01T00:00:00Z`",
        "mode: enforce | mode: off | mode  `enforce` → `off`",
        "mode: enforce | responses: {profile: arx} | responses.profile  `default` → `arx`",
        "mode: enforce | responses: {IP_NOT_ALLOWED: {status: 404}} | responses.IP_NOT_ALLOWED.status  (not set) → `404`",
      })
  void differenceIsToldInWords(String one, String other, String words) throws IOException {
    assertThat(diff(one, other)).isEqualTo(new CommandRun(1, words.replace("¦", "\n") + "\n", ""));
  }

  private CommandRun diff(String one, String other) throws IOException {
    return CommandRun.of("diff", write("one.yaml", one), write("other.yaml", other));
  }

  private String write(String name, String keys) throws IOException {
    String yaml = "portcullis: 1\n" + keys.trim().replace("¦", "\n") + "\n";
    return Files.writeString(folder.resolve(name), yaml).toString();
  }

  @Test
  void longValueIsCutShort() throws IOException {
    CommandRun run =
        diff("mode: enforce", "responses: {IP_NOT_ALLOWED: {body: '" + "x".repeat(200) + "'}}");
    assertThat(run.out())
        .isEqualTo("responses.IP_NOT_ALLOWED.body  (not set) → `" + "x".repeat(80) + "…`\n");
  }

  @Test
  void invalidPolicyIsExitCode2() {
    CommandRun run = CommandRun.of("diff", BEFORE, CommandRun.file("broken.yaml")).plain();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("broken.yaml:2:7: error ")
        .endsWith("portcullis: `broken.yaml` is not a valid policy\n");
  }

  @Test
  void policyWhoseOwnTestsFailIsComparedWithAWarning() {
    CommandRun run =
        CommandRun.of("diff", CommandRun.file("failing.yaml"), CommandRun.file("failing.yaml"));
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("would not be put in force");
  }

  @Test
  void requestThatCannotBeReadIsExitCode2AndTheOthersAreJudged() {
    String lines = "{\"peer\":\"192.0.2.66\",\"target\":\"/ready\"}\nnonsense\n";
    CommandRun run =
        CommandRun.withInput(lines, "diff", BEFORE, AFTER, "--requests", "-", "--ranges", "0");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).endsWith("1 of 1 request decided otherwise\n");
    assertThat(run.err()).startsWith("portcullis: line 2 of `-`: not valid JSON").hasLineCount(1);
  }

  @Test
  void requestsThatAreNotThereAreExitCode2() {
    CommandRun run = CommandRun.of("diff", BEFORE, AFTER, "--requests", "no/such.jsonl");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("portcullis: cannot open `no/such.jsonl`\n");
  }
}
