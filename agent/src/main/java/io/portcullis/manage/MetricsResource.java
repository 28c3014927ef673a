package io.portcullis.manage;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.record.DecisionCounts;
import io.portcullis.record.DecisionTimes;
import io.portcullis.record.DnsResult;
import java.math.BigDecimal;

/**
 * {@code GET /metrics}: counts in the text format 0.0.4 of Prometheus. No label holds what a caller
 * sends, and none an address.
 */
final class MetricsResource implements Resource {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Watched watched;

  MetricsResource(Watched watched) {
    this.watched = watched;
  }

  @Override
  public Answer answer(Call call) {
    return Answer.text(TYPE, text());
  }

  String text() {
    DecisionCounts counts = watched.counts;
    PolicySnapshot policy = watched.gate.policy();
    StringBuilder out = new StringBuilder(4096);
    head("decisions_total", "counter", "Requests judged, by decision and code.", out);
    for (Decision.Effect effect : Decision.Effect.values()) {
      for (Code code : Code.values()) {
        if (code.refuses() == (effect != Decision.Effect.ALLOW)) {
          out.append("portcullis_decisions_total{decision=\"")
              .append(effect.word())
              .append("\",code=\"")
              .append(code.name())
              .append("\"} ")
              .append(counts.count(effect, code))
              .append('\n');
        }
      }
    }
    times(counts.times(), out);
    head("dns_queries_total", "counter", "Questions to DNS, by what became of them.", out);
    for (DnsResult result : DnsResult.values()) {
      out.append("portcullis_dns_queries_total{result=\"")
          .append(result.word())
          .append("\"} ")
          .append(counts.queries(result))
          .append('\n');
    }
    head("errors_total", "counter", "Faults of the agent itself.", out);
    value("errors_total", counts.faults(), out);
    head(
        "forwarded_ignored_total",
        "counter",
        "Requests whose header was not read, since their peer is no trusted proxy.",
        out);
    value("forwarded_ignored_total", counts.ignoredHeaders(), out);
    head(
        "forwarded_unreadable_total",
        "counter",
        "Requests of trusted proxies whose header could not be read.",
        out);
    value("forwarded_unreadable_total", counts.unreadableHeaders(), out);
    head(
        "policy_last_reload_successful",
        "gauge",
        "1 if the newest text of the policy is in force, else 0.",
        out);
    value("policy_last_reload_successful", watched.policy.failing().isEmpty() ? 1 : 0, out);
    head("policy_info", "gauge", "The policy in force.", out);
    out.append("portcullis_policy_info{revision=\"")
        .append(policy.revision())
        .append("\",mode=\"")
        .append(policy.mode().word())
        .append("\"} 1\n");
    head("emergency_bypass_active", "gauge", "1 while every request is let through, else 0.", out);
    value("emergency_bypass_active", watched.bypass.emergency().isOn(watched.time) ? 1 : 0, out);
    return out.toString();
  }

  private static void times(DecisionTimes times, StringBuilder out) {
    head(
        "decision_duration_seconds",
        "histogram",
        "How long decisions take, of one request in " + DecisionTimes.ONE_IN + ".",
        out);
    long until = 0;
    for (int i = 0; i < times.bounds(); i++) {
      until += times.within(i);
      bucket(
          BigDecimal.valueOf(times.bound(i), 9).stripTrailingZeros().toPlainString(), until, out);
    }
    until += times.beyond();
    bucket("+Inf", until, out);
    out.append("portcullis_decision_duration_seconds_sum ").append(times.seconds()).append('\n');
    out.append("portcullis_decision_duration_seconds_count ").append(until).append('\n');
  }

  private static void bucket(String bound, long count, StringBuilder out) {
    out.append("portcullis_decision_duration_seconds_bucket{le=\"")
        .append(bound)
        .append("\"} ")
        .append(count)
        .append('\n');
  }

  private static void head(String name, String type, String help, StringBuilder out) {
    out.append("# HELP portcullis_").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE portcullis_").append(name).append(' ').append(type).append('\n');
  }

  private static void value(String name, long value, StringBuilder out) {
    out.append("portcullis_").append(name).append(' ').append(value).append('\n');
  }
}
