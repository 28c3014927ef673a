package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTimesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1000",
    "1, 1000",
    "1000, 1000",
    "1001, 3000",
    "3000, 3000",
    "999999, 1000000",
    "9999999999, 10000000000"
  })
  void timeIsCountedUpToItsBound(long nanos, long bound) {
    DecisionTimes times = new DecisionTimes();
    times.add(nanos);
    for (int i = 0; i < times.bounds(); i++) {
      assertThat(times.within(i)).isEqualTo(times.bound(i) == bound ? 1 : 0);
    }
    assertThat(times.beyond()).isZero();
  }

  @Test
  void whatTakesLongerThanAllBoundsIsCountedToo() {
    DecisionTimes times = new DecisionTimes();
    times.add(10_000_000_001L);
    times.add(500_000_000);
    assertThat(times.beyond()).isEqualTo(1);
    assertThat(times.seconds()).isEqualTo(10.500000001, within(1e-9));
  }

  @Test
  void boundsAscend() {
    DecisionTimes times = new DecisionTimes();
    for (int i = 1; i < times.bounds(); i++) {
      assertThat(times.bound(i)).isGreaterThan(times.bound(i - 1));
    }
  }

  @Test
  void nobodyIsMeasuredUntilItIsAskedForAndThenOneIn64() {
    DecisionTimes times = new DecisionTimes();
    int wanted = 0;
    for (int i = 0; i < 100_000; i++) {
      wanted += times.isNextWanted() ? 1 : 0;
    }
    assertThat(wanted).isZero();
    times.measure();
    for (int i = 0; i < 640_000; i++) {
      wanted += times.isNextWanted() ? 1 : 0;
    }
    // 10,000 are expected, and ten standard deviations are 1,000.
    assertThat(wanted).isBetween(9_000, 11_000);
  }
}
