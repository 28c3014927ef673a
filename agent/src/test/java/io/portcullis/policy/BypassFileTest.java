package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BypassFileTest {
  private static final long HOUR = 3_600_000;
  private static final String NOW = "2026-11-21T05:00:00Z";

  @TempDir Path folder;
  private Path file;
  private long now;

  @BeforeEach
  void setUp() throws Exception {
    file = folder.toRealPath().resolve("bypass");
    now = InstantText.parse(NOW);
  }

  @Test
  void withoutAFileThereIsNoBypass() throws Exception {
    assertThat(bypass().until(now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T05:30:00Z, 2026-11-21T05:30:00Z",
    "2026-11-21T06:30+01:00, 2026-11-21T05:30:00Z",
    "' 2026-11-21T05:30:00.5Z\r\n', 2026-11-21T05:30:00.500Z",
    "2026-11-22T05:00:00Z, 2026-11-22T05:00:00Z",
    "2026-11-20T00:00:00Z, 2026-11-20T00:00:00Z",
  })
  void instantIsRead(String written, String until) throws Exception {
    write(written, now);
    assertThat(bypass().until(now)).hasValue(InstantText.parse(until));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "true", "2026-11-21T05:30:00", "2026-11-21", "30m", "1795239000"})
  void whatIsNoInstantWithAZoneIsRefused(String written) throws Exception {
    write(written, now);
    assertThatThrownBy(() -> bypass().until(now))
        .isInstanceOf(BypassFile.Refused.class)
        .hasMessageStartingWith("`" + file + "`: `" + written + "` ");
  }

  @Test
  void instantMoreThanADayAheadIsRefused() throws Exception {
    write("2026-11-22T05:00:00.001Z", now);
    assertThatThrownBy(() -> bypass().until(now)).hasMessageContaining("more than 24 hours ahead");
  }

  @Test
  void refusedFileDoesNotTurnTheBypassOnWhenItsTimeDrawsNear() throws Exception {
    write("2026-11-23T05:00:00Z", now);
    assertThatThrownBy(() -> bypass().until(now + 47 * HOUR))
        .hasMessageContaining("behind the writing of the file");
  }

  private BypassFile bypass() {
    return BypassFile.at(file.toString());
  }

  private void write(String text, long written) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(written));
  }
}
