package io.portcullis.agent;

/**
 * What the command line reads of an agent: lines of {@code name=value}, of which a name may have
 * several. Its form is the same in all versions, for the two may not be of one. For one thread.
 */
final class Report {
  private final StringBuilder lines = new StringBuilder();

  static Report empty() {
    return new Report();
  }

  /** The outcome of a call, in one word. */
  static Report of(String result) {
    return new Report().with("result", result);
  }

  Report with(String name, String value) {
    lines.append(name).append('=').append(value.replace('\n', ' ').replace('\r', ' ')).append('\n');
    return this;
  }

  Report with(Report more) {
    lines.append(more);
    return this;
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
