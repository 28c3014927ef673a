package io.portcullis.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key of a policy that has another value in another policy, or none. Immutable. */
final class SettingChange {
  private static final int LONGEST = 80;

  private final String key;
  private final Optional<String> before;
  private final Optional<String> after;

  SettingChange(String key, Optional<String> before, Optional<String> after) {
    this.key = key;
    this.before = before;
    this.after = after;
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
