package io.portcullis.manage;

import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/settings/ip-allowlist}: the list of the caller's own tenant, as arx has it. */
final class ArxResource {
  private final Watched watched;
  private final EntryOperations operations;

  ArxResource(Watched watched, EntryOperations operations) {
    this.watched = watched;
    this.operations = operations;
  }

  /** {@code GET}: all entries, the newest first. */
  Resource list() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        return Answer.json(rows(scope(call), Replying.entries(watched)));
      }
    };
  }

  /** {@code POST}. */
  Resource add() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        ListScope scope = scope(call);
        SentFields sent = SentFields.of(call, "cidr", "description");
        SentAddresses.check(sent.due("cidr"));
        PolicyEntries entries = Replying.entries(watched);
        Asked asked =
            Asking.of(call, watched.gate.policy())
                .knowing(EntityTag.of(rows(scope, entries)), ListPage.tag(scope, entries));
        EntryOperations.Added added =
            operations.add(asked, scope, Collections.singletonList(draft(sent)));
        Map<String, @Nullable Object> object = object(EntryJson.of(added.entries.get(0)));
        return Answer.created(object, EntityTag.of(object));
      }
    };
  }

  /** {@code PUT …/{id}}. */
  Resource update() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        ListScope scope = scope(call);
        SentFields sent = SentFields.of(call, "cidr", "description");
        if (sent.names("cidr")) {
          SentAddresses.check(sent.due("cidr"));
        }
        ManagedEntry entry =
            operations.update(asked(call, scope), scope, call.pathValue("id"), draft(sent));
        Map<String, @Nullable Object> object = object(EntryJson.of(entry));
        return Answer.json(object).with("ETag", EntityTag.of(object));
      }
    };
  }

  /** {@code DELETE …/{id}}. */
  Resource remove() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        ListScope scope = scope(call);
        operations.remove(asked(call, scope), scope, call.pathValue("id"));
        return Answer.done();
      }
    };
  }

  /** The list of the tenant whose operator calls, or of the one that the query names. */
  private ListScope scope(Call call) throws Refused {
    Rights.ofAdmin(call.operator());
    Optional<String> named = call.query("tenant");
    Set<String> own = call.operator().tenants();
    if (!named.isPresent() && own.size() != 1) {
      throw Refused.invalid(
          (own.isEmpty() ? "this token is of no tenant" : "this token is of several tenants")
              + ", so say whose list it is, as `?tenant=acme`");
    }
    ListScope scope = ListScope.tenant(named.isPresent() ? named.get() : own.iterator().next());
    Rights.toRead(call.operator(), scope, Replying.entries(watched));
    return scope;
  }

  private Asked asked(Call call, ListScope scope) throws Refused {
    Asked asked = Asking.of(call, watched.gate.policy());
    ListedEntry listed =
        EntryOperations.entry(scope, call.pathValue("id"), Replying.entries(watched));
    Map<String, @Nullable Object> known = EntryJson.of(listed);
    return asked.knowing(EntityTag.of(object(known)), EntityTag.of(known));
  }

  private static Map<String, @Nullable Object> draft(SentFields sent) throws Refused {
    Map<String, @Nullable Object> draft = new LinkedHashMap<>();
    if (sent.names("cidr")) {
      draft.put("address", sent.due("cidr"));
    }
    if (sent.names("description")) {
      draft.put("description", sent.text("description").orElse(null));
    }
    return draft;
  }

  private static List<Map<String, @Nullable Object>> rows(ListScope scope, PolicyEntries entries) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (ListedEntry listed : entries.entries(scope)) {
      rows.add(object(EntryJson.of(listed)));
    }
    return rows;
  }

  private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> entry) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    String address = String.valueOf(entry.get("address"));
    boolean single = "single".equals(entry.get("type"));
    object.put("id", entry.get("id"));
    object.put("cidr", single ? address + (address.contains(":") ? "/128" : "/32") : address);
    object.put("description", entry.get("description"));
    object.put("created_by", entry.get("createdBy"));
    object.put("created_at", entry.get("createdAt"));
    object.put("updated_at", entry.get("updatedAt"));
    return object;
  }
}
