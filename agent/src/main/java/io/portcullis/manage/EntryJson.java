package io.portcullis.manage;

import io.portcullis.engine.Entry;
import io.portcullis.policy.InstantText;
import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.ManagedEntry;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An entry as the API shows it. */
final class EntryJson {
  private EntryJson() {}

  static Map<String, @Nullable Object> of(ListedEntry listed) {
    return object(listed.entry(), listed.managed().orElse(null), listed.source());
  }

  static Map<String, @Nullable Object> of(ManagedEntry managed) {
    return object(managed.entry(), managed, ListedEntry.MANAGED);
  }

  private static Map<String, @Nullable Object> object(
      Entry entry, @Nullable ManagedEntry managed, String source) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", entry.id());
    object.put("address", entry.rule().toString());
    object.put("type", entry.rule().type().name().toLowerCase(Locale.ROOT));
    object.put("description", text(entry.description()));
    object.put("enabled", entry.enabled());
    object.put("from", instant(entry.times().from()));
    object.put("until", instant(entry.times().until()));
    object.put("owner", text(entry.owner()));
    object.put("createdBy", managed == null ? null : text(managed.createdBy()));
    object.put("createdAt", managed == null ? null : InstantText.of(managed.createdAt()));
    object.put("updatedAt", managed == null ? null : InstantText.of(managed.updatedAt()));
    object.put("source", source);
    return object;
  }

  /** What of an entry can be changed, as it is sent. */
  static Map<String, @Nullable Object> draft(Entry entry) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("address", entry.rule().toString());
    object.put("id", entry.id());
    object.put("description", text(entry.description()));
    object.put("enabled", entry.enabled());
    object.put("from", instant(entry.times().from()));
    object.put("until", instant(entry.times().until()));
    object.put("owner", text(entry.owner()));
    return object;
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String instant(OptionalLong instant) {
    return instant.isPresent() ? InstantText.of(instant.getAsLong()) : null;
  }
}
