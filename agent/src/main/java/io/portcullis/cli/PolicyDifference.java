package io.portcullis.cli;

import io.portcullis.policy.PolicyOutline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All in which one policy differs from another. Immutable. */
final class PolicyDifference {
  private final List<SettingChange> settings;
  private final List<ScopeChange> scopes;

  private PolicyDifference(List<SettingChange> settings, List<ScopeChange> scopes) {
    this.settings = Collections.unmodifiableList(settings);
    this.scopes = Collections.unmodifiableList(scopes);
  }

  static PolicyDifference between(PolicyOutline before, PolicyOutline after) {
    List<SettingChange> settings = new ArrayList<>();
    for (String key : keys(before.settings(), after.settings())) {
      Optional<String> old = Optional.ofNullable(before.settings().get(key));
      Optional<String> now = Optional.ofNullable(after.settings().get(key));
      if (!old.equals(now)) {
        settings.add(new SettingChange(key, old, now));
      }
    }
    List<ScopeChange> scopes = new ArrayList<>();
    for (String scope : keys(before.scopes(), after.scopes())) {
      ScopeChange.between(
              scope,
              Optional.ofNullable(before.scopes().get(scope)),
              Optional.ofNullable(after.scopes().get(scope)))
          .ifPresent(scopes::add);
    }
    return new PolicyDifference(settings, scopes);
  }

  /** The keys of both, in the order of the first, then of the second. */
  private static <V> Set<String> keys(Map<String, V> before, Map<String, V> after) {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys;
  }

  List<SettingChange> settings() {
    return settings;
  }

  List<ScopeChange> scopes() {
    return scopes;
  }

  boolean isEmpty() {
    return settings.isEmpty() && scopes.isEmpty();
  }
}
