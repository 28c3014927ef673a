package io.portcullis.manage;

import io.portcullis.dns.NamesAtHand;
import io.portcullis.dns.ReverseNames;
import io.portcullis.engine.Caller;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.wire.DecisionObject;
import io.portcullis.wire.RequestSyntaxException;
import io.portcullis.wire.RequestText;

/**
 * {@code POST /v1/check}: what this JVM would decide of a request now, without one being made.
 * Nothing is counted or recorded.
 */
final class CheckResource implements Resource {
  private final Watched watched;

  CheckResource(Watched watched) {
    this.watched = watched;
  }

  @Override
  public Answer answer(Call call) {
    RequestFacts request;
    try {
      request = RequestText.parse(call.body());
    } catch (RequestSyntaxException e) {
      return Answer.invalid(e.words());
    }
    PolicySnapshot policy = watched.gate.policy();
    Evaluation evaluation =
        new Evaluation(
            request,
            policy.clientAddress(),
            timeOf(request),
            watched.bypass,
            names(request, policy));
    Decision decision = policy.pipeline().explain(evaluation);
    Caller caller = decision.caller();
    boolean own = caller.hasTenant() && call.operator().sees(caller.tenant());
    // One answer for all others: what differs would tell which tenants there are.
    return own || call.operator().isOfPlatform()
        ? Answer.json(DecisionObject.of(decision, request, policy))
        : Answer.forbidden(
            "NOT_YOUR_TENANT", "the request is not one of a tenant that this token may see");
  }

  /** What the request says of names; nobody is asked for others. */
  private static ReverseNames names(RequestFacts request, PolicySnapshot policy) {
    return request.dns().isPresent() && policy.dns().isPresent()
        ? NamesAtHand.of(request.dns().get(), policy.dns().get().onIndeterminate())
        : ReverseNames.NOBODY;
  }

  private TimeSource timeOf(final RequestFacts request) {
    if (!request.at().isPresent()) {
      return watched.time;
    }
    return new TimeSource() {
      @Override
      public long epochMillis() {
        return request.at().getAsLong();
      }
    };
  }
}
