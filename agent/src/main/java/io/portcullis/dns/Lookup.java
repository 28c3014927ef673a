package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request's question about its client: answered, or to be answered within the budget.
 * Thread-safe.
 *
 * <p>A thread that may block calls {@link #await}. An I/O thread never does: it leaves a {@link
 * Listener} and goes on with other work.
 */
public final class Lookup {
  /** Whoever waits for a verdict without a thread. */
  public interface Listener {
    /**
     * Told once, on a thread of {@link ReverseDns}, or at once on the caller's where the verdict is
     * there already. It must not block.
     */
    void done(ReverseVerdict verdict);
  }

  private static final long AFTER_ALARM = 500;

  private final IpAddress client;
  private final int budgetMillis;
  private final CountDownLatch latch = new CountDownLatch(1);
  private volatile @Nullable ReverseVerdict verdict;
  private @Nullable Listener listener;
  private Workers.@Nullable Alarm alarm;

  Lookup(IpAddress client, int budgetMillis) {
    this.client = client;
    this.budgetMillis = budgetMillis;
  }

  static Lookup done(IpAddress client, ReverseVerdict verdict) {
    Lookup lookup = new Lookup(client, 0);
    lookup.verdict = verdict;
    return lookup;
  }

  public boolean isDone() {
    return verdict != null;
  }

  /**
   * The verdict, once it is there; never later than the budget, and indeterminate then. Blocks: not
   * for I/O threads. An interrupted thread stays interrupted and gets the indeterminate verdict.
   */
  public ReverseVerdict await() {
    ReverseVerdict now = verdict;
    if (now != null) {
      return now;
    }
    try {
      // The alarm ends it a moment before, and with what was found so far.
      if (!latch.await(budgetMillis + AFTER_ALARM, TimeUnit.MILLISECONDS)) {
        answer(ReverseVerdict.indeterminate(NoAnswer.BUDGET));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    now = verdict;
    return now != null ? now : ReverseVerdict.indeterminate(NoAnswer.BUDGET);
  }

  /** Has a listener told the verdict; a lookup has one listener. */
  public void onDone(Listener toTell) {
    ReverseVerdict now;
    synchronized (this) {
      if (listener != null) {
        throw new IllegalStateException("somebody listens already");
      }
      listener = toTell;
      now = verdict;
    }
    if (now != null) {
      toTell.done(now);
    }
  }

  IpAddress client() {
    return client;
  }

  /** Keeps the alarm that ends the waiting, to call it off. */
  void wakeBy(Workers.Alarm toCancel) {
    boolean late;
    synchronized (this) {
      alarm = toCancel;
      late = verdict != null;
    }
    if (late) {
      toCancel.cancel();
    }
  }

  /** Answers; only the first answer counts. */
  void answer(ReverseVerdict found) {
    Listener toTell;
    Workers.Alarm toCancel;
    synchronized (this) {
      if (verdict != null) {
        return;
      }
      verdict = found;
      toTell = listener;
      toCancel = alarm;
    }
    latch.countDown();
    if (toCancel != null) {
      toCancel.cancel();
    }
    if (toTell != null) {
      toTell.done(found);
    }
  }
}
