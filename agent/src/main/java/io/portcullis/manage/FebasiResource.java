package io.portcullis.manage;

import io.portcullis.policy.ListScope;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.ManagedList;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/tenants/{tenant}/config} and {@code /api/v1/client-keys}: the list of a tenant,
 * and keys with lists of their own, as febasi has them.
 */
final class FebasiResource {
  private final Watched watched;
  private final EntryOperations entries;
  private final KeyOperations keys;

  FebasiResource(Watched watched, EntryOperations entries, KeyOperations keys) {
    this.watched = watched;
    this.entries = entries;
    this.keys = keys;
  }

  /** {@code PATCH …/config}: puts a list in the place of all that is managed of the tenant's. */
  Resource configure() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        final ListScope scope = ListScope.tenant(call.pathValue("tenant"));
        Rights.toWrite(call.operator(), scope, Replying.entries(watched));
        SentFields sent = SentFields.of(call, "ipAllowlist").object("ipAllowlist", "allowedIps");
        if (!sent.names("allowedIps")) {
          throw SentFields.wrong("ipAllowlist.allowedIps", "`allowedIps` is missing");
        }
        entries.replace(
            Asking.of(call, watched.gate.policy()),
            scope,
            drafts(sent),
            new EntryOperations.Tag() {
              @Override
              public String of(PolicyEntries now) {
                return EntityTag.of(config(scope, now));
              }
            });
        Map<String, @Nullable Object> object = config(scope, Replying.entries(watched));
        return Answer.json(object).with("ETag", EntityTag.of(object));
      }
    };
  }

  /** {@code POST /api/v1/client-keys}: the answer alone shows the key. */
  Resource makeKey() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        SentFields sent =
            SentFields.of(
                call, "name", "scopes", "tenantAccessLevel", "allowedTenantIds", "allowedIps");
        List<String> scopes = sent.texts("scopes");
        Map<String, @Nullable Object> draft = new LinkedHashMap<>();
        draft.put("description", sent.due("name"));
        draft.put("tenants", tenants(sent));
        draft.put("allow", allow(sent));
        KeyOperations.Made made =
            keys.make(Asking.of(call, watched.gate.policy()), KeyDraft.of(draft));
        Map<String, @Nullable Object> key =
            KeyOperations.object(made.id, Replying.entries(watched));
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", made.id);
        data.put("name", key.get("description"));
        data.put("key", made.secret.text());
        data.put("tenantAccessLevel", "*".equals(key.get("tenants")) ? "all" : "specific");
        data.put(
            "allowedTenantIds",
            "*".equals(key.get("tenants")) ? new ArrayList<>() : key.get("tenants"));
        data.put(
            "allowedIps",
            key.get("allow") == null
                ? null
                : allowedIps(ListScope.key(made.id), Replying.entries(watched)));
        data.put("createdAt", key.get("createdAt"));
        Map<String, @Nullable Object> object = success(data);
        String tag = EntityTag.of(key);
        if (!scopes.isEmpty()) {
          object.put(
              "warnings",
              Collections.singletonList(
                  "`scopes` is for the application to keep; it is not kept here"));
        }
        return Answer.created(object, tag);
      }
    };
  }

  /** {@code "*"} or the names of tenants. */
  private static Object tenants(SentFields sent) throws Refused {
    String level = sent.text("tenantAccessLevel").orElse("specific");
    List<String> tenants = sent.texts("allowedTenantIds");
    switch (level) {
      case "all":
        if (!tenants.isEmpty()) {
          throw SentFields.wrong(
              "allowedTenantIds", "`allowedTenantIds` is for `tenantAccessLevel: specific`");
        }
        return "*";
      case "specific":
        if (tenants.isEmpty()) {
          throw SentFields.wrong("allowedTenantIds", "`allowedTenantIds` names nobody");
        }
        return tenants;
      default:
        throw SentFields.wrong("tenantAccessLevel", "`tenantAccessLevel` is `specific` or `all`");
    }
  }

  private static @Nullable Object allow(SentFields sent) throws Refused {
    if (sent.value("allowedIps") == null) {
      return null;
    }
    Optional<List<Map<String, ? extends @Nullable Object>>> drafts = drafts(sent);
    return drafts.isPresent() ? drafts.get() : "*";
  }

  /** The entries that are wanted; empty for {@code "*"}. */
  private static Optional<List<Map<String, ? extends @Nullable Object>>> drafts(SentFields sent)
      throws Refused {
    Object value = sent.value("allowedIps");
    if ("*".equals(value)) {
      return Optional.empty();
    }
    if (value != null && !(value instanceof List)) {
      throw SentFields.wrong(
          "allowedIps", "`allowedIps` is a list, such as `[\"203.0.113.0/24\"]`, or `\"*\"`");
    }
    List<?> addresses = value == null ? Collections.emptyList() : (List<?>) value;
    List<Map<String, ? extends @Nullable Object>> drafts =
        new ArrayList<>(SentAddresses.entries(addresses));
    return Optional.of(drafts);
  }

  private static Map<String, @Nullable Object> config(ListScope scope, PolicyEntries now) {
    Map<String, @Nullable Object> list =
        Collections.<String, @Nullable Object>singletonMap("allowedIps", allowedIps(scope, now));
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("id", scope.name());
    data.put("authConfig", Collections.<String, @Nullable Object>singletonMap("ipAllowlist", list));
    return success(data);
  }

  private static Object allowedIps(ListScope scope, PolicyEntries now) {
    ManagedList list = now.layer().list(scope);
    if (list.isOpen()) {
      return "*";
    }
    List<String> addresses = new ArrayList<>();
    for (ManagedEntry entry : list.entries()) {
      addresses.add(entry.entry().rule().toString());
    }
    return addresses;
  }

  private static Map<String, @Nullable Object> success(Map<String, @Nullable Object> data) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("success", true);
    object.put("data", data);
    return object;
  }
}
