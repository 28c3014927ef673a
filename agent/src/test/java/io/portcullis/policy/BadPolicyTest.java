package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies with something wrong, and exactly what is said of each. */
class BadPolicyTest {
  static List<PolicyRows.Row> rows() {
    return PolicyRows.of("bad-policies.txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyProblemIsToldWithItsPlaceCauseAndCure(PolicyRows.Row row) {
    PolicyLoad load = PolicyReader.read(row.text());

    assertThat(load.problems())
        .extracting(Problem::toString)
        .containsExactlyElementsOf(row.problems());
    assertThat(load.isFit()).isFalse();
  }
}
