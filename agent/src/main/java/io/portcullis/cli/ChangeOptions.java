package io.portcullis.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What every verb takes that changes entries. */
final class ChangeOptions {
  @Option(
      names = "--my-address",
      paramLabel = "A",
      description =
          "The address by which you reach the guarded application: a tenant-admin's change is not"
              + " done if it would refuse it.")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--force",
      description =
          "Does it even if it locks you out, opens a list or refuses clients that were let through"
              + " lately; that is recorded.")
  private boolean force;

  String query() {
    return (force ? "?force=true" : "")
        + (address.isPresent()
            ? (force ? "&" : "?") + "from=" + ScopeText.escaped(address.get())
            : "");
  }
}
