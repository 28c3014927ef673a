package io.portcullis.record;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.dns.Answer;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes down denials, requests that the emergency bypass has let through, and faults of our own;
 * counts everything. Denials go to the log and, where there are {@link Records}, to the disk, each
 * way with a thread of its own: a disk that hangs does not stop the log. A request's thread never
 * waits, takes no lock and does no I/O: see {@link DenialStream}.
 *
 * <p>Make this where no application's code is on the stack: a thread inherits from the one that
 * makes it.
 */
public final class DenialLog implements DecisionListener, AutoCloseable {
  private static final int DENIALS = 4096;
  private static final int FAULTS = 64;

  private final DecisionCounts counts = new DecisionCounts();
  private final Backlog<Fault> faults = new Backlog<>(FAULTS);
  private final HeaderNews headers;
  private final BypassLines bypassed;
  private final DenialOutlet lines;
  private final DenialOutlet[] outlets;

  DenialLog(Logger log, int capacity, LongSupplier nanoClock, @Nullable DenialOutlet disk) {
    bypassed = new BypassLines(log, capacity);
    headers = new HeaderNews(log, counts, nanoClock);
    DenialStream stream = new DenialStream(capacity);
    lines = new DenialOutlet(stream, Scribe.of("portcullis-denials", work(log, stream, nanoClock)));
    outlets = disk == null ? new DenialOutlet[] {lines} : new DenialOutlet[] {lines, disk};
  }

  /** A log that writes to {@code log} alone. */
  public static DenialLog to(Logger log) {
    return new DenialLog(log, DENIALS, NanoTime.INSTANCE, null);
  }

  /** A log that writes to {@code log} and to the records on disk. */
  public static DenialLog to(Logger log, Records records) {
    return new DenialLog(log, DENIALS, NanoTime.INSTANCE, records.outlet());
  }

  public DecisionCounts counts() {
    return counts;
  }

  @Override
  public void allowed(Code code) {
    counts.allow(code);
  }

  @Override
  public void denied(Decision decision, Request request, String decisionId, String revision) {
    counts.deny(decision.effect(), decision.code());
    if (lines.scribe().isClosed()) {
      return;
    }
    FoldKey key = FoldKey.of(decision);
    long time = System.currentTimeMillis();
    int told = 0;
    Denial denial = null;
    try {
      for (; told < outlets.length; told++) {
        if (outlets[told].wants(key)) {
          if (denial == null) {
            denial = Denial.of(decision, request, decisionId, revision, time);
          }
          outlets[told].add(denial);
        } else {
          outlets[told].count(key, decisionId, time);
        }
      }
    } finally {
      // Whatever was thrown, the denial is counted.
      for (; told < outlets.length; told++) {
        outlets[told].count(key, decisionId, time);
      }
    }
  }

  @Override
  public void bypassed(
      Request request, Optional<ClientAddress> client, String decisionId, String revision) {
    if (lines.scribe().isClosed()) {
      return;
    }
    try {
      bypassed.add(request, client, decisionId, revision);
    } finally {
      wake();
    }
  }

  @Override
  public void headerNotUsed(HeaderFate fate) {
    counts.header(fate);
    if (headers.isNew()) {
      wake();
    }
  }

  @Override
  public boolean isTimed() {
    return counts.times().isNextWanted();
  }

  @Override
  public void took(long nanos) {
    counts.times().add(nanos);
  }

  @Override
  public void dnsAnswered(Answer answer) {
    counts.dns(DnsResult.of(answer));
  }

  @Override
  public void failed(String doing, Throwable fault) {
    counts.fault();
    if (!lines.scribe().isClosed()) {
      faults.offer(new Fault(doing, fault));
      wake();
    }
  }

  /**
   * Writes to the log what is there, and what comes from now on at once, since the JVM is about to
   * end; waits {@code millis} at most.
   */
  public void hurry(long millis) {
    lines.scribe().hurry(millis);
  }

  /**
   * Writes what there is to the log and ends the thread that does; waits for it two seconds at
   * most. Denials that come later are only counted. The records are not closed.
   */
  @Override
  public void close() {
    lines.scribe().close();
  }

  private void wake() {
    if (!lines.scribe().isClosed()) {
      lines.scribe().wake();
    }
  }

  private Scribe.Work work(Logger log, DenialStream stream, LongSupplier nanoClock) {
    DenialWriter denials = new DenialWriter(stream, new LogSink(log), nanoClock);
    FaultWriter faultWriter = new FaultWriter(log, faults, nanoClock);
    return new Scribe.Work() {
      @Override
      public long write(boolean hurried) {
        boolean broken = !bypassed.write();
        long ofDenials = denials.write(hurried);
        long ofFaults = faultWriter.write();
        headers.write();
        return broken || ofDenials == RETRY || ofFaults == RETRY
            ? RETRY
            : Math.min(Math.min(ofDenials, ofFaults), headers.due());
      }

      @Override
      public boolean hasWork() {
        return denials.hasWork() || faults.hasWork() || bypassed.hasWork();
      }

      @Override
      public void finish() {
        bypassed.finish();
        denials.finish();
        faultWriter.finish();
        headers.finish();
      }
    };
  }
}
