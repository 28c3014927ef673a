package io.portcullis.policy;

import io.portcullis.gate.PolicySnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What became of a policy's text: a snapshot fit to be put in force, or the errors that keep it
 * from being one.
 */
public final class PolicyLoad {
  private final Optional<PolicySnapshot> snapshot;
  private final List<Problem> problems;
  private final List<TestOutcome> tests;

  private PolicyLoad(
      Optional<PolicySnapshot> snapshot, List<Problem> problems, List<TestOutcome> tests) {
    this.snapshot = snapshot;
    this.problems = problems;
    this.tests = tests;
  }

  static PolicyLoad of(
      Optional<PolicySnapshot> snapshot, List<Problem> problems, List<TestOutcome> tests) {
    return new PolicyLoad(
        snapshot,
        Collections.unmodifiableList(new ArrayList<>(problems)),
        Collections.unmodifiableList(new ArrayList<>(tests)));
  }

  /**
   * The compiled policy, where nothing is wrong with its text. Its own tests may still fail: see
   * {@link #isFit}.
   */
  public Optional<PolicySnapshot> snapshot() {
    return snapshot;
  }

  /** Whether it may be put in force: compiled, and every one of its own tests passed. */
  public boolean isFit() {
    return snapshot.isPresent() && tests.stream().allMatch(TestOutcome::passed);
  }

  /** All errors and warnings, in the order of their places; a failed test is an error here too. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One outcome for each of the policy's own tests, in the order written; none where it did not
   * compile.
   */
  public List<TestOutcome> tests() {
    return tests;
  }
}
