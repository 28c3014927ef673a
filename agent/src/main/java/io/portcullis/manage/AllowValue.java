package io.portcullis.manage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code allow} says in a body: {@code "*"}, or a list of entries and addresses. Immutable.
 */
final class AllowValue {
  private final Optional<List<Map<String, ? extends @Nullable Object>>> drafts;

  private AllowValue(Optional<List<Map<String, ? extends @Nullable Object>>> drafts) {
    this.drafts = drafts;
  }

  static AllowValue of(@Nullable Object value) throws Refused {
    if ("*".equals(value)) {
      return new AllowValue(Optional.<List<Map<String, ? extends @Nullable Object>>>empty());
    }
    if (!(value instanceof List)) {
      throw Refused.invalid("`allow` is a list, such as `[\"203.0.113.0/24\"]`, or `\"*\"`");
    }
    List<Map<String, ? extends @Nullable Object>> drafts = new ArrayList<>();
    for (Object item : (List<?>) value) {
      drafts.add(EntriesResource.draft(item));
    }
    return new AllowValue(Optional.of(drafts));
  }

  /** Empty for {@code "*"}. */
  Optional<List<Map<String, ? extends @Nullable Object>>> drafts() {
    return drafts;
  }
}
