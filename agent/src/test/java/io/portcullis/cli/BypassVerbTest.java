package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BypassVerbTest {
  @TempDir Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void setUp() throws Exception {
    folder = temporary.toRealPath();
    file = folder.resolve("bypass");
  }

  @Test
  void onWritesAFileThatIsBelievedUntilThen() throws Exception {
    Instant before = Instant.now();

    CommandRun on = run("on", "--for", "30m");

    Instant until = Instant.parse(Files.readString(file).trim());
    assertThat(on)
        .isEqualTo(
            new CommandRun(0, "emergency bypass on until " + until + ", by " + file + "\n", ""));
    assertThat(Duration.between(before, until)).isBetween(minutes(30).minusMillis(1), minutes(31));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(run("status"))
        .isEqualTo(
            new CommandRun(1, "emergency bypass on until " + until + ", by " + file + "\n", ""));
    assertThat(run("status", "--output", "json").out())
        .isEqualTo(
            "{\"on\":true,\"until\":\""
                + until
                + "\",\"file\":\""
                + file
                + "\",\"problem\":null}\n");
    assertThat(Files.list(folder)).as("nothing is left behind").containsExactly(file);
  }

  @Test
  void offRemovesItAndOffAgainIsFine() throws Exception {
    assertThat(run("on", "--for", "24h").exit()).isZero();
    assertThat(run("off").out()).isEqualTo("emergency bypass off, removed " + file + "\n");
    assertThat(file).doesNotExist();
    assertThat(run("off"))
        .isEqualTo(new CommandRun(0, "emergency bypass off, there was no " + file + "\n", ""));
    assertThat(run("status"))
        .isEqualTo(new CommandRun(0, "emergency bypass off, there is no " + file + "\n", ""));
  }

  @Test
  void folderThatNoServerWouldBelieveIsRefusedBeforeAnythingIsWritten() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    CommandRun run = run("on", "--for", "30m");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "portcullis: no server would believe `"
                + file
                + "`: its folder `"
                + folder
                + "` can be written by others; use one that only its owner can write\n");
    assertThat(file).doesNotExist();
  }

  @Test
  void linkIsReplacedAndWhatItLeadsToIsLeftAlone() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "precious");
    Files.createSymbolicLink(file, other);
    assertThat(run("status").out()).contains("off, no server believes").contains("symbolic link");

    assertThat(run("on", "--for", "1s").exit()).isZero();

    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(other).hasContent("precious");
  }

  @Test
  void folderInThePlaceOfTheFileIsLeftAlone() throws Exception {
    Files.createDirectory(file);
    assertThat(run("on", "--for", "30m").err()).contains("it is a folder");
    assertThat(run("off").err()).contains("it is a folder");
    assertThat(file).isDirectory();
  }

  @Test
  void statusTellsOfAFileThatIsOver() throws Exception {
    Files.writeString(file, "2026-01-01T00:00:00Z\n");
    assertThat(run("status"))
        .isEqualTo(
            new CommandRun(
                0, "emergency bypass off since 2026-01-01T00:00:00Z, by " + file + "\n", ""));
  }

  @Test
  void environmentOfTheHostIsHeldAgainstThePolicy() throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(policy, "portcullis: 1\nenvironment: staging\n");
    for (String verb : new String[] {"validate", "test"}) {
      assertThat(CommandRun.of(verb, policy.toString()).exit()).isZero();
      assertThat(CommandRun.of(verb, policy.toString(), "--environment", "staging").exit())
          .isZero();
      assertThat(CommandRun.of(verb, policy.toString(), "--environment", "production").exit())
          .isEqualTo(verb.equals("validate") ? 1 : 2);
    }
    assertThat(
            CommandRun.of(
                    "check", policy.toString(), "--peer", "1.1.1.1", "--environment", "production")
                .err())
        .contains("WRONG_ENVIRONMENT");
    assertThat(CommandRun.of("eval", policy.toString(), "--environment", "production").exit())
        .isEqualTo(2);
    String path = policy.toString();
    assertThat(CommandRun.of("diff", path, path, "--environment", "production").exit())
        .isEqualTo(2);
    assertThat(CommandRun.of("diff", path, path, "--environment", "staging").exit()).isZero();
  }

  private CommandRun run(String action, String... options) {
    String[] args = new String[options.length + 4];
    args[0] = "bypass";
    args[1] = action;
    args[2] = "--file";
    args[3] = file.toString();
    System.arraycopy(options, 0, args, 4, options.length);
    return CommandRun.of(args);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
