package io.portcullis.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What reverse DNS says of one client, why, and how that was found, name by name. Immutable. */
public final class ReverseVerdict {
  /** The reasons, each of which passes, refuses or settles nothing. */
  public enum Reason {
    /** The same expected name both ways. */
    FORWARD_CONFIRMED("forward_confirmed"),
    /**
     * No answer about the client's names, but an expected name leads to it, and that was enough.
     */
    FORWARD_ONLY("forward_only"),
    PTR_MISSING("ptr_missing"),
    PTR_NOT_EXPECTED("ptr_not_expected"),
    FORWARD_MISMATCH("forward_mismatch"),
    INDETERMINATE("indeterminate"),
    /** Not all has been asked yet; never seen outside. */
    PENDING("pending");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The token in decisions and records. */
    public String word() {
      return word;
    }
  }

  private final Reason reason;
  private final Optional<NoAnswer> why;
  private final Answer ptr;
  private final List<NameTrace> names;
  private final List<NameTrace> expected;

  private ReverseVerdict(
      Reason reason,
      Optional<NoAnswer> why,
      Answer ptr,
      List<NameTrace> names,
      List<NameTrace> expected) {
    this.reason = reason;
    this.why = why;
    this.ptr = ptr;
    this.names = names;
    this.expected = expected;
  }

  static ReverseVerdict of(
      Reason reason,
      Optional<NoAnswer> why,
      Answer ptr,
      List<NameTrace> names,
      List<NameTrace> expected) {
    return new ReverseVerdict(
        reason,
        why,
        ptr,
        Collections.unmodifiableList(new ArrayList<NameTrace>(names)),
        Collections.unmodifiableList(new ArrayList<NameTrace>(expected)));
  }

  /** The verdict on a client about whom nobody was asked. */
  static ReverseVerdict indeterminate(NoAnswer why) {
    return new ReverseVerdict(
        Reason.INDETERMINATE,
        Optional.of(why),
        Answer.indeterminate(why),
        Collections.<NameTrace>emptyList(),
        Collections.<NameTrace>emptyList());
  }

  public Reason reason() {
    return reason;
  }

  public boolean isPass() {
    return reason == Reason.FORWARD_CONFIRMED || reason == Reason.FORWARD_ONLY;
  }

  /** Whether DNS gave no answer, so that the client is neither confirmed nor refuted. */
  public boolean isIndeterminate() {
    return reason == Reason.INDETERMINATE;
  }

  /** Whether it rests on answers alone: a pass by the same name both ways, or a refusal. */
  boolean isDeterminate() {
    return reason != Reason.INDETERMINATE
        && reason != Reason.FORWARD_ONLY
        && reason != Reason.PENDING;
  }

  /** Whether the verdict might be another without this answer, one of those it was given. */
  boolean restsOn(Answer answer) {
    if (reason != Reason.FORWARD_CONFIRMED || answer == ptr) {
      return true;
    }
    for (NameTrace name : names) {
      if (name.outcome() == NameTrace.Outcome.CONFIRMED && name.forward() == answer) {
        return true;
      }
    }
    return false;
  }

  /** The first cause why DNS gave no answer, where it gave none. */
  public Optional<NoAnswer> why() {
    return why;
  }

  /** What the client's address leads to. */
  public Answer ptr() {
    return ptr;
  }

  /** Every name of the client and what became of it, in the order of the answer. */
  public List<NameTrace> names() {
    return names;
  }

  /** The expected names that were looked up for want of an answer about the client's own. */
  public List<NameTrace> expected() {
    return expected;
  }

  /** The reason and, where DNS gave no answer, its cause: {@code indeterminate:timeout}. */
  @Override
  public String toString() {
    return why.isPresent() ? reason.word() + ":" + why.get().word() : reason.word();
  }
}
