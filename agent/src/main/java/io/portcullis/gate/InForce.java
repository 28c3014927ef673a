package io.portcullis.gate;

import io.portcullis.dns.DnsListener;
import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.ReverseDns;
import io.portcullis.dns.ReverseNames;
import java.util.Optional;

/**
 * The policy in force, and who finds out about names for it. Immutable.
 *
 * <p>What is known of names outlives a policy that asks in the same way. Whoever waits for an
 * answer when another policy comes still gets it; then nobody asks any more, and the threads end.
 */
final class InForce {
  private final PolicySnapshot policy;
  private final Optional<ReverseDns> dns;

  private InForce(PolicySnapshot policy, Optional<ReverseDns> dns) {
    this.policy = policy;
    this.dns = dns;
  }

  /** The first policy. */
  static InForce first(PolicySnapshot policy, DnsListener listener) {
    return new InForce(policy, start(policy.dns(), listener));
  }

  /** The next policy. */
  InForce followedBy(PolicySnapshot next, DnsListener listener) {
    return new InForce(next, next.dns().equals(policy.dns()) ? dns : start(next.dns(), listener));
  }

  private static Optional<ReverseDns> start(Optional<DnsSettings> settings, DnsListener listener) {
    return settings.isPresent()
        ? Optional.of(ReverseDns.of(settings.get(), listener))
        : Optional.<ReverseDns>empty();
  }

  PolicySnapshot policy() {
    return policy;
  }

  ReverseNames names() {
    return dns.isPresent() ? dns.get() : ReverseNames.NOBODY;
  }

  /** Ends what it has started: who waits is told that there is no answer. */
  void close() {
    if (dns.isPresent()) {
      dns.get().close();
    }
  }
}
