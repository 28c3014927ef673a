package io.portcullis.policy;

import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.NamesAtHand;
import io.portcullis.dns.OnIndeterminate;
import io.portcullis.dns.StatedNames;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.HostBypass;
import io.portcullis.engine.Request;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs the tests of a policy through its own compiled pipeline. */
final class PolicyTestRunner {
  private final PolicySnapshot policy;

  private PolicyTestRunner(PolicySnapshot policy) {
    this.policy = policy;
  }

  /** One outcome for each test, in the order written; each failure is a problem too. */
  static List<TestOutcome> run(List<PolicyTest> tests, PolicySnapshot policy, Problems problems) {
    PolicyTestRunner runner = new PolicyTestRunner(policy);
    List<TestOutcome> outcomes = new ArrayList<>();
    for (PolicyTest test : tests) {
      TestOutcome outcome = runner.run(test);
      outcomes.add(outcome);
      if (!outcome.passed()) {
        problems.error(
            test.place(),
            "POLICY_TEST_FAILED",
            "the test " + Problems.quoted(test.name()) + " failed: " + outcome.difference());
      }
    }
    return outcomes;
  }

  private TestOutcome run(PolicyTest test) {
    TestTime time = new TestTime(test.request().at());
    policy.pipeline().judge(evaluation(test, time));
    if (time.isMissed()) {
      return TestOutcome.failed(
          test.name(),
          test.place(),
          "a list, a certificate or a token with times judges its request, which does not say"
              + " when it is made; write `at:"
              + " 2026-11-20T00:00:00Z` in the request");
    }
    // Asks the checks behind the one that settles it too, for which the time is of no account.
    Decision decision = policy.pipeline().explain(evaluation(test, time));
    StringBuilder differences = new StringBuilder();
    for (Map.Entry<String, Optional<String>> each : test.expected().entrySet()) {
      Optional<String> came = word(decision, test.request(), each.getKey());
      if (!came.equals(each.getValue())) {
        differences
            .append(differences.length() == 0 ? "" : ", ")
            .append("expected ")
            .append(each.getKey())
            .append(' ')
            .append(shown(each.getValue()))
            .append(" but it is ")
            .append(shown(came));
      }
    }
    if (differences.length() == 0) {
      return TestOutcome.passed(test.name(), test.place());
    }
    return TestOutcome.failed(test.name(), test.place(), differences + "; " + summary(decision));
  }

  /** Nobody is asked: what the request does not say of DNS does not exist. */
  private Evaluation evaluation(PolicyTest test, TimeSource time) {
    OnIndeterminate onIndeterminate = policy.dns().orElse(DnsSettings.DEFAULTS).onIndeterminate();
    return new Evaluation(
        test.request(),
        policy.clientAddress(),
        time,
        HostBypass.NONE,
        NamesAtHand.of(test.request().dns().orElse(StatedNames.EMPTY), onIndeterminate));
  }

  /** The time of a test's request, and whether it was asked for and is not written. */
  private static final class TestTime implements TimeSource {
    private final OptionalLong at;
    private boolean missed;

    TestTime(OptionalLong at) {
      this.at = at;
    }

    boolean isMissed() {
      return missed;
    }

    @Override
    public long epochMillis() {
      missed |= !at.isPresent();
      return at.orElse(0);
    }
  }

  /** One word of a decision by its name there; empty where the decision has none. */
  private Optional<String> word(Decision decision, Request request, String name) {
    switch (name) {
      case "decision":
        return Optional.of(decision.effect().word());
      case "code":
        return Optional.of(decision.code().name());
      case "check":
        return Optional.of(decision.settling().check().word());
      case "client":
        return client(decision);
      case "tenant":
        return tenant(decision);
      case "program":
        return decision.caller().hasProgram()
            ? Optional.of(decision.caller().program())
            : Optional.<String>empty();
      case "key":
        return decision.caller().hasKey()
            ? Optional.of(decision.caller().key())
            : Optional.<String>empty();
      case "entry":
        return decision.settling().entry().isPresent()
            ? Optional.of(decision.settling().entry().get().id())
            : Optional.<String>empty();
      case "scope":
        return decision.settling().scope().isEmpty()
            ? Optional.<String>empty()
            : Optional.of(decision.settling().scope());
      case "status":
        return status(decision, request);
      case "mode":
        return Optional.of(decision.mode().word());
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private static Optional<String> client(Decision decision) {
    return decision.client().isReadable()
        ? Optional.of(decision.client().address().toString())
        : Optional.<String>empty();
  }

  private static Optional<String> tenant(Decision decision) {
    return decision.caller().hasTenant()
        ? Optional.of(decision.caller().tenant())
        : Optional.<String>empty();
  }

  private Optional<String> status(Decision decision, Request request) {
    // Asked of the answer itself: it alone knows what the policy's responses make of it.
    return decision.code().refuses()
        ? Optional.of(Integer.toString(policy.refusals().write(decision, request, "test").status()))
        : Optional.<String>empty();
  }

  private static String shown(Optional<String> word) {
    return word.isPresent() ? Problems.quoted(word.get()) : "none";
  }

  /** What the policy says of the request, in one line. */
  private static String summary(Decision decision) {
    return "the policy says `"
        + decision.effect().word()
        + "`, code `"
        + decision.code()
        + "`, client "
        + shown(client(decision))
        + ", tenant "
        + shown(tenant(decision));
  }
}
