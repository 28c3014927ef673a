package io.portcullis.manage;

import io.portcullis.engine.Entry;
import io.portcullis.policy.AddressScope;
import io.portcullis.policy.InstantText;
import io.portcullis.policy.Operator;
import io.portcullis.policy.PolicyOutline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scopes of a policy as far as one operator sees them. */
final class ScopeView {
  /** How long before its end an entry is told of. */
  static final long SOON_MILLIS = 7L * 86_400_000;

  private static final int MOST_EXPIRING = 100;

  private final Optional<PolicyOutline> outline;
  private final Operator operator;

  ScopeView(Optional<PolicyOutline> outline, Operator operator) {
    this.outline = outline;
    this.operator = operator;
  }

  /** One object a scope, in the order of the policy. */
  List<Map<String, @Nullable Object>> rows() {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Map.Entry<String, AddressScope> scope : visible().entrySet()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("scope", scope.getKey());
      row.put("mode", scope.getValue().mode().word());
      row.put("restricted", scope.getValue().isRestricted());
      row.put("entries", scope.getValue().entries());
      rows.add(row);
    }
    return rows;
  }

  /** A sentence for each entry that ends soon, the first hundred. */
  List<String> expiring(long now) {
    List<String> out = new ArrayList<>();
    for (Map.Entry<String, AddressScope> scope : visible().entrySet()) {
      for (Entry entry : scope.getValue().timed()) {
        if (entry.times().until().isPresent() && out.size() < MOST_EXPIRING) {
          long until = entry.times().until().getAsLong();
          if (until > now && until - now <= SOON_MILLIS) {
            out.add(
                "entry `"
                    + entry.id()
                    + "` of "
                    + scope.getKey()
                    + " counts until "
                    + InstantText.of(until));
          }
        }
      }
    }
    return out;
  }

  private Map<String, AddressScope> visible() {
    Map<String, AddressScope> visible = new LinkedHashMap<>();
    if (outline.isPresent()) {
      for (Map.Entry<String, AddressScope> scope : outline.get().scopes().entrySet()) {
        Set<String> tenants = outline.get().tenantsOf(scope.getKey());
        boolean own = !tenants.isEmpty() && operator.tenants().containsAll(tenants);
        if (operator.isOfPlatform() || own) {
          visible.put(scope.getKey(), scope.getValue());
        }
      }
    }
    return visible;
  }
}
