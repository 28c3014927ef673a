package io.portcullis.record;

/** One of the places where denials go: a stream and the thread that writes it. Thread-safe. */
final class DenialOutlet {
  private final DenialStream stream;
  private final Scribe scribe;

  DenialOutlet(DenialStream stream, Scribe scribe) {
    this.stream = stream;
    this.scribe = scribe;
  }

  Scribe scribe() {
    return scribe;
  }

  /** Whether the denial that comes now is wanted in detail. */
  boolean wants(FoldKey key) {
    return stream.wants(key);
  }

  /** Takes a denial in detail, as far as there is room. */
  void add(Denial denial) {
    if (stream.add(denial)) {
      scribe.wake();
    } else {
      count(denial.key(), denial.id(), denial.time());
    }
  }

  /** Counts a denial. */
  void count(FoldKey key, String id, long time) {
    if (stream.count(key, id, time)) {
      scribe.wake();
    }
  }
}
