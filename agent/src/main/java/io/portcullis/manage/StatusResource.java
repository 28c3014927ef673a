package io.portcullis.manage;

import io.portcullis.engine.Decision;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.policy.InstantText;
import io.portcullis.policy.Operator;
import io.portcullis.policy.Problem;
import io.portcullis.record.RecordsStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/status}: what is in force here, and what an operator should look after. */
final class StatusResource implements Resource {
  private static final int MOST_PROBLEMS = 20;

  private final Watched watched;

  StatusResource(Watched watched) {
    this.watched = watched;
  }

  @Override
  public Answer answer(Call call) {
    Operator operator = call.operator();
    PolicySnapshot policy = watched.gate.policy();
    PolicyStatus.InForce inForce = watched.policy.inForce();
    ScopeView scopes = new ScopeView(inForce.outline(), operator);
    List<String> servers = watched.servers.get();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("version", watched.version);
    object.put("revision", policy.revision());
    object.put("since", InstantText.of(inForce.since()));
    object.put("mode", policy.mode().word());
    if (operator.isOfPlatform()) {
      object.put("source", watched.policy.source());
      object.put("servers", servers);
      object.put("decisions", decisions());
      object.put("records", records());
    }
    object.put("scopes", scopes.rows());
    object.put("warnings", warnings(operator, servers, scopes));
    return Answer.json(object);
  }

  private Map<String, @Nullable Object> decisions() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (Decision.Effect effect : Decision.Effect.values()) {
      object.put(effect.word(), watched.counts.count(effect));
    }
    return object;
  }

  private String records() {
    return watched.records.isPresent() ? watched.records.get().status().state().word() : "off";
  }

  private List<Map<String, @Nullable Object>> warnings(
      Operator operator, List<String> servers, ScopeView scopes) {
    List<Map<String, @Nullable Object>> warnings = new ArrayList<>();
    if (watched.bypass.emergency().isOn(watched.time)) {
      add("EMERGENCY_BYPASS", "the emergency bypass is on: every request is let through", warnings);
    }
    List<Problem> failing = watched.policy.failing();
    if (!failing.isEmpty() && !operator.isOfPlatform()) {
      add("POLICY_REJECTED", "the newest policy is rejected; what was in force stays", warnings);
    } else {
      int told = 0;
      for (Problem problem : failing) {
        if (problem.isError() && told++ < MOST_PROBLEMS) {
          add("POLICY_REJECTED", problem.toString(), warnings);
        }
      }
    }
    if (operator.isOfPlatform()) {
      if (servers.isEmpty()) {
        add("NO_SERVER", "no server is guarded", warnings);
      }
      if (watched.records.isPresent()
          && watched.records.get().status().state() == RecordsStatus.State.FAILING) {
        add("RECORDS_FAILING", watched.records.get().status().cause(), warnings);
      }
    }
    for (String entry : scopes.expiring(watched.time.epochMillis())) {
      add("ENTRY_EXPIRES", entry, warnings);
    }
    return warnings;
  }

  private static void add(
      String code, String detail, List<Map<String, @Nullable Object>> warnings) {
    Map<String, @Nullable Object> warning = new LinkedHashMap<>();
    warning.put("code", code);
    warning.put("detail", detail);
    warnings.add(warning);
  }
}
