package io.portcullis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every verb has: a terminal, and help on itself. */
@Command(
    usageHelpWidth = Verb.WIDTH,
    sortOptions = false,
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit codes:%n")
abstract class Verb implements Callable<Integer> {
  static final int WIDTH = 100;

  private final Terminal terminal;

  @Option(
      names = "--help",
      usageHelp = true,
      order = 100,
      description = "Shows this page and does nothing else.")
  private boolean help;

  Verb(Terminal terminal) {
    this.terminal = terminal;
  }

  final Terminal terminal() {
    return terminal;
  }

  final boolean isHelp() {
    return help;
  }
}
