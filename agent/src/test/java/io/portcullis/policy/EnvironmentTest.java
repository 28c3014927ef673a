package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that is written for another environment is refused. */
class EnvironmentTest {
  @ParameterizedTest
  @CsvSource({
    "production, production, true",
    "production, staging, false",
    "production, Production, false",
    ", staging, true",
    "production, , true",
    ", , true",
  })
  void bothMustBeEqualWhereBothAreGiven(String written, String host, boolean fit) {
    String line = written == null ? "" : "environment: " + written + "\n";
    assertThat(read("portcullis: 1\n" + line, Optional.ofNullable(host)).isFit()).isEqualTo(fit);
  }

  @Test
  void differenceIsSaidWithPlaceCauseAndCure() {
    PolicyLoad load = read("portcullis: 1\nenvironment: staging\n", Optional.of("production"));
    assertThat(load.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "policy.yaml:2:14: error WRONG_ENVIRONMENT this policy is for the environment `staging`,"
                + " and the environment here is `production`; use the policy for that one, or mend"
                + " whichever of the two is wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' production'", "'a,b'", "'é'", "[production]", "", "~"})
  void whatIsNoNameIsRefusedOnEveryHost(String written) {
    String policy = "portcullis: 1\nenvironment: " + written + "\n";
    assertThat(read(policy, Optional.empty()).isFit()).isFalse();
    assertThat(read(policy, Optional.of("production")).isFit()).isFalse();
  }

  @Test
  void wordsThatYamlTakesForOtherThingsAreNames() {
    assertThat(read("portcullis: 1\nenvironment: no\n", Optional.of("no")).isFit()).isTrue();
    assertThat(read("portcullis: 1\nenvironment: 010\n", Optional.of("8")).isFit()).isFalse();
  }

  private static PolicyLoad read(String policy, Optional<String> environment) {
    byte[] bytes = policy.getBytes(StandardCharsets.UTF_8);
    return PolicyReader.read(
        PolicyText.of("policy.yaml", bytes, Map.of()), HostFacts.of(environment));
  }
}
