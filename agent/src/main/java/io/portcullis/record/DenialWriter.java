package io.portcullis.record;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Takes denials from a stream to a sink: those in detail at once, the counts of the others once a
 * window. What the sink does not take goes back into the stream as a count. Used by one thread.
 */
final class DenialWriter {
  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int BATCH = 512;

  // So that a flood does not put off for ever what else there is to do.
  private static final int BATCHES_A_TURN = 8;

  private final DenialStream stream;
  private final DenialSink sink;
  private final LongSupplier nanoClock;

  private boolean windowOpen;
  private long windowStart;

  DenialWriter(DenialStream stream, DenialSink sink, LongSupplier nanoClock) {
    this.stream = stream;
    this.sink = sink;
    this.nanoClock = nanoClock;
  }

  /** As {@link Scribe.Work#write}. */
  long write(boolean hurried) {
    return writeDetails() && writeFolded(hurried) ? untilWindowEnds() : Scribe.Work.RETRY;
  }

  /** Whether something has come that {@link #write} does not know of. */
  boolean hasWork() {
    return stream.hasQueued() || (!windowOpen && stream.isWindowUsed());
  }

  /** Writes everything, as far as the sink lets it. */
  void finish() {
    while (writeDetails() && stream.hasQueued()) {
      continue;
    }
    writeFolded(true);
  }

  private boolean writeDetails() {
    for (int i = 0; i < BATCHES_A_TURN; i++) {
      List<Denial> batch = new ArrayList<>();
      Denial denial = stream.poll();
      while (denial != null) {
        batch.add(denial);
        denial = batch.size() < BATCH ? stream.poll() : null;
      }
      if (batch.isEmpty()) {
        break;
      }
      if (!hand(batch)) {
        return false;
      }
    }
    return true;
  }

  private boolean writeFolded(boolean hurried) {
    if (!stream.isWindowUsed()) {
      windowOpen = false;
      return true;
    }
    if (!windowOpen) {
      windowOpen = true;
      windowStart = nanoClock.getAsLong();
    }
    if (!hurried && nanoClock.getAsLong() - windowStart < WINDOW_NANOS) {
      return true;
    }
    List<Folded> folded = stream.roll();
    for (int i = 0; i < folded.size(); i += BATCH) {
      if (!hand(folded.subList(i, Math.min(folded.size(), i + BATCH)))) {
        putBack(folded.subList(Math.min(folded.size(), i + BATCH), folded.size()));
        return false;
      }
    }
    windowOpen = false;
    return true;
  }

  private boolean hand(List<? extends DenialRecord> records) {
    int written = sink.write(records);
    putBack(records.subList(written, records.size()));
    return written == records.size();
  }

  private void putBack(List<? extends DenialRecord> records) {
    for (DenialRecord record : records) {
      record.putBack(stream);
    }
  }

  private long untilWindowEnds() {
    return windowOpen
        ? Math.max(1, windowStart + WINDOW_NANOS - nanoClock.getAsLong())
        : Scribe.Work.NEVER;
  }
}
