package io.portcullis.dns;

/** One name of a client, and what became of it. Immutable. */
public final class NameTrace {
  /** The outcomes of one name. */
  public enum Outcome {
    /** It leads back to the client. */
    CONFIRMED("confirmed"),
    /** It leads elsewhere, or nowhere. */
    ELSEWHERE("elsewhere"),
    INDETERMINATE("indeterminate"),
    /** It is among no expected names, and was not looked up. */
    NOT_EXPECTED("not_expected"),
    /** It is expected, and was not looked up: ten were before it. */
    TOO_MANY("too_many");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** A short token in lower case. */
    public String word() {
      return word;
    }
  }

  private final String name;
  private final Outcome outcome;
  private final Answer forward;

  NameTrace(String name, Outcome outcome, Answer forward) {
    this.name = name;
    this.outcome = outcome;
    this.forward = forward;
  }

  /** The name; as DNS has it, escaped, where it is no host name. */
  public String name() {
    return name;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** What the name leads to; {@link Answer.Kind#UNKNOWN} where it was not looked up. */
  public Answer forward() {
    return forward;
  }

  @Override
  public String toString() {
    return name + " " + outcome.word();
  }
}
