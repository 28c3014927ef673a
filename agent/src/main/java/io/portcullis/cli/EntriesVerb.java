package io.portcullis.cli;

import picocli.CommandLine.Command;

/** The verb {@code entries}, which does nothing without one of its own. */
@Command(
    name = "entries",
    header = "Shows and changes the entries of a running server's lists.",
    synopsisSubcommandLabel = "ACTION",
    commandListHeading = "%nActions:%n",
    description =
        "Goes through the management API of an agent whose settings `admin` and `state` are set."
            + " What is written there stands beside the policy file, counts at once, and is followed"
            + " by all servers of the state directory.",
    footer = "%nEach action tells more with --help.",
    exitCodeList = {
      "0:done",
      "1:not done: something stands against it, which is told",
      "2:wrong usage, or the token's file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class EntriesVerb extends Verb {
  EntriesVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    throw CommandException.unusable(
        "`entries` needs an action: `list`, `add`, `update` or `remove`; see `entries --help`");
  }
}
