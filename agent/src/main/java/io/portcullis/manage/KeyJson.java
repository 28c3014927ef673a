package io.portcullis.manage;

import io.portcullis.policy.InstantText;
import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.ListedKey;
import io.portcullis.policy.ManagedKey;
import io.portcullis.policy.ManagedLayer;
import io.portcullis.policy.ManagedList;
import io.portcullis.policy.PolicyEntries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API key as the API shows it: never the key, nor its hash. */
final class KeyJson {
  private KeyJson() {}

  static Map<String, @Nullable Object> of(ListedKey key, PolicyEntries entries) {
    return of(key, entries.layer());
  }

  /** A key with what a layer says of it. */
  static Map<String, @Nullable Object> of(ListedKey key, ManagedLayer layer) {
    return key.managed().isPresent() && layer.keys().containsKey(key.id())
        ? of(key.id(), layer)
        : object(
            key.id(),
            key.isOfEveryTenant(),
            key.tenants(),
            key.program().orElse(null),
            layer.list(ListScope.key(key.id())),
            null,
            key.source());
  }

  /** A key that was made here. */
  static Map<String, @Nullable Object> of(String id, ManagedLayer layer) {
    ManagedKey key = layer.keys().get(id);
    if (key == null) {
      throw new IllegalArgumentException(id);
    }
    return object(
        id,
        key.isOfEveryTenant(),
        key.tenants(),
        key.program().orElse(null),
        layer.list(ListScope.key(id)),
        key,
        ListedEntry.MANAGED);
  }

  private static Map<String, @Nullable Object> object(
      String id,
      boolean ofEveryTenant,
      List<String> tenants,
      @Nullable String program,
      ManagedList list,
      @Nullable ManagedKey made,
      String source) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", id);
    object.put("tenants", ofEveryTenant ? "*" : tenants);
    object.put("program", program);
    object.put(
        "description", made == null || made.description().isEmpty() ? null : made.description());
    object.put(
        "allow", list.isOpen() || !list.entries().isEmpty() ? TenantResource.allow(list) : null);
    object.put("createdBy", made == null ? null : made.createdBy());
    object.put("createdAt", made == null ? null : InstantText.of(made.createdAt()));
    object.put("updatedAt", made == null ? null : InstantText.of(made.updatedAt()));
    object.put("source", source);
    return object;
  }
}
