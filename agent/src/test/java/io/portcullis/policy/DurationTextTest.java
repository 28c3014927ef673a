package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations as an operator writes them. */
class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"0s,0", "500ms,500", "2s,2000", "10m,600000", "24h,86400000", "8760h,31536000000"})
  void numberAndUnitAreADuration(String text, long millis) throws DurationSyntaxException {
    assertThat(DurationText.parse(text)).isEqualTo(millis);
  }

  @Property
  void everyNumberOfSecondsIsRead(@ForAll @IntRange(min = 0, max = 31_536_000) int seconds)
      throws DurationSyntaxException {
    assertThat(DurationText.parse(seconds + "s")).isEqualTo(seconds * 1_000L);
  }

  @Property
  void anyTextIsReadOrRefusedInWords(@ForAll String text) {
    try {
      assertThat(DurationText.parse(text)).isBetween(0L, 31_536_000_000L);
      assertThat(text).matches("(0|[1-9][0-9]*)(ms|s|m|h)");
    } catch (DurationSyntaxException e) {
      assertThat(e).hasMessageStartingWith("`").hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',is no duration: write a whole number",
    "s,is no duration: write a whole number",
    "-1s,is no duration: write a whole number",
    "2,'`2` has no unit; write `2s`'",
    "2 s,the units are",
    "1.5s,the units are",
    "2S,the units are",
    "2d,the units are",
    "02s,leading zero",
    "٢s,is no duration: write a whole number",
    "8761h,is too long",
    "99999999999999999999999h,is too long"
  })
  void whatIsNoDurationSaysWhy(String text, String cause) {
    assertThat(catchThrowableOfType(DurationSyntaxException.class, () -> DurationText.parse(text)))
        .hasMessageContaining(cause);
  }
}
