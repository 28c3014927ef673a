package io.portcullis.cli;

/** What the process ends with. */
final class ExitCode {
  /** Allowed, or would be denied; valid, with warnings or without. */
  static final int FINE = 0;

  /** The verb worked and what it found is not fine: invalid, denied, failed. */
  static final int FINDINGS = 1;

  /** Wrong usage, input that cannot be read, or a policy that is invalid where one is needed. */
  static final int UNUSABLE = 2;

  /** A running agent cannot be reached, or refused us. */
  static final int UNREACHABLE = 3;

  private ExitCode() {}
}
