package io.portcullis.manage;

import io.portcullis.engine.Caller;
import io.portcullis.policy.ListScope;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.ManagedList;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tenants/{tenant}}: the managed part of a tenant's list, whole. */
final class TenantResource {
  private final Watched watched;
  private final EntryOperations operations;

  TenantResource(Watched watched, EntryOperations operations) {
    this.watched = watched;
    this.operations = operations;
  }

  /** {@code GET}. */
  Resource show() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        ListScope scope = ListScope.tenant(call.pathValue("tenant"));
        PolicyEntries entries = entries(watched);
        Rights.toRead(call.operator(), scope, entries);
        return Answer.json(object(scope, entries));
      }
    };
  }

  /** {@code PATCH}. */
  Resource change() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        final ListScope scope = ListScope.tenant(call.pathValue("tenant"));
        Rights.toWrite(call.operator(), scope, entries(watched));
        Map<String, ? extends @Nullable Object> body = Asking.object(call);
        if (body.size() != 1 || !body.containsKey("allow")) {
          throw Refused.invalid(
              "send `{\"allow\": [\"203.0.113.0/24\"]}`, or `\"*\"` for the list");
        }
        List<String> warnings =
            operations.replace(
                Asking.of(call, watched.gate.policy()),
                scope,
                AllowValue.of(body.get("allow")).drafts(),
                new EntryOperations.Tag() {
                  @Override
                  public String of(PolicyEntries now) {
                    return EntityTag.of(object(scope, now));
                  }
                });
        Map<String, @Nullable Object> object = object(scope, entries(watched));
        String tag = EntityTag.of(object);
        if (!warnings.isEmpty()) {
          object.put("warnings", warnings);
        }
        return Answer.json(object).with("ETag", tag);
      }
    };
  }

  private Map<String, @Nullable Object> object(ListScope scope, PolicyEntries entries) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("tenant", scope.name());
    object.put(
        "restricted", watched.gate.policy().pipeline().restricts(Caller.ofTenant(scope.name())));
    object.put("allow", allow(entries.layer().list(scope)));
    object.put("programs", new ArrayList<>(entries.programs(scope.name())));
    return object;
  }

  /** The managed part of a list: {@code "*"}, or its entries, the newest first. */
  static Object allow(ManagedList list) {
    if (list.isOpen()) {
      return "*";
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (ManagedEntry entry : list.entries()) {
      rows.add(0, EntryJson.of(entry));
    }
    return rows;
  }
}
