package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies that are fit to be put in force, and exactly what is odd about each. */
class OddPolicyTest {
  static List<PolicyRows.Row> rows() {
    return PolicyRows.of("odd-policies.txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsOnlyOddKeepsNoPolicyFromTakingEffect(PolicyRows.Row row) {
    PolicyLoad load = PolicyReader.read(row.text());

    assertThat(load.problems())
        .extracting(Problem::toString)
        .containsExactlyElementsOf(row.problems());
    assertThat(load.warnings()).isEqualTo(load.problems());
    assertThat(load.isFit()).isTrue();
    assertThat(load.snapshot()).isPresent();
  }
}
