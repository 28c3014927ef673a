package io.portcullis.manage;

import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a list of entries, as the API shows it. */
final class ListPage {
  static final int USUAL = 100;
  static final int MOST = 1_000;

  private ListPage() {}

  static Map<String, @Nullable Object> of(
      ListScope scope, PolicyEntries entries, int offset, int limit) {
    List<ListedEntry> all = entries.entries(scope);
    int start = Math.min(offset, all.size());
    int end = Math.min(start + limit, all.size());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (ListedEntry listed : all.subList(start, end)) {
      rows.add(EntryJson.of(listed));
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("scope", scope.toString());
    object.put("open", entries.isOpen(scope));
    object.put("total", all.size());
    object.put("offset", offset);
    object.put("entries", rows);
    object.put("next", end < all.size() ? end : null);
    return object;
  }

  /** The tag of the first page, by which a change of the list can be made to depend on it. */
  static String tag(ListScope scope, PolicyEntries entries) {
    return EntityTag.of(of(scope, entries, 0, USUAL));
  }
}
