package io.portcullis.dns;

/** An answer, and for how long it is believed. Immutable. */
final class Heard implements BoundedCache.Entry {
  private static final long SHORTEST = 5_000;
  private static final long LONGEST = 300_000;

  /** For how long a failure is not tried again (RFC 9520, section 3.2). */
  static final long AFTER_FAILURE = 1_000;

  final Answer answer;
  final long until;

  private Heard(Answer answer, long until) {
    this.answer = answer;
    this.until = until;
  }

  static Heard at(long now, Answer answer) {
    return new Heard(answer, now + lifetime(answer));
  }

  private static long lifetime(Answer answer) {
    if (answer.is(Answer.Kind.INDETERMINATE)) {
      return AFTER_FAILURE;
    }
    if (answer.why().isPresent()) {
      return SHORTEST;
    }
    return Math.max(SHORTEST, Math.min(answer.ttlSeconds(), LONGEST / 1_000) * 1_000);
  }

  @Override
  public long deadAt() {
    return until;
  }

  @Override
  public int weight() {
    return 1 + answer.names().size() + answer.addresses().size();
  }
}
