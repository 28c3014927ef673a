package io.portcullis.record;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Says in the log how many headers that may name a client were ignored or unreadable, when there
 * are new ones, and at most once in {@link DenialWriter#WINDOW_NANOS}. Told of by any thread,
 * written by one.
 */
final class HeaderNews {
  private final Logger log;
  private final DecisionCounts counts;
  private final LongSupplier nanoClock;
  private final AtomicBoolean news = new AtomicBoolean();

  private boolean told;
  private long toldAt;

  HeaderNews(Logger log, DecisionCounts counts, LongSupplier nanoClock) {
    this.log = log;
    this.counts = counts;
    this.nanoClock = nanoClock;
  }

  /** There is something to tell; whether it is the first since the last line. */
  boolean isNew() {
    return !news.get() && news.compareAndSet(false, true);
  }

  /** Writes what is due. */
  void write() {
    if (due() == 0) {
      toldAt = nanoClock.getAsLong();
      told = true;
      finish();
    }
  }

  /** In how many nanoseconds a line is due; 0 if it is now. */
  long due() {
    if (!news.get()) {
      return Scribe.Work.NEVER;
    }
    return told ? Math.max(0, toldAt + DenialWriter.WINDOW_NANOS - nanoClock.getAsLong()) : 0;
  }

  /** Writes what there is, due or not. */
  void finish() {
    if (news.getAndSet(false)) {
      try {
        log.info(
            "client headers since the start: "
                + counts.ignoredHeaders()
                + " ignored, since their peer is no trusted proxy, "
                + counts.unreadableHeaders()
                + " unreadable");
      } catch (Throwable broken) {
        // Counted they are; the next line tells of these too.
      }
    }
  }
}
