package io.portcullis.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key of a policy that has another value in another policy, or none. Immutable. */
final class SettingChange {
  private static final int LONGEST = 80;

  private final String key;
  private final Optional<String> before;
  private final Optional<String> after;

  private SettingChange(String key, Optional<String> before, Optional<String> after) {
    this.key = key;
    this.before = before;
    this.after = after;
  }

  /** The keys with another value, in the order of the first, then of the second. */
  static List<SettingChange> between(Map<String, String> before, Map<String, String> after) {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<SettingChange> changes = new ArrayList<>();
    for (String key : keys) {
      Optional<String> old = Optional.ofNullable(before.get(key));
      Optional<String> now = Optional.ofNullable(after.get(key));
      if (!old.equals(now)) {
        changes.add(new SettingChange(key, old, now));
      }
    }
    return changes;
  }

  /** The line for people, long values cut short. */
  String text() {
    return key + "  " + shown(before) + " → " + shown(after);
  }

  private static String shown(Optional<String> value) {
    if (!value.isPresent()) {
      return "(not set)";
    }
    String text = value.get();
    return "`" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "`";
  }

  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("key", key);
    object.put("before", before.orElse(null));
    object.put("after", after.orElse(null));
    return object;
  }
}
