package io.portcullis.dns;

import java.util.concurrent.atomic.AtomicBoolean;

/** A verdict and its times. */
final class Known implements BoundedCache.Entry {
  final ReverseVerdict verdict;
  final long freshUntil;
  final long staleUntil;
  final long triedAt;

  /** Set once by the request that has it asked about again. */
  final AtomicBoolean refreshing = new AtomicBoolean();

  private final int weight;

  Known(ReverseVerdict verdict, long freshUntil, long staleUntil, long triedAt, int weight) {
    this.verdict = verdict;
    this.freshUntil = freshUntil;
    this.staleUntil = staleUntil;
    this.triedAt = triedAt;
    this.weight = weight;
  }

  Known triedAgain(long now) {
    return new Known(verdict, freshUntil, staleUntil, now, weight);
  }

  /** Whether it answers a request: while it is fresh, and a success beyond that. */
  boolean serves(long now) {
    return now < freshUntil || now < staleUntil;
  }

  /** Whether it is a success that outlives its answers, or will. */
  boolean isGraced(long now) {
    return verdict.reason() == ReverseVerdict.Reason.FORWARD_CONFIRMED && now < staleUntil;
  }

  @Override
  public long deadAt() {
    return staleUntil;
  }

  @Override
  public int weight() {
    return weight;
  }
}
