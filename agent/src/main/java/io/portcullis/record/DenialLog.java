package io.portcullis.record;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Writes one line for each denial and each request that the emergency bypass has let through, and
 * for faults of our own; counts everything. A request thread counts and queues: it never waits,
 * takes no lock and does no I/O. What finds no room in the queue is counted, and the log says how
 * many.
 *
 * <p>The writing thread is a daemon, started at the first line. Make this where no application's
 * code is on the stack: a thread inherits from the one that makes it.
 */
public final class DenialLog implements DecisionListener, AutoCloseable {
  private static final int DENIALS = 4096;
  private static final int FAULTS = 64;
  private static final long CLOSE_MILLIS = 2000;

  private final DecisionCounts counts = new DecisionCounts();
  private final Backlog<Denial> denials;
  private final Backlog<Fault> faults = new Backlog<>(FAULTS);
  private final HeaderNews headers;
  private final BypassLines bypassed;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean idle = new AtomicBoolean();
  private volatile boolean closed;

  DenialLog(Logger log, int capacity, LongSupplier nanoClock) {
    denials = new Backlog<>(capacity);
    bypassed = new BypassLines(log, capacity);
    headers = new HeaderNews(log, counts, nanoClock);
    DenialWriter writer = new DenialWriter(log, denials, faults, nanoClock);
    thread =
        new Thread("portcullis-denials") {
          @Override
          public void run() {
            writeUntilClosed(writer);
          }
        };
    thread.setDaemon(true);
    thread.setContextClassLoader(DenialLog.class.getClassLoader());
  }

  /** A log that writes to {@code log}, from a thread of its own. */
  public static DenialLog to(Logger log) {
    return new DenialLog(
        log,
        DENIALS,
        new LongSupplier() {
          @Override
          public long getAsLong() {
            return System.nanoTime();
          }
        });
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
    if (closed) {
      return;
    }
    boolean worded = false;
    try {
      denials.offer(Denial.of(decision, request, decisionId, revision));
      worded = true;
    } finally {
      if (!worded) {
        denials.miss(1);
      }
      wake();
    }
  }

  @Override
  public void bypassed(
      Request request, Optional<ClientAddress> client, String decisionId, String revision) {
    if (closed) {
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
    if (headers.isNew() && !closed) {
      wake();
    }
  }

  @Override
  public void failed(String doing, Throwable fault) {
    counts.fault();
    if (!closed) {
      faults.offer(new Fault(doing, fault));
      wake();
    }
  }

  /**
   * Writes what is queued and ends the writing thread; waits for it two seconds at most. Denials
   * that come later are only counted.
   */
  @Override
  public void close() {
    closed = true;
    if (!started.get()) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    if (started.get()) {
      if (idle.get() && idle.compareAndSet(true, false)) {
        LockSupport.unpark(thread);
      }
      return;
    }
    if (started.compareAndSet(false, true)) {
      boolean running = false;
      try {
        thread.start();
        running = true;
      } finally {
        // No memory for a thread: what is queued waits for the next try.
        started.set(running);
      }
    }
  }

  private void writeUntilClosed(DenialWriter writer) {
    while (!closed) {
      long wait = bypassed.write() ? writer.write() : DenialWriter.RETRY_NANOS;
      headers.write();
      boolean broken = wait == DenialWriter.RETRY_NANOS;
      // Said before the queues are looked at, so that an item either is seen here or wakes us. A
      // logger that throws is left alone for a while, whatever comes.
      idle.set(!broken);
      if (!closed && (broken || !hasWork())) {
        LockSupport.parkNanos(this, broken ? wait : Math.min(wait, headers.due()));
      }
      idle.set(false);
      if (Thread.interrupted()) {
        // Not ours: whoever interrupts this thread, it parks again.
        continue;
      }
    }
    bypassed.finish();
    writer.finish();
    headers.finish();
  }

  private boolean hasWork() {
    return denials.hasWork() || faults.hasWork() || bypassed.hasWork();
  }
}
