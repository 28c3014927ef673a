package io.portcullis.jmx;

import java.util.Map;

/**
 * {@code io.portcullis:type=Decisions}: how many requests were decided how, since the start of the
 * agent. The same counts as in {@code /metrics}.
 */
public interface DecisionsMXBean {
  long getAllowedCount();

  long getDeniedCount();

  /** Requests of a scope in mode {@code monitor} that would have been denied. */
  long getWouldDenyCount();

  /** Allowed requests by code; codes that never occurred are left out, here and below. */
  Map<String, Long> getAllowed();

  Map<String, Long> getDenied();

  Map<String, Long> getWouldDeny();

  /** Requests whose header was not read, since their peer is no trusted proxy. */
  long getForwardedIgnored();

  /** Requests of trusted proxies whose header could not be read. */
  long getForwardedUnreadable();

  /** Questions to DNS, by what became of them. */
  Map<String, Long> getDnsQueries();

  /** Faults of the agent itself. */
  long getErrors();
}
