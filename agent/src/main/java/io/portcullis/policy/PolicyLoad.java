package io.portcullis.policy;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.gate.ResponseProfile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What became of a policy's text: a snapshot fit to be put in force, or the errors that keep it
 * from being one. Immutable.
 */
public final class PolicyLoad {
  private final Optional<PolicySnapshot> snapshot;
  private final List<Problem> problems;
  private final List<TestOutcome> tests;
  private final int sets;
  private final int tenants;
  private final Operators operators;
  private final ResponseProfile profile;
  private final Optional<PolicyText> text;

  private PolicyLoad(
      Optional<PolicySnapshot> snapshot,
      List<Problem> problems,
      List<TestOutcome> tests,
      int sets,
      int tenants,
      Operators operators,
      ResponseProfile profile,
      Optional<PolicyText> text) {
    this.snapshot = snapshot;
    this.problems = problems;
    this.tests = tests;
    this.sets = sets;
    this.tenants = tenants;
    this.operators = operators;
    this.profile = profile;
    this.text = text;
  }

  static PolicyLoad of(
      Optional<PolicySnapshot> snapshot,
      List<Problem> problems,
      List<TestOutcome> tests,
      int sets,
      int tenants) {
    return new PolicyLoad(
        snapshot,
        Collections.unmodifiableList(new ArrayList<>(problems)),
        Collections.unmodifiableList(new ArrayList<>(tests)),
        sets,
        tenants,
        Operators.NONE,
        ResponseProfile.DEFAULT,
        Optional.<PolicyText>empty());
  }

  /** The same with who may manage it, in whose words, and the text that it was read from. */
  PolicyLoad with(Operators managedBy, ResponseProfile wordsOf, PolicyText readFrom) {
    return new PolicyLoad(
        snapshot, problems, tests, sets, tenants, managedBy, wordsOf, Optional.of(readFrom));
  }

  /** A load of nothing that could be counted. */
  static PolicyLoad of(
      Optional<PolicySnapshot> snapshot, List<Problem> problems, List<TestOutcome> tests) {
    return of(snapshot, problems, tests, 0, 0);
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
    for (TestOutcome test : tests) {
      if (!test.passed()) {
        return false;
      }
    }
    return snapshot.isPresent() && errors().isEmpty();
  }

  /** All errors and warnings, in the order of their places; a failed test is an error here too. */
  public List<Problem> problems() {
    return problems;
  }

  /** The problems that keep it from being put in force. */
  public List<Problem> errors() {
    return ofSeverity(Problem.Severity.ERROR);
  }

  /** The problems that do not. */
  public List<Problem> warnings() {
    return ofSeverity(Problem.Severity.WARNING);
  }

  private List<Problem> ofSeverity(Problem.Severity severity) {
    List<Problem> some = new ArrayList<>();
    for (Problem problem : problems) {
      if (problem.severity() == severity) {
        some.add(problem);
      }
    }
    return Collections.unmodifiableList(some);
  }

  /**
   * One outcome for each of the policy's own tests, in the order written; none where it did not
   * compile.
   */
  public List<TestOutcome> tests() {
    return tests;
  }

  /** Who may use the management API while it is in force. */
  public Operators operators() {
    return operators;
  }

  /** Whose words refused callers are sent while it is in force. */
  public ResponseProfile profile() {
    return profile;
  }

  /** What it is about, its scopes and settings; empty where nothing could be read. */
  public Optional<PolicyOutline> outline() {
    return text.isPresent()
        ? Optional.of(PolicyOutline.of(text.get()))
        : Optional.<PolicyOutline>empty();
  }

  /** The text that it was read from; empty where there was none that could be looked at. */
  public Optional<PolicyText> text() {
    return text;
  }

  /** What is managed beside its file, as it was read; empty where nothing ever was. */
  public Optional<ManagedText> managed() {
    return text.isPresent() ? text.get().managed() : Optional.<ManagedText>empty();
  }

  /** Its lists, entry by entry; empty where it could not be put in force. */
  public Optional<PolicyEntries> lists() {
    return text.isPresent() && snapshot.isPresent()
        ? Optional.of(PolicyEntries.of(text.get()))
        : Optional.<PolicyEntries>empty();
  }

  /** How many named sets it declares. */
  public int sets() {
    return sets;
  }

  /** How many tenants it declares. */
  public int tenants() {
    return tenants;
  }

  /**
   * How many enabled entries its allowlists and exempt addresses hold together, a set counted each
   * time it is used; 0 where it did not compile.
   */
  public int entries() {
    return snapshot.isPresent() ? snapshot.get().entries() : 0;
  }
}
