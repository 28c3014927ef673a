package io.portcullis.cli;

/** Runs the command line for tests of other packages. */
public final class CommandRunner {
  private CommandRunner() {}

  /** What a run wrote and its exit code. */
  public record Run(int exit, String out, String err) {}

  public static Run run(String... args) {
    CommandRun run = CommandRun.of(args);
    return new Run(run.exit(), run.out(), run.err());
  }
}
