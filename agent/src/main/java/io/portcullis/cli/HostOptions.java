package io.portcullis.cli;

import io.portcullis.policy.HostFacts;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a verb is told of the host that a policy is for. */
final class HostOptions {
  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description =
          "Environment of the host, such as production: a policy that is for another one is"
              + " invalid. Default: any.")
  private Optional<String> environment = Optional.empty();

  HostFacts facts() {
    return HostFacts.of(environment);
  }
}
