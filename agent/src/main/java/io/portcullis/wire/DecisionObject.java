package io.portcullis.wire;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.engine.Verdict;
import io.portcullis.gate.PolicySnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision as a JSON object, with every field there and null where it has no value. */
public final class DecisionObject {
  private DecisionObject() {}

  /** The object of a decision that a policy has made of a request. */
  public static Map<String, @Nullable Object> of(
      Decision decision, Request request, PolicySnapshot policy) {
    Verdict settling = decision.settling();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("decision", decision.effect().word());
    object.put("code", decision.code().name());
    // Nobody was asked where the mode is off; the verdict's check is only where it comes from.
    object.put("check", decision.verdicts().isEmpty() ? null : settling.check().word());
    object.put(
        "client", decision.client().isReadable() ? decision.client().address().toString() : null);
    object.put("peer", decision.peer().isPresent() ? decision.peer().get().toString() : null);
    object.put("tenant", decision.caller().hasTenant() ? decision.caller().tenant() : null);
    object.put("program", decision.caller().hasProgram() ? decision.caller().program() : null);
    object.put("key", decision.caller().hasKey() ? decision.caller().key() : null);
    object.put("entry", settling.entry().isPresent() ? settling.entry().get().id() : null);
    object.put("scope", settling.scope().isEmpty() ? null : settling.scope());
    object.put("status", status(decision, request, policy));
    object.put("mode", decision.mode().word());
    object.put("policy", policy.revision());
    Map<String, String> checks = new LinkedHashMap<>();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Verdict verdict : decision.verdicts()) {
      checks.put(verdict.check().word(), verdict.kind().word());
      if (!verdict.reason().isEmpty()) {
        reasons.put(verdict.check().word(), verdict.reason());
      }
    }
    object.put("checks", checks);
    object.put("reasons", reasons);
    return object;
  }

  /** The status of the answer, which the policy's responses may have changed; null on allow. */
  public static @Nullable Integer status(
      Decision decision, Request request, PolicySnapshot policy) {
    if (decision.effect() == Decision.Effect.ALLOW) {
      return null;
    }
    return policy.refusals().write(decision, request, "0").status();
  }
}
