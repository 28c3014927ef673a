package io.portcullis.gate;

import io.portcullis.engine.Awaited;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Verdict;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One exchange that is left to itself until a check has what it waits for; then it is judged again,
 * by the same policy, on a thread of the server's.
 *
 * <pre>
 *   server's thread    judge → pending → park ─┐ (the server's method is left)
 *   answer's thread                            └→ wake → later ─┐
 *   server's thread                                             └→ judge → settle → proceed
 * </pre>
 *
 * <p>One thread at a time works on it; each hands it on to the next.
 */
final class Parked {
  private final Gate gate;
  private final PolicySnapshot policy;
  private final Evaluation evaluation;
  private final ParkableExchange exchange;
  private final long began;
  private int rounds;

  Parked(
      Gate gate,
      PolicySnapshot policy,
      Evaluation evaluation,
      ParkableExchange exchange,
      long began) {
    this.began = began;
    this.gate = gate;
    this.policy = policy;
    this.evaluation = evaluation;
    this.exchange = exchange;
  }

  /** Leaves the exchange until the answer is there. If this throws, nobody will take it up. */
  void park() {
    if (++rounds > Gate.MOST_ROUNDS) {
      throw new IllegalStateException("a check waits for ever");
    }
    Awaited awaited = evaluation.awaited();
    Wake wake = new Wake();
    try {
      awaited.onDone(wake);
    } catch (Throwable fault) {
      if (wake.isFirst()) {
        throw fault;
      }
      // It is on its way already.
      gate.report("waiting for an answer", fault);
    }
  }

  private void handOver() {
    try {
      exchange.later(
          new Runnable() {
            @Override
            public void run() {
              resume();
            }
          });
    } catch (Throwable fault) {
      gate.report("taking up a parked request", fault);
      drop();
      gate.waited();
    }
  }

  private void resume() {
    if (isSettled()) {
      gate.waited();
    }
  }

  /** Judges it again; false where it is left once more. Never throws. */
  private boolean isSettled() {
    Verdict verdict;
    try {
      verdict = policy.pipeline().judge(evaluation);
      if (verdict.isPending()) {
        park();
        return false;
      }
    } catch (Throwable fault) {
      if (gate.admitAfterFault("judging a request", fault, exchange)) {
        proceed();
      }
      return true;
    }
    gate.tellOfTime(began);
    if (gate.settle(policy, evaluation, verdict, exchange)) {
      proceed();
    }
    return true;
  }

  private void proceed() {
    try {
      exchange.proceed();
    } catch (Throwable fault) {
      gate.report("handing a parked request on", fault);
      drop();
    }
  }

  private void drop() {
    try {
      exchange.drop();
    } catch (Throwable fault) {
      gate.report("ending a parked request", fault);
    }
  }

  /** The end of the wait, which counts once. */
  private final class Wake implements Runnable {
    private final AtomicBoolean used = new AtomicBoolean();

    boolean isFirst() {
      return used.compareAndSet(false, true);
    }

    @Override
    public void run() {
      if (isFirst()) {
        handOver();
      }
    }
  }
}
