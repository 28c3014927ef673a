package io.portcullis.gate;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;

/**
 * Hears of every decision. Called on the request's own thread: an implementation never waits.
 * Thread-safe.
 */
public interface DecisionListener {
  /** A request went through; by far the most frequent call, which must cost next to nothing. */
  void allowed(Code code);

  /** A request was refused, or would have been. */
  void denied(Decision decision, Request request, String decisionId, String revision);

  /**
   * Something of our own failed; the request was let through or refused as {@link FailureMode}
   * says.
   */
  void failed(String doing, Throwable fault);
}
