package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.EmergencyBypass;
import io.portcullis.policy.BypassFile;
import io.portcullis.policy.InstantText;
import io.portcullis.record.Records;
import io.portcullis.testing.ListLogger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BypassWatchTest {
  private static final long MINUTE = 60_000;

  @TempDir Path folder;
  private Path file;
  private long now = 1_795_000_000_000L;
  private final ListLogger log = new ListLogger();
  private final EmergencyBypass bypass = EmergencyBypass.switchable();
  private BypassWatch watch;

  @BeforeEach
  void setUp() throws IOException {
    file = folder.toRealPath().resolve("bypass");
    watch =
        new BypassWatch(BypassFile.at(file.toString()), bypass, () -> now, log, Optional.empty());
  }

  @Test
  void fileTurnsItOnAndItsRemovalOffEachSaidOnce() throws Exception {
    look(3);
    write(InstantText.of(now + MINUTE));
    look(3);
    assertThat(isOn()).isTrue();
    Files.delete(file);
    look(3);

    assertThat(isOn()).isFalse();
    assertThat(log.lines).hasSize(2);
    assertThat(log.lines.get(0))
        .startsWith(
            "ERROR CRITICAL the emergency bypass is ON until " + InstantText.of(now + MINUTE));
    assertThat(log.lines.get(1)).startsWith("WARN the emergency bypass is OFF: its file is gone");
  }

  @Test
  void beginAndEndAreRecorded() throws Exception {
    Path state = folder.resolve("state");
    try (Records records = Records.in(state.toString(), log)) {
      records.start("5be1f00d77aa");
      watch =
          new BypassWatch(
              BypassFile.at(file.toString()), bypass, () -> now, log, Optional.of(records));
      write(InstantText.of(now + MINUTE));
      look(2);
      Files.delete(file);
      look(2);
    }
    assertThat(Files.readAllLines(state.resolve("changes.jsonl")))
        .satisfiesExactly(
            on ->
                assertThat(on)
                    .contains("\"event\":\"emergency_bypass_on\"")
                    .contains("\"after\":\"" + InstantText.of(now + MINUTE) + "\""),
            off ->
                assertThat(off)
                    .contains("\"event\":\"emergency_bypass_off\"")
                    .contains("\"reason\":\"its file is gone\""));
  }

  @Test
  void itEndsOnTimeBetweenTwoLooks() throws Exception {
    write(InstantText.of(now + MINUTE));
    look(1);
    now += MINUTE;
    assertThat(isOn()).isFalse();

    look(3);
    assertThat(log.lines).hasSize(2);
    assertThat(log.lines.get(1)).contains("OFF: its time is over");
  }

  @Test
  void laterInstantIsTakenAndSaid() throws Exception {
    write(InstantText.of(now + MINUTE));
    look(2);
    write(InstantText.of(now + 2 * MINUTE));
    look(2);
    now += MINUTE;

    assertThat(isOn()).isTrue();
    assertThat(log.lines).hasSize(2).allMatch(line -> line.contains("is ON until"));
  }

  @Test
  void fileThatIsNotBelievedIsSaidOnceWhenItHasStayedSo() throws Exception {
    write("tomorrow");
    look(1);
    assertThat(log.lines).isEmpty();
    look(3);
    assertThat(log.lines)
        .containsExactly(
            "WARN no emergency bypass: `"
                + file
                + "`: `tomorrow` is no instant with a zone such as `2026-11-20T00:00:00Z`");
    assertThat(isOn()).isFalse();
  }

  @Test
  void fileWhoseInstantHasPassedIsSaid() throws Exception {
    write(InstantText.of(now));
    look(3);
    assertThat(log.lines).singleElement().asString().contains("has passed; write a later instant");
  }

  @Test
  void whatStopsBeingBelievedTurnsItOffAtOnce() throws Exception {
    write(InstantText.of(now + MINUTE));
    look(2);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    look(1);
    assertThat(isOn()).isFalse();
    look(3);

    assertThat(log.lines).hasSize(3);
    assertThat(log.lines.get(1)).contains("OFF: its file is not believed");
    assertThat(log.lines.get(2)).contains("it can be written by others");
  }

  private boolean isOn() {
    return bypass.isOn(() -> now);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(now));
  }
}
