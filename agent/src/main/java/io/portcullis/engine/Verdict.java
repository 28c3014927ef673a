package io.portcullis.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * What one check says of one request, and why. Immutable; the verdicts of a list's entries are made
 * once, when the policy is compiled, so that judging allocates none.
 */
public final class Verdict {
  /**
   * The kinds; the pipeline ends at {@link #ADMIT}, at an enforced {@link #DENY}, and for the time
   * being at {@link #PENDING}.
   */
  public enum Kind {
    PASS("pass"),
    ADMIT("admit"),
    DENY("deny"),
    WOULD_DENY("would-deny"),
    SKIPPED("skipped"),
    NOT_EVALUATED("not-evaluated"),
    /** It has to wait: {@link Evaluation#awaited} says for what. Never seen outside. */
    PENDING("pending");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name in decisions and records. */
    public String word() {
      return word;
    }
  }

  private final Kind kind;
  private final CheckName check;
  private final Optional<Code> code;
  private final String reason;
  private final String scope;
  private final Optional<Entry> entry;

  private Verdict(
      Kind kind,
      CheckName check,
      Optional<Code> code,
      String reason,
      String scope,
      Optional<Entry> entry) {
    this.kind = kind;
    this.check = check;
    this.code = code;
    this.reason = reason;
    this.scope = scope;
    this.entry = entry;
  }

  /** The check has no objection; {@code reason} is a short token such as {@code not_restricted}. */
  public static Verdict pass(CheckName check, String reason) {
    return new Verdict(Kind.PASS, check, Optional.empty(), reason, "", Optional.empty());
  }

  /** The check has no objection, and the decision's code says why. */
  public static Verdict pass(CheckName check, Code code, String scope) {
    return new Verdict(Kind.PASS, check, Optional.of(code), "", scope, Optional.empty());
  }

  /** The same, with a reason that the code does not tell. */
  public static Verdict pass(CheckName check, Code code, String reason, String scope) {
    return new Verdict(Kind.PASS, check, Optional.of(code), reason, scope, Optional.empty());
  }

  /** The check has no objection because of one entry of a list, or of the exempt addresses. */
  public static Verdict pass(CheckName check, Code code, String scope, Entry entry) {
    return new Verdict(Kind.PASS, check, Optional.of(code), "", scope, Optional.of(entry));
  }

  /** The request goes on and no further check is asked. */
  public static Verdict admit(CheckName check, Code code, String reason) {
    return new Verdict(Kind.ADMIT, check, Optional.of(code), reason, "", Optional.empty());
  }

  /**
   * The request is refused; {@code scope} as in {@code tenant:acme}, empty where no scope decided.
   */
  public static Verdict deny(CheckName check, Code code, String reason, String scope) {
    if (!code.refuses()) {
      throw new IllegalArgumentException(code + " does not refuse");
    }
    return new Verdict(Kind.DENY, check, Optional.of(code), reason, scope, Optional.empty());
  }

  /** The check has nothing to say of this request, or the policy does not configure it. */
  public static Verdict skipped(CheckName check, String reason) {
    return new Verdict(Kind.SKIPPED, check, Optional.empty(), reason, "", Optional.empty());
  }

  /** The check could not be made, because of something an earlier check has found. */
  public static Verdict notEvaluated(CheckName check, String reason) {
    return new Verdict(Kind.NOT_EVALUATED, check, Optional.empty(), reason, "", Optional.empty());
  }

  /** The check has to wait before it can judge; it has said for what. */
  static Verdict pending(CheckName check) {
    return new Verdict(Kind.PENDING, check, Optional.empty(), "pending", "", Optional.empty());
  }

  /** Whether the check has to be asked again, once what it waits for is there. */
  public boolean isPending() {
    return kind == Kind.PENDING;
  }

  /** This denial as one that is only recorded. Any other verdict is its own. */
  public Verdict monitored() {
    return kind == Kind.DENY
        ? new Verdict(Kind.WOULD_DENY, check, code, reason, scope, entry)
        : this;
  }

  /** Whether this is a pass whose code tells why the request was let through. */
  boolean tells() {
    return kind == Kind.PASS && code.isPresent();
  }

  boolean is(Code other) {
    return code.isPresent() && code.get() == other;
  }

  public Kind kind() {
    return kind;
  }

  public CheckName check() {
    return check;
  }

  public Optional<Code> code() {
    return code;
  }

  /** A short token in lower case, such as {@code not_on_list}; empty where the code says it all. */
  public String reason() {
    return reason;
  }

  /**
   * {@code global}, {@code tenant:t}, {@code program:t/p}, {@code key:k}; empty where no scope
   * decided.
   */
  public String scope() {
    return scope;
  }

  /** The entry that admitted, where one did. */
  public Optional<Entry> entry() {
    return entry;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Verdict)) {
      return false;
    }
    Verdict verdict = (Verdict) other;
    return kind == verdict.kind
        && check == verdict.check
        && code.equals(verdict.code)
        && reason.equals(verdict.reason)
        && scope.equals(verdict.scope)
        && entry.equals(verdict.entry);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, check, code, reason, scope, entry);
  }

  @Override
  public String toString() {
    return check.word() + "=" + kind.word() + code.map(c -> " " + c).orElse("");
  }
}
