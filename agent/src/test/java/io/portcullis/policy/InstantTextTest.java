package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  private static final long FIRST = Instant.parse("0000-01-02T00:00:00Z").toEpochMilli();
  private static final long LAST = Instant.parse("9999-12-30T23:59:59.999Z").toEpochMilli();

  @Property(tries = 2_000)
  void writtenInstantIsReadBackAsThePlatformReadsIt(@ForAll long seed) throws Exception {
    long millis = FIRST + Math.floorMod(seed, LAST - FIRST);
    String text = InstantText.of(millis);

    assertThat(InstantText.parse(text)).as(text).isEqualTo(millis);
    assertThat(Instant.parse(text).toEpochMilli()).as(text).isEqualTo(millis);
  }

  @Property(tries = 2_000)
  void offsetsAndFractionsAreReadAsThePlatformReadsThem(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offset,
      @ForAll @IntRange(min = 0, max = 999_999) int nanos)
      throws Exception {
    OffsetDateTime time =
        Instant.ofEpochMilli(millis)
            .plusNanos(nanos)
            .atOffset(ZoneOffset.ofTotalSeconds(60 * offset));
    String text = time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);

    assertThat(InstantText.parse(text)).as(text).isEqualTo(time.toInstant().toEpochMilli());
  }

  @Test
  void everyDayOfFourHundredYearsIsTheNext() throws Exception {
    OffsetDateTime day = OffsetDateTime.parse("1899-12-31T12:34:56Z");
    for (int i = 0; i < 146_100; i++, day = day.plusDays(1)) {
      String text = day.toString();
      if (InstantText.parse(text) != day.toInstant().toEpochMilli()
          || !InstantText.of(day.toInstant().toEpochMilli()).equals(text)) {
        throw new AssertionError(text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:00Z, 2026-11-20T00:00:00Z",
    "2026-11-20T01:30:00.5+01:30, 2026-11-20T00:00:00.500Z",
    "2026-11-20T00:00:00.0019999Z, 2026-11-20T00:00:00.001Z",
    "2024-02-29T00:00:00-00:00, 2024-02-29T00:00:00Z"
  })
  void secondsAndFractionsMayBeLeftOut(String text, String canonical) throws Exception {
    assertThat(InstantText.of(InstantText.parse(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026",
        "2026-11",
        "2026-11-20",
        "2026-11-20T",
        "2026-11-20T00Z",
        "2026-11-20T00:00",
        "2026-11-20T00:00:00",
        "2026-11-20T00:00:00.Z",
        "2026-11-20T00:00:00,5Z",
        "2026-11-20T00:00:00.1234567890Z",
        "2026-11-20T00:00:00Z ",
        " 2026-11-20T00:00:00Z",
        "2026-11-20 00:00:00Z",
        "2026-11-20t00:00:00z",
        "2026-11-20T00:00:00+01",
        "2026-11-20T00:00:00+0100",
        "2026-11-20T00:00:00+18:01",
        "2026-11-20T00:00:00+01:60",
        "2026-11-20T00:00:00UTC",
        "2026-11-20T00:00:00+01:00[Europe/Paris]",
        "2026-11-20T24:00:00Z",
        "2026-11-20T00:60:00Z",
        "2026-11-20T23:59:60Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "+12026-11-20T00:00:00Z",
        "２０２６-11-20T00:00:00Z"
      })
  void anythingElseIsToldInOneLine(String text) {
    assertThatThrownBy(() -> InstantText.parse(text))
        .isInstanceOf(InstantSyntaxException.class)
        .hasMessageStartingWith(Problems.quoted(text) + " ")
        .hasMessageNotContaining("\n");
  }
}
