package io.portcullis.manage;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.policy.InstantText;
import io.portcullis.policy.PolicyOutline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/policy}: what the policy in force says, without any hash of a key or token. */
final class PolicyResource implements Resource {
  private final Watched watched;

  PolicyResource(Watched watched) {
    this.watched = watched;
  }

  @Override
  public Answer answer(Call call) {
    PolicySnapshot policy = watched.gate.policy();
    PolicyStatus.InForce inForce = watched.policy.inForce();
    Optional<PolicyOutline> outline = inForce.outline();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("revision", policy.revision());
    object.put("since", InstantText.of(inForce.since()));
    object.put("mode", policy.mode().word());
    if (call.operator().isOfPlatform()) {
      object.put("source", watched.policy.source());
      Map<String, @Nullable Object> settings = new LinkedHashMap<>();
      if (outline.isPresent()) {
        for (Map.Entry<String, String> setting : outline.get().settings().entrySet()) {
          if (!setting.getKey().endsWith(".sha256")) {
            settings.put(setting.getKey(), setting.getValue());
          }
        }
      }
      object.put("settings", settings);
    }
    object.put("scopes", new ScopeView(outline, call.operator()).rows());
    return Answer.json(object);
  }
}
