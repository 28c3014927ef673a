package io.portcullis.cli;

import io.portcullis.dns.DnsListener;
import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.NamesAtHand;
import io.portcullis.dns.ReverseDns;
import io.portcullis.dns.ReverseNames;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.HostBypass;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.gate.SystemTime;
import java.util.Optional;

/**
 * Judges requests by one policy, as a server would. DNS is asked where the policy needs it and the
 * request does not say itself what DNS says. For one thread.
 */
final class Judge implements AutoCloseable {
  private final PolicySnapshot policy;
  private Optional<ReverseDns> dns = Optional.empty();

  private Judge(PolicySnapshot policy) {
    this.policy = policy;
  }

  static Judge of(PolicySnapshot policy) {
    return new Judge(policy);
  }

  /** What a policy decides of a request that is made when its facts say, else now. */
  Judgement judge(RequestFacts request) {
    Evaluation evaluation = evaluation(request);
    return Judgement.of(request, policy, evaluation, policy.pipeline().decide(evaluation));
  }

  /** The same, with every check asked to its end, also behind the one that decides. */
  Judgement explain(RequestFacts request) {
    Evaluation evaluation = evaluation(request);
    return Judgement.of(
        request, policy, evaluation, policy.pipeline().explainPatiently(evaluation));
  }

  private Evaluation evaluation(RequestFacts request) {
    TimeSource time =
        request.at().isPresent() ? () -> request.at().getAsLong() : SystemTime.INSTANCE;
    return new Evaluation(request, policy.clientAddress(), time, HostBypass.NONE, names(request));
  }

  private ReverseNames names(RequestFacts request) {
    if (!policy.dns().isPresent()) {
      return ReverseNames.NOBODY;
    }
    DnsSettings settings = policy.dns().get();
    if (request.dns().isPresent()) {
      return NamesAtHand.of(request.dns().get(), settings.onIndeterminate());
    }
    ReverseDns live = dns.orElseGet(() -> ReverseDns.of(settings, DnsListener.NONE));
    dns = Optional.of(live);
    return live;
  }

  @Override
  public void close() {
    dns.ifPresent(ReverseDns::close);
  }
}
