package io.portcullis.record;

/**
 * From which id to which, and from when until when: what denials that are told as one have in
 * common. Immutable.
 */
final class Extent {
  private final long first;
  private final long last;
  private final long from;
  private final long until;

  private Extent(long first, long last, long from, long until) {
    this.first = first;
    this.last = last;
    this.from = from;
    this.until = until;
  }

  /** Numbers of ids, and times in milliseconds since 1970; both ends belong to it. */
  static Extent of(long first, long last, long from, long until) {
    return new Extent(first, last, from, until);
  }

  /** That of one denial. */
  static Extent at(long number, long time) {
    return new Extent(number, number, time, time);
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  long from() {
    return from;
  }

  long until() {
    return until;
  }
}
