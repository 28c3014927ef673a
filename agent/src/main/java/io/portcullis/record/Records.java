package io.portcullis.record;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The records of a state directory: decisions that denied or would have, and changes of what is
 * enforced. Takes them from the start on, and touches the disk only after {@link #start}. Where the
 * disk cannot be used, denials are counted and changes queued until it can, and requests are judged
 * all the same. Thread-safe.
 *
 * <p>Make this where no application's code is on the stack: a thread inherits from the one that
 * makes it.
 */
public final class Records implements AutoCloseable {
  private static final int DENIALS = 4096;
  private static final int CHANGES = 1024;

  private final RecordKeeper keeper;
  private final Backlog<Change> changes = new Backlog<>(CHANGES);
  private final AtomicLong lost = new AtomicLong();
  private final DenialOutlet outlet;
  private volatile String jvm = "";

  /** The oldest change that is not written yet. For the writing thread. */
  private @Nullable Change pending;

  Records(RecordKeeper keeper, int capacity, LongSupplier nanoClock) {
    this.keeper = keeper;
    DenialStream stream = new DenialStream(capacity);
    outlet =
        new DenialOutlet(stream, Scribe.waiting("portcullis-records", work(stream, nanoClock)));
  }

  /** Records in a directory, which need not be there yet; what fails is said in {@code log}. */
  public static Records in(String directory, Logger log) {
    return new Records(
        new RecordKeeper(directory, log, DecisionFiles.FILE_BYTES, DecisionFiles.TOTAL_BYTES),
        DENIALS,
        NanoTime.INSTANCE);
  }

  /**
   * Begins to write, from now on and what has come before. It uses the NIO file system, which is
   * not ours to initialise before the first server is there.
   *
   * @param run what the ids of this JVM's decisions begin with
   */
  public void start(String run) {
    jvm = run;
    outlet.scribe().start();
  }

  /** Records a change, soon and in its turn. Never waits. */
  public void tell(Change change) {
    changes.offer(change);
    outlet.scribe().wake();
  }

  /**
   * Records a change, on the disk when this returns; for changes that must not take effect
   * unrecorded. Not before {@link #start}.
   */
  public void append(Change change) throws StateException {
    keeper.append(change, jvm);
  }

  /** The same of several changes, all of them or none. */
  public void append(List<Change> some) throws StateException {
    keeper.append(some, jvm);
  }

  /** Whether records are kept. */
  public RecordsStatus status() {
    return keeper.status();
  }

  /**
   * Writes what is there, and what comes from now on at once, since the JVM is about to end; waits
   * {@code millis} at most.
   */
  public void hurry(long millis) {
    outlet.scribe().hurry(millis);
  }

  /** Writes what there is and ends the writing thread; waits for it two seconds at most. */
  @Override
  public void close() {
    outlet.scribe().close();
  }

  DenialOutlet outlet() {
    return outlet;
  }

  private Scribe.Work work(DenialStream stream, LongSupplier nanoClock) {
    DenialWriter denials = new DenialWriter(stream, keeper, nanoClock);
    return new Scribe.Work() {
      @Override
      public long write(boolean hurried) {
        return keeper.tryOpen() && writeChanges() ? denials.write(hurried) : RETRY;
      }

      @Override
      public boolean hasWork() {
        return changes.hasWork() || denials.hasWork();
      }

      @Override
      public void finish() {
        if (writeChanges()) {
          denials.finish();
        }
      }
    };
  }

  private boolean writeChanges() {
    lost.addAndGet(changes.takeMissed());
    while (true) {
      Change next = pending != null ? pending : changes.poll();
      if (next == null) {
        break;
      }
      pending = next;
      if (!keeper.tryAppend(next, jvm)) {
        return false;
      }
      pending = null;
    }
    long missed = lost.get();
    if (missed > 0) {
      Change count = Change.of("changes_lost", Change.SELF).with("count", Long.toString(missed));
      if (!keeper.tryAppend(count, jvm)) {
        return false;
      }
      lost.addAndGet(-missed);
    }
    return true;
  }
}
