package io.portcullis.cli;

import io.portcullis.policy.PolicyOutline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
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
    List<SettingChange> settings = SettingChange.between(before.settings(), after.settings());
    List<ScopeChange> scopes = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(before.scopes().keySet());
    names.addAll(after.scopes().keySet());
    for (String scope : names) {
      ScopeChange.between(
              scope,
              Optional.ofNullable(before.scopes().get(scope)),
              Optional.ofNullable(after.scopes().get(scope)))
          .ifPresent(scopes::add);
    }
    return new PolicyDifference(settings, scopes);
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
