package io.portcullis.record;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Words what is queued and hands it to the logger. Used by one thread. It never throws: where the
 * logger does, the line counts as one that was not shown, and the count is said when it can be.
 */
final class DenialWriter {
  /** The most faults that are written in one window, each with its stack. */
  static final int FAULTS_A_WINDOW = 5;

  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Nothing is due. */
  static final long NEVER = Long.MAX_VALUE;

  // So that a flood does not put off for ever to say what it has cost.
  private static final int LINES_A_TURN = 4096;

  private final Logger log;
  private final Backlog<Denial> denials;
  private final Backlog<Fault> faults;
  private final LongSupplier nanoClock;

  private boolean windowOpen;
  private long windowStart;
  private int shownInWindow;
  private long faultsNotShown;

  DenialWriter(Logger log, Backlog<Denial> denials, Backlog<Fault> faults, LongSupplier nanoClock) {
    this.log = log;
    this.denials = denials;
    this.faults = faults;
    this.nanoClock = nanoClock;
  }

  /** Writes what is due, and tells in how many nanoseconds more is, even if nothing is queued. */
  long write() {
    return writeDenials() && writeFaults(false) ? untilWindowEnds() : RETRY_NANOS;
  }

  /** Writes everything, as far as the logger lets it. */
  void finish() {
    while (writeDenials() && denials.hasWork()) {
      continue;
    }
    writeFaults(true);
  }

  private boolean writeDenials() {
    for (int i = 0; i < LINES_A_TURN; i++) {
      Denial denial = denials.poll();
      if (denial == null) {
        break;
      }
      try {
        log.warn(denial.line());
      } catch (Throwable broken) {
        denials.miss(1);
        return false;
      }
    }
    long missed = denials.takeMissed();
    if (missed == 0) {
      return true;
    }
    try {
      log.warn("ip_allowlist_blocked: " + missed + " more denials not shown");
      return true;
    } catch (Throwable broken) {
      denials.miss(missed);
      return false;
    }
  }

  private boolean writeFaults(boolean last) {
    if (windowOpen && (last || nanoClock.getAsLong() - windowStart >= WINDOW_NANOS)) {
      if (!sayFaultsNotShown()) {
        return false;
      }
      windowOpen = false;
    }
    Fault fault = faults.poll();
    while (fault != null) {
      if (!windowOpen) {
        windowOpen = true;
        windowStart = nanoClock.getAsLong();
        shownInWindow = 0;
      }
      if (shownInWindow < FAULTS_A_WINDOW) {
        shownInWindow++;
        try {
          log.error(fault.text());
        } catch (Throwable broken) {
          faultsNotShown++;
          return false;
        }
      } else {
        faultsNotShown++;
      }
      fault = faults.poll();
    }
    faultsNotShown += faults.takeMissed();
    return !last || sayFaultsNotShown();
  }

  private boolean sayFaultsNotShown() {
    if (faultsNotShown > 0) {
      try {
        log.error(faultsNotShown + " more faults not shown");
      } catch (Throwable broken) {
        return false;
      }
      faultsNotShown = 0;
    }
    return true;
  }

  private long untilWindowEnds() {
    if (faultsNotShown == 0) {
      return NEVER;
    }
    return Math.max(1, windowStart + WINDOW_NANOS - nanoClock.getAsLong());
  }
}
