package io.portcullis.agent;

import java.util.List;

/** What became of the agent's leaving. Immutable. */
final class Departure {
  private final int restored;
  private final List<String> woven;
  private final int waiting;
  private final List<String> servers;
  private final List<String> threads = AgentThreads.alive();

  /**
   * A departure that has come to its end.
   *
   * @param classes how many classes of servers there were
   * @param woven those that the JVM has not given their own bytes back, and why
   * @param waiting how many requests wait on
   * @param servers those that were guarded
   */
  Departure(int classes, List<String> woven, int waiting, List<String> servers) {
    this.restored = classes - woven.size();
    this.woven = woven;
    this.waiting = waiting;
    this.servers = servers;
  }

  /** Whether nothing of the agent runs any more. */
  boolean isComplete() {
    return waiting == 0 && threads.isEmpty();
  }

  Report report() {
    Report report = Report.of("detached").with("restored", Integer.toString(restored));
    for (String server : servers) {
      report.with("server", server);
    }
    for (String failed : woven) {
      report.with("warning", "still woven, and judging nothing: " + failed);
    }
    if (waiting > 0) {
      report.with(
          "warning", waiting + " requests wait on; what is loaded of the agent goes with them");
    }
    for (String thread : threads) {
      report.with("warning", "thread " + thread + " has not ended yet");
    }
    return report;
  }
}
