package io.portcullis.manage;

import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSyntaxException;
import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.Operator;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/admin/ip-allowlist/}: the lists of all tenants of the caller in one, and with it that
 * of requests without a tenant, as arbitex has them.
 */
final class ArbitexResource {
  /** The most entries in one answer. */
  static final int MOST = 10_000;

  private final Watched watched;
  private final EntryOperations operations;

  ArbitexResource(Watched watched, EntryOperations operations) {
    this.watched = watched;
    this.operations = operations;
  }

  /** An entry and the list that it is in. */
  private static final class Found {
    final ListScope scope;
    final ListedEntry listed;

    Found(ListScope scope, ListedEntry listed) {
      this.scope = scope;
      this.listed = listed;
    }

    /** When it was made; before all others where nobody knows. */
    long createdAt() {
      return listed.managed().isPresent() ? listed.managed().get().createdAt() : Long.MIN_VALUE;
    }
  }

  /** {@code GET}: the newest first. */
  Resource list() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Rights.ofAdmin(call.operator());
        int limit = Asking.number(call, "limit", MOST, 1, MOST);
        int offset = Asking.number(call, "offset", 0, 0, 999_999_999);
        List<Found> all = all(call.operator(), Replying.entries(watched));
        int start = Math.min(offset, all.size());
        int end = (int) Math.min((long) start + limit, all.size());
        Answer page = Answer.json(rows(all.subList(start, end)));
        return end == all.size()
            ? page
            : page.with(
                "Link",
                "</api/admin/ip-allowlist/?limit=" + limit + "&offset=" + end + ">; rel=\"next\"");
      }
    };
  }

  /** {@code GET {id}}. */
  Resource one() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        return Answer.json(object(found(call)));
      }
    };
  }

  /** {@code POST}: without a tenant, an entry for requests without one. */
  Resource add() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Rights.ofAdmin(call.operator());
        SentFields sent = SentFields.of(call, "ip_range", "description", "tenant_id", "is_active");
        checkAddress(sent.due("ip_range"));
        Optional<String> tenant = sent.text("tenant_id");
        ListScope scope = tenant.isPresent() ? ListScope.tenant(tenant.get()) : ListScope.GLOBAL;
        PolicyEntries entries = Replying.entries(watched);
        Rights.toWrite(call.operator(), scope, entries);
        List<Found> all = all(call.operator(), entries);
        Asked asked =
            Asking.of(call, watched.gate.policy())
                .knowing(
                    EntityTag.of(rows(all.subList(0, Math.min(MOST, all.size())))),
                    ListPage.tag(scope, entries));
        EntryOperations.Added added =
            operations.add(asked, scope, Collections.singletonList(draft(sent)));
        Map<String, @Nullable Object> object = object(scope, EntryJson.of(added.entries.get(0)));
        return Answer.created(object, EntityTag.of(object));
      }
    };
  }

  /** {@code PUT {id}}: what is not named stays as it is. */
  Resource update() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Found found = found(call);
        SentFields sent = SentFields.of(call, "ip_range", "description", "tenant_id", "is_active");
        if (sent.names("ip_range")) {
          checkAddress(sent.due("ip_range"));
        }
        if (sent.names("tenant_id")
            && !sent.text("tenant_id").equals(Optional.ofNullable(tenant(found.scope)))) {
          throw SentFields.wrong(
              "tenant_id", "an entry stays with its tenant; delete it and make another");
        }
        ManagedEntry entry =
            operations.update(asked(call, found), found.scope, call.pathValue("id"), draft(sent));
        Map<String, @Nullable Object> object = object(found.scope, EntryJson.of(entry));
        return Answer.json(object).with("ETag", EntityTag.of(object));
      }
    };
  }

  /** {@code DELETE {id}}. */
  Resource remove() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Found found = found(call);
        operations.remove(asked(call, found), found.scope, call.pathValue("id"));
        return Answer.done();
      }
    };
  }

  private Asked asked(Call call, Found found) throws Refused {
    return Asking.of(call, watched.gate.policy())
        .knowing(EntityTag.of(object(found)), EntityTag.of(EntryJson.of(found.listed)));
  }

  /** The entry with the id of a call, among those that the operator may see. */
  private Found found(Call call) throws Refused {
    Rights.ofAdmin(call.operator());
    Found found = null;
    for (Found each : all(call.operator(), Replying.entries(watched))) {
      if (each.listed.entry().id().equals(call.pathValue("id"))) {
        if (found != null) {
          throw Refused.conflict(
              "ENTRY_AMBIGUOUS",
              "there is more than one entry with this id; name the list too, as"
                  + " `/v1/tenants/acme/entries/`…");
        }
        found = each;
      }
    }
    if (found == null) {
      throw Refused.notFound("IP allowlist entry not found");
    }
    return found;
  }

  private static List<Found> all(Operator operator, PolicyEntries entries) {
    List<Found> all = new ArrayList<>();
    if (operator.isOfPlatform()) {
      addAll(ListScope.GLOBAL, entries, all);
    }
    for (String tenant : entries.tenants()) {
      if (operator.sees(tenant)) {
        addAll(ListScope.tenant(tenant), entries, all);
      }
    }
    Collections.sort(
        all,
        new Comparator<Found>() {
          @Override
          public int compare(Found one, Found other) {
            return Long.compare(other.createdAt(), one.createdAt());
          }
        });
    return all;
  }

  private static void addAll(ListScope scope, PolicyEntries entries, List<Found> all) {
    for (ListedEntry listed : entries.entries(scope)) {
      all.add(new Found(scope, listed));
    }
  }

  /** Tells of everybody here, where the field is known; of all else that is wrong it is told. */
  private static void checkAddress(String range) throws Refused {
    try {
      IpRule rule = IpRule.parse(range);
      if (rule.coversWholeFamily()) {
        throw SentFields.wrong(
            "ip_range", rule + " (allow all) is not permitted; leave the list empty to allow all");
      }
    } catch (IpSyntaxException wrong) {
      EntryOperations.read(
          Collections.singletonList(
              Collections.<String, @Nullable Object>singletonMap("address", range)));
    }
  }

  private static Map<String, @Nullable Object> draft(SentFields sent) throws Refused {
    Map<String, @Nullable Object> draft = new LinkedHashMap<>();
    if (sent.names("ip_range")) {
      draft.put("address", sent.due("ip_range"));
    }
    if (sent.names("description")) {
      draft.put("description", sent.text("description").orElse(null));
    }
    if (sent.names("is_active")) {
      draft.put("enabled", sent.flag("is_active").get());
    }
    return draft;
  }

  private static List<Map<String, @Nullable Object>> rows(List<Found> some) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Found found : some) {
      rows.add(object(found));
    }
    return rows;
  }

  private static Map<String, @Nullable Object> object(Found found) {
    return object(found.scope, EntryJson.of(found.listed));
  }

  private static Map<String, @Nullable Object> object(
      ListScope scope, Map<String, @Nullable Object> entry) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", entry.get("id"));
    object.put("ip_range", entry.get("address"));
    object.put("description", entry.get("description"));
    object.put("tenant_id", tenant(scope));
    object.put("is_active", entry.get("enabled"));
    object.put("created_by_id", entry.get("createdBy"));
    object.put("created_at", entry.get("createdAt"));
    return object;
  }

  private static @Nullable String tenant(ListScope scope) {
    return scope.kind() == ListScope.Kind.TENANT ? scope.name() : null;
  }
}
