package io.portcullis.record;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Words queued faults and hands them to the logger, at a bounded rate. Used by one thread. It never
 * throws: where the logger does, the fault counts as one that was not shown, and the count is said
 * when it can be.
 */
final class FaultWriter {
  /** The most faults that are written in one window, each with its stack. */
  static final int FAULTS_A_WINDOW = 5;

  private final Logger log;
  private final Backlog<Fault> faults;
  private final LongSupplier nanoClock;

  private boolean windowOpen;
  private long windowStart;
  private int shownInWindow;
  private long faultsNotShown;

  FaultWriter(Logger log, Backlog<Fault> faults, LongSupplier nanoClock) {
    this.log = log;
    this.faults = faults;
    this.nanoClock = nanoClock;
  }

  /** Writes what is due, and tells in how many nanoseconds more is, even if nothing is queued. */
  long write() {
    return writeFaults(false) ? untilWindowEnds() : Scribe.Work.RETRY;
  }

  /** Writes everything, as far as the logger lets it. */
  void finish() {
    writeFaults(true);
  }

  private boolean writeFaults(boolean last) {
    if (windowOpen && (last || nanoClock.getAsLong() - windowStart >= DenialWriter.WINDOW_NANOS)) {
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
      return Scribe.Work.NEVER;
    }
    return Math.max(1, windowStart + DenialWriter.WINDOW_NANOS - nanoClock.getAsLong());
  }
}
