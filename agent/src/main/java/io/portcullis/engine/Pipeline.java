package io.portcullis.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of a policy in the one order in which they are made. Immutable, thread-safe. */
public final class Pipeline {
  private static final Verdict NO_RESTRICTION =
      Verdict.pass(CheckName.ALLOWLIST, Code.NO_RESTRICTION, "");

  // A check says "not evaluated" because one before it has objected. Where none has, the pipeline
  // was put together wrongly, and a request must not slip through the gap.
  private static final Verdict GAP =
      Verdict.deny(CheckName.ALLOWLIST, Code.INTERNAL_FAULT, "not_evaluated", "");

  /** Who waits for a check that has to. */
  private enum Patience {
    /** Nobody here: the verdict is pending. */
    NONE,
    /** The caller's thread, until a check has settled the request. */
    UNTIL_SETTLED,
    /** The caller's thread. */
    FOR_ALL
  }

  private final Mode mode;
  private final Check[] checks;

  private Pipeline(Mode mode, Check[] checks) {
    this.mode = mode;
    this.checks = checks;
  }

  /**
   * A pipeline; throws {@link IllegalArgumentException} if the checks are not in the order of
   * {@link CheckName}.
   */
  public static Pipeline of(Mode mode, Check... checks) {
    for (int i = 1; i < checks.length; i++) {
      if (checks[i - 1].name().compareTo(checks[i].name()) >= 0) {
        throw new IllegalArgumentException(checks[i].name() + " after " + checks[i - 1].name());
      }
    }
    return new Pipeline(mode, mode == Mode.OFF ? new Check[0] : checks.clone());
  }

  /**
   * The verdict that settles a request: a denial, an admission, or the pass that names the entry.
   * Stops at the first check that settles it, and allocates nothing of its own.
   *
   * <p>Pending where a check has to wait first: then {@link Evaluation#awaited} says for what, and
   * the request is to be judged again once that is done.
   */
  public Verdict judge(Evaluation evaluation) {
    return run(evaluation, null, Patience.NONE);
  }

  /**
   * Whether the lists alone refuse a client whose caller is known already; no other check is asked.
   */
  public boolean refusesByList(Evaluation evaluation) {
    boolean refused = false;
    for (Check check : checks) {
      if (check.name() == CheckName.EXEMPT_ADDRESS || check.name() == CheckName.ALLOWLIST) {
        refused |= mode == Mode.ENFORCE && check.judge(evaluation).kind() == Verdict.Kind.DENY;
      }
    }
    return refused;
  }

  /** Whether the lists that govern a caller keep anybody out, or would if their modes let them. */
  public boolean restricts(Caller caller) {
    for (Check check : checks) {
      if (check instanceof AllowlistCheck) {
        return ((AllowlistCheck) check).restricts(caller);
      }
    }
    return false;
  }

  /**
   * As {@link #judge}, and the verdict of every check: those behind the one that settled the
   * request are still asked, but wait for nothing.
   */
  public Decision explain(Evaluation evaluation) {
    return explain(evaluation, Patience.NONE);
  }

  /** The same; waits where the request itself would have to wait, and where it is monitored. */
  public Decision decide(Evaluation evaluation) {
    evaluation.patient();
    return explain(evaluation, Patience.UNTIL_SETTLED);
  }

  /** The same; waits for whatever any check has to wait for. */
  public Decision explainPatiently(Evaluation evaluation) {
    evaluation.patient();
    return explain(evaluation, Patience.FOR_ALL);
  }

  private Decision explain(Evaluation evaluation, Patience patience) {
    List<Verdict> trace = new ArrayList<>(checks.length);
    Verdict settling = run(evaluation, trace, patience);
    return Decision.of(evaluation, settling, mode, Collections.unmodifiableList(trace));
  }

  /** The decision that a verdict makes, for when the checks behind it could not be asked. */
  public Decision unexplained(Evaluation evaluation, Verdict settling) {
    return Decision.of(evaluation, settling, mode, Collections.singletonList(settling));
  }

  private Verdict run(Evaluation evaluation, @Nullable List<Verdict> trace, Patience patience) {
    Verdict settled = null;
    Verdict wouldDeny = null;
    Verdict passed = NO_RESTRICTION;
    for (Check check : checks) {
      evaluation.settled(settled != null && patience != Patience.FOR_ALL);
      Verdict verdict = check.judge(evaluation);
      if (patience != Patience.NONE && verdict.isPending()) {
        evaluation.awaited().await();
        verdict = check.judge(evaluation);
      }
      if (mode == Mode.MONITOR) {
        verdict = verdict.monitored();
      }
      if (trace != null) {
        trace.add(verdict);
      }
      if (settled != null) {
        continue;
      }
      if (verdict.kind() == Verdict.Kind.DENY || verdict.isPending()) {
        settled = verdict;
      } else if (verdict.kind() == Verdict.Kind.ADMIT) {
        settled = wouldDeny != null ? wouldDeny : verdict;
      } else if (verdict.kind() == Verdict.Kind.WOULD_DENY) {
        wouldDeny = wouldDeny != null ? wouldDeny : verdict;
      } else if (verdict.kind() == Verdict.Kind.NOT_EVALUATED && wouldDeny == null) {
        settled = GAP;
      } else if (verdict.tells() && !isWeaker(verdict, passed)) {
        passed = verdict;
      }
      if (settled != null && trace == null) {
        return settled;
      }
    }
    if (settled != null) {
      return settled;
    }
    return wouldDeny != null ? wouldDeny : passed;
  }

  /** Whether a pass tells less of why the request was let through than the one before it. */
  private static boolean isWeaker(Verdict verdict, Verdict before) {
    return before.is(Code.EXEMPT_ADDRESS)
        || (before.is(Code.ADMITTED) && verdict.is(Code.NO_RESTRICTION));
  }
}
