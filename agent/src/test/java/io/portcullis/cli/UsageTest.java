package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no policy: help, and commands that are not what they should be. */
class UsageTest {
  private static final String PROGRAM = "java -jar portcullis-agent.jar";

  @Test
  void helpListsTheVerbs() {
    assertThat(CommandRun.of("--help"))
        .isEqualTo(new CommandRun(0, CommandRun.golden("help.txt"), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "test",
        "check",
        "eval",
        "diff",
        "dns",
        "key",
        "explain",
        "verify-changes",
        "schema",
        "bypass",
        "status",
        "attach",
        "detach",
        "list",
        "entries",
        "reload"
      })
  void helpOfAVerb(String verb) {
    assertThat(CommandRun.of(verb, "--help"))
        .isEqualTo(new CommandRun(0, CommandRun.golden("help-" + verb + ".txt"), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "add", "update", "remove"})
  void helpOfAnActionOnEntries(String action) {
    assertThat(CommandRun.of("entries", action, "--help"))
        .isEqualTo(new CommandRun(0, CommandRun.golden("help-entries-" + action + ".txt"), ""));
  }

  @Test
  void versionIsThatOfTheBuild() {
    CommandRun run = CommandRun.of("--version");
    assertThat(run.out()).matches("portcullis \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    assertThat(run.exit()).isZero();
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        misuse("", "a verb is missing"),
        misuse("valdate x", "unknown verb `valdate`, did you mean `validate`?"),
        misuse("--peer", "unknown option `--peer`"),
        misuse("validate", "`POLICY` is missing", "validate"),
        misuse("check", "`--peer` and `POLICY` are missing", "check"),
        misuse("check p --peer", "`--peer` needs a value", "check"),
        misuse("check p --peer 192.0.2.1 --peer 192.0.2.1", "`--peer` is given twice", "check"),
        misuse("check p q --peer 192.0.2.1", "too much: `q`", "check"),
        misuse(
            "check p --peer 192.0.2.1 --output xml",
            "`--output`: `xml` is neither `text` nor `json`",
            "check"),
        misuse(
            "eval p --output text", "`--output`: `text` is not `json`, the only form here", "eval"),
        misuse("diff p", "`NEW` is missing", "diff"),
        misuse("diff p q --ranges -1", "`--ranges` is not below 0", "diff"),
        misuse("bypass", "`ACTION` is missing", "bypass"),
        misuse("bypass up", "`ACTION`: `up` is none of `on`, `off` and `status`", "bypass"),
        misuse("bypass on", "`on` needs `--for`, such as `--for 30m`", "bypass"),
        misuse("bypass off --for 30m", "`--for` goes with `on`", "bypass"),
        misuse(
            "bypass on --for 30",
            "`--for`: `30` has no unit; write `30s`, or `ms`, `m` or `h`",
            "bypass"),
        misuse(
            "bypass on --for 1441m",
            "`--for`: `1441m` is not between `1s` and `24h`; turn it on again when it is needed for"
                + " longer",
            "bypass"),
        misuse("dns 192.0.2.1", "`NAME` is missing", "dns"),
        misuse("dns", "`ADDRESS` is missing", "dns"),
        misuse("key", "`NAME` is missing", "key"),
        misuse("explain 5be1f00d77aa-1", "`--state` is missing", "explain"),
        misuse("verify-changes", "`FILE|DIR` is missing", "verify-changes"),
        misuse("schema p", "too much: `p`", "schema"),
        misuse("eval p --inptu f", "unknown option `--inptu`, did you mean `--input`?", "eval"));
  }

  private static Arguments misuse(String command, String message, String... verb) {
    return arguments(
        command,
        "portcullis: "
            + message
            + "; see `"
            + String.join(" ", Stream.concat(Stream.of(PROGRAM), Stream.of(verb)).toList())
            + " --help`\n");
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuseIsOneLineAndExitCode2(String command, String message) {
    String[] args = command.isEmpty() ? new String[0] : command.split(" ");
    assertThat(CommandRun.of(args)).isEqualTo(new CommandRun(2, "", message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "test", "eval"})
  void policyThatIsNotThereIsExitCode2(String verb) {
    assertThat(CommandRun.of(verb, "no/such.yaml"))
        .extracting(CommandRun::exit, CommandRun::err)
        .containsExactly(2, "portcullis: cannot read `no/such.yaml`: no such file\n");
  }

  @Test
  void argumentThatBeginsWithAtIsNoFileOfArguments() {
    assertThat(CommandRun.of("test", "@/etc/passwd").err())
        .isEqualTo("portcullis: cannot read `@/etc/passwd`: no such file\n");
  }

  @Test
  void messageStaysOnOneLineWhateverTheUserTypes() {
    assertThat(CommandRun.of("test", "a\nb\u001b[31m\u202ec").err())
        .isEqualTo("portcullis: cannot read `a\\nb\\u001b[31m\\u202ec`: no such file\n");
  }

  @Test
  void outputThatNobodyTakesIsExitCode2() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws java.io.IOException {
            throw new java.io.IOException("broken pipe");
          }
        };
    int exit =
        Commands.run(
            new String[] {"--help"},
            InputStream.nullInputStream(),
            new PrintStream(closed),
            new PrintStream(err));
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("portcullis: the output cannot be written\n");
  }
}
