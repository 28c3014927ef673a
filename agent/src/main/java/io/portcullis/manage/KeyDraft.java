package io.portcullis.manage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An API key as somebody wants it: what a body says of it. Immutable. */
final class KeyDraft {
  private static final List<String> NAMES =
      Arrays.asList("id", "tenants", "program", "description", "allow");
  private static final int LONGEST = 500;

  private final Map<String, ? extends @Nullable Object> body;
  private final boolean ofEveryTenant;
  private final List<String> tenants;
  private final Optional<AllowValue> allow;

  private KeyDraft(
      Map<String, ? extends @Nullable Object> body,
      boolean ofEveryTenant,
      List<String> tenants,
      Optional<AllowValue> allow) {
    this.body = body;
    this.ofEveryTenant = ofEveryTenant;
    this.tenants = Collections.unmodifiableList(tenants);
    this.allow = allow;
  }

  static KeyDraft of(Map<String, ? extends @Nullable Object> body) throws Refused {
    for (Map.Entry<String, ? extends @Nullable Object> field : body.entrySet()) {
      if (!NAMES.contains(field.getKey())) {
        throw Refused.invalid("a key has " + NAMES + ", and no `" + field.getKey() + "`");
      }
      boolean text =
          !field.getKey().equals("tenants")
              && !field.getKey().equals("allow")
              && field.getValue() != null;
      if (text && !isText(field.getValue())) {
        throw Refused.invalid(
            "`"
                + field.getKey()
                + "` is text of at most "
                + LONGEST
                + " characters, without control characters");
      }
    }
    Object written = body.get("tenants");
    List<String> tenants = new ArrayList<>();
    if (written instanceof List) {
      for (Object tenant : (List<?>) written) {
        if (!isText(tenant) || tenants.contains(tenant)) {
          throw Refused.invalid("`tenants` is a list of different names, or `\"*\"`");
        }
        tenants.add((String) tenant);
      }
    } else if (written != null && !written.equals("*")) {
      throw Refused.invalid("`tenants` is a list of names, or `\"*\"`");
    }
    return new KeyDraft(
        body,
        "*".equals(written),
        tenants,
        body.get("allow") == null
            ? Optional.<AllowValue>empty()
            : Optional.of(AllowValue.of(body.get("allow"))));
  }

  private static boolean isText(@Nullable Object value) {
    if (!(value instanceof String)) {
      return false;
    }
    String text = (String) value;
    boolean good = !text.isEmpty() && text.length() <= LONGEST;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      good &= c >= ' ' && c != 0x7f && !(c >= 0xd800 && c <= 0xdfff);
    }
    return good;
  }

  /** Whether the body says anything of it, be it null. */
  boolean names(String field) {
    return body.containsKey(field);
  }

  private Optional<String> text(String name) {
    Object value = body.get(name);
    return value == null ? Optional.<String>empty() : Optional.of(value.toString());
  }

  Optional<String> id() {
    return text("id");
  }

  Optional<String> program() {
    return text("program");
  }

  Optional<String> description() {
    return text("description");
  }

  boolean isOfEveryTenant() {
    return ofEveryTenant;
  }

  List<String> tenants() {
    return tenants;
  }

  /**
   * Whether it may be used from anywhere: {@code "*"}, or an empty list of a key that has no list
   * in the file.
   */
  boolean isOpen(boolean ofFile) {
    return allow.isPresent()
        && (!allow.get().drafts().isPresent() || (allow.get().drafts().get().isEmpty() && !ofFile));
  }

  /** The entries of its list; none where it inherits or is open. */
  List<Map<String, ? extends @Nullable Object>> entries() {
    return allow.isPresent()
        ? allow
            .get()
            .drafts()
            .orElse(Collections.<Map<String, ? extends @Nullable Object>>emptyList())
        : Collections.<Map<String, ? extends @Nullable Object>>emptyList();
  }
}
