package io.portcullis.policy;

import java.util.Optional;

/** What is known, where a policy is read, of the host that it is to be in force on. Immutable. */
public final class HostFacts {
  /** Nothing is known: a policy for any host is fine. */
  public static final HostFacts NONE = new HostFacts(Optional.<String>empty());

  private final Optional<String> environment;

  private HostFacts(Optional<String> environment) {
    this.environment = environment;
  }

  /** A host that may be told its environment, such as {@code production}. */
  public static HostFacts of(Optional<String> environment) {
    return environment.isPresent() ? new HostFacts(environment) : NONE;
  }

  Optional<String> environment() {
    return environment;
  }
}
