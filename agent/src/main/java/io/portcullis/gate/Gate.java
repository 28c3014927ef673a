package io.portcullis.gate;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where every exchange is judged, by the one policy that is in force when it arrives. Thread-safe;
 * judging takes no lock and does no I/O.
 *
 * <p>It fails closed: once a request is found to be refused, whatever goes wrong afterwards leaves
 * it refused, and a fault before that is answered as {@link FailureMode} says.
 */
public final class Gate {
  private final FailureMode onFault;
  private final DecisionListener listener;
  private final DecisionIds ids = new DecisionIds();
  private volatile PolicySnapshot policy;

  public Gate(PolicySnapshot first, FailureMode onFault, DecisionListener listener) {
    this.policy = first;
    this.onFault = onFault;
    this.listener = listener;
  }

  /**
   * Puts a policy in force: requests that arrive from now on are judged by it, those under way by
   * the one before.
   */
  public void install(PolicySnapshot next) {
    policy = next;
  }

  /** The policy in force. */
  public PolicySnapshot policy() {
    return policy;
  }

  /**
   * Whether an exchange goes on to the application; where not, it has been answered. Never throws.
   */
  public boolean admit(HttpExchange exchange) {
    PolicySnapshot inForce = policy;
    Evaluation evaluation;
    Verdict verdict;
    try {
      evaluation = new Evaluation(exchange, inForce.clientAddress());
      verdict = inForce.pipeline().judge(evaluation);
    } catch (Throwable fault) {
      return admitAfterFault("judging a request", fault, exchange);
    }
    switch (verdict.kind()) {
      case DENY:
        refuse(inForce, evaluation, verdict, exchange);
        return false;
      case WOULD_DENY:
        record(inForce, evaluation, exchange);
        return true;
      default:
        allowed(verdict);
        return true;
    }
  }

  /** What becomes of an exchange that could not even be brought before the gate. Never throws. */
  public boolean admitAfterFault(String doing, Throwable fault, HttpExchange exchange) {
    report(doing, fault);
    if (onFault == FailureMode.ALLOW) {
      return true;
    }
    answer(exchange, bareRefusal(Code.INTERNAL_FAULT, ids.next()));
    return false;
  }

  private void refuse(
      PolicySnapshot inForce, Evaluation evaluation, Verdict verdict, HttpExchange exchange) {
    String id = ids.next();
    Refusal refusal;
    try {
      Decision decision = inForce.pipeline().explain(evaluation);
      refusal = inForce.refusals().write(decision, exchange, id);
      listener.denied(decision, exchange, id, inForce.revision());
    } catch (Throwable fault) {
      report("wording a refusal", fault);
      refusal = bareRefusal(verdict.code().orElse(Code.INTERNAL_FAULT), id);
    }
    answer(exchange, refusal);
  }

  private void record(PolicySnapshot inForce, Evaluation evaluation, HttpExchange exchange) {
    try {
      Decision decision = inForce.pipeline().explain(evaluation);
      listener.denied(decision, exchange, ids.next(), inForce.revision());
    } catch (Throwable fault) {
      report("recording a decision", fault);
    }
  }

  private void allowed(Verdict verdict) {
    try {
      listener.allowed(verdict.code().orElse(Code.NO_RESTRICTION));
    } catch (Throwable fault) {
      report("counting a request", fault);
    }
  }

  private void answer(HttpExchange exchange, Refusal refusal) {
    try {
      exchange.refuse(refusal);
    } catch (Throwable fault) {
      // The caller may have hung up; the request stays refused either way.
      report("answering a refused request", fault);
    }
  }

  private void report(String doing, Throwable fault) {
    try {
      listener.failed(doing, fault);
    } catch (Throwable again) {
      // There is nobody left to tell; the decision stands.
      again.addSuppressed(fault);
    }
  }

  private static Refusal bareRefusal(Code code, String id) {
    String body =
        "{\"type\":\"about:blank\",\"title\":\""
            + code.title()
            + "\",\"status\":"
            + code.status()
            + ",\"detail\":\""
            + code.detail()
            + "\",\"code\":\""
            + code.name()
            + "\",\"decisionId\":\""
            + id
            + "\"}";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put(Refusal.DECISION_ID_HEADER, id);
    return Refusal.of(
        code.status(), "application/problem+json", headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
