package io.portcullis.agent;

import java.util.Collections;
import java.util.List;

/** The agent cannot come into a running JVM, for a reason that is the operator's to mend. */
final class NotAttached extends Exception {
  private static final long serialVersionUID = 1L;

  private final String result;
  private final transient List<String> problems;

  private NotAttached(String result, String message, List<String> problems) {
    super(message);
    this.result = result;
    this.problems = problems;
  }

  /** There is no policy that can be put in force. */
  static NotAttached policy(String message, List<String> problems) {
    return new NotAttached("policy", message, problems);
  }

  /** A server is there that cannot be guarded. */
  static NotAttached unsupported(String message) {
    return new NotAttached("unsupported", message, Collections.<String>emptyList());
  }

  Report report() {
    Report report = Report.of(result).with("message", String.valueOf(getMessage()));
    for (String problem : problems) {
      report.with("problem", problem);
    }
    return report;
  }
}
