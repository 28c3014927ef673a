package io.portcullis.cli;

/** A verb that ends early: one line for the user, which is the message, and an exit code. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Input that cannot be read, or that is not what the verb works on. */
  static CommandException unusable(String message) {
    return new CommandException(ExitCode.UNUSABLE, message);
  }

  /** The verb worked, and what it was to do is not done. */
  static CommandException found(String message) {
    return new CommandException(ExitCode.FINDINGS, message);
  }

  /** A running agent that cannot be reached, or refused us. */
  static CommandException unreachable(String message) {
    return new CommandException(ExitCode.UNREACHABLE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
