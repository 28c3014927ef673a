package io.portcullis.gate;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.dns.Answer;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import java.util.Optional;

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
   * The emergency bypass has let a request through; {@link #allowed} was told of it too.
   *
   * @param client empty where a fault kept it from being read
   */
  default void bypassed(
      Request request, Optional<ClientAddress> client, String decisionId, String revision) {}

  /**
   * A request brought a header that may name its client, or bring its client's certificate, and it
   * was ignored or could not be read: the only fates that are told. Besides what is told of the
   * request itself.
   */
  default void headerNotUsed(HeaderFate fate) {}

  /** Whether the time of the decision that is about to be taken is to be told; asked each time. */
  default boolean isTimed() {
    return false;
  }

  /** How long a decision has taken, waiting for DNS included, in nanoseconds. */
  default void took(long nanos) {}

  /** DNS has answered a question, or has not; what a cache knew is not told. */
  default void dnsAnswered(Answer answer) {}

  /**
   * Something of our own failed; the request was let through or refused as {@link FailureMode}
   * says.
   */
  void failed(String doing, Throwable fault);
}
