package io.portcullis.jmx;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.record.DecisionCounts;
import io.portcullis.record.DnsResult;
import java.util.Map;
import java.util.TreeMap;

/** The counts, as JMX shows them. */
final class Decisions implements DecisionsMXBean {
  private final DecisionCounts counts;

  Decisions(DecisionCounts counts) {
    this.counts = counts;
  }

  @Override
  public long getAllowedCount() {
    return counts.count(Decision.Effect.ALLOW);
  }

  @Override
  public long getDeniedCount() {
    return counts.count(Decision.Effect.DENY);
  }

  @Override
  public long getWouldDenyCount() {
    return counts.count(Decision.Effect.WOULD_DENY);
  }

  @Override
  public Map<String, Long> getAllowed() {
    return byCode(Decision.Effect.ALLOW);
  }

  @Override
  public Map<String, Long> getDenied() {
    return byCode(Decision.Effect.DENY);
  }

  @Override
  public Map<String, Long> getWouldDeny() {
    return byCode(Decision.Effect.WOULD_DENY);
  }

  private Map<String, Long> byCode(Decision.Effect effect) {
    Map<String, Long> found = new TreeMap<>();
    for (Code code : Code.values()) {
      long count = counts.count(effect, code);
      if (count > 0) {
        found.put(code.name(), count);
      }
    }
    return found;
  }

  @Override
  public long getForwardedIgnored() {
    return counts.ignoredHeaders();
  }

  @Override
  public long getForwardedUnreadable() {
    return counts.unreadableHeaders();
  }

  @Override
  public Map<String, Long> getDnsQueries() {
    Map<String, Long> found = new TreeMap<>();
    for (DnsResult result : DnsResult.values()) {
      long count = counts.queries(result);
      if (count > 0) {
        found.put(result.word(), count);
      }
    }
    return found;
  }

  @Override
  public long getErrors() {
    return counts.faults();
  }
}
