package io.portcullis.engine;

import java.util.OptionalLong;

/**
 * When something counts: from an instant on, its millisecond included, until another, its
 * millisecond not included; either may be open. Immutable.
 *
 * <p>Two spans of which one ends when the other begins leave no gap and share no millisecond.
 */
public final class TimeSpan implements Comparable<TimeSpan> {
  /** Always. */
  public static final TimeSpan ALWAYS = new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE);

  private final long from;
  private final long until;

  private TimeSpan(long from, long until) {
    this.from = from;
    this.until = until;
  }

  /**
   * A span between two instants in milliseconds since the epoch; throws {@link
   * IllegalArgumentException} if it ends before it has begun.
   */
  public static TimeSpan of(OptionalLong from, OptionalLong until) {
    if (!from.isPresent() && !until.isPresent()) {
      return ALWAYS;
    }
    TimeSpan span = new TimeSpan(from.orElse(Long.MIN_VALUE), until.orElse(Long.MAX_VALUE));
    if (span.from >= span.until) {
      throw new IllegalArgumentException(span.from + " is not before " + span.until);
    }
    return span;
  }

  /** Whether it counts at a time. */
  public boolean holds(long epochMillis) {
    return from <= epochMillis && epochMillis < until;
  }

  public boolean isAlways() {
    return from == Long.MIN_VALUE && until == Long.MAX_VALUE;
  }

  /** Whether it is over at a time, for good. */
  public boolean isOver(long epochMillis) {
    return until <= epochMillis;
  }

  /** The first millisecond; empty where it is open. */
  public OptionalLong from() {
    return from == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(from);
  }

  /** The first millisecond behind it; empty where it is open. */
  public OptionalLong until() {
    return until == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(until);
  }

  /**
   * By its beginning, then by its end, the one that lasts longest first: always is first of all.
   */
  @Override
  public int compareTo(TimeSpan other) {
    return from != other.from ? Long.compare(from, other.from) : Long.compare(other.until, until);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeSpan && compareTo((TimeSpan) other) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * from + until);
  }

  @Override
  public String toString() {
    return isAlways() ? "always" : from + " to " + until;
  }
}
