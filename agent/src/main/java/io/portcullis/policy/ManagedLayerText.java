package io.portcullis.policy;

import io.portcullis.engine.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a {@link ManagedLayer} as YAML: visible ASCII, every text in double quotes, an entry a
 * line, so that a person can read it and no text of anybody's can become anything but text.
 */
final class ManagedLayerText {
  private static final String HEAD =
      "# Written by the management API of Portcullis, and read beside the policy file.\n"
          + "# Change it through the API: it checks what it writes.\n"
          + "managed: 1\n";

  // YAML reads a key without a mark up to 1024 characters.
  private static final int LONGEST_KEY = 1000;

  private final StringBuilder out = new StringBuilder(HEAD);
  private final ManagedLayer layer;

  private ManagedLayerText(ManagedLayer layer) {
    this.layer = layer;
  }

  static byte[] of(ManagedLayer layer) {
    ManagedLayerText text = new ManagedLayerText(layer);
    text.write();
    return text.out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void write() {
    if (!layer.list(ListScope.EXEMPT).isEmpty()) {
      out.append("exempt:\n");
      list("  addresses", "    ", layer.list(ListScope.EXEMPT));
    }
    boolean sets = false;
    for (Map.Entry<ListScope, ManagedList> list : layer.lists().entrySet()) {
      if (list.getKey().kind() == ListScope.Kind.SET) {
        out.append(sets ? "" : "sets:\n");
        sets = true;
        list("  " + name("  ", list.getKey().name()), "    ", list.getValue());
      }
    }
    if (!layer.list(ListScope.GLOBAL).isEmpty()) {
      out.append("global:\n");
      list("  allow", "    ", layer.list(ListScope.GLOBAL));
    }
    tenants();
    keys();
  }

  private void tenants() {
    Map<String, List<ListScope>> byTenant = new LinkedHashMap<>();
    for (ListScope scope : layer.lists().keySet()) {
      if (scope.kind() == ListScope.Kind.TENANT || scope.kind() == ListScope.Kind.PROGRAM) {
        List<ListScope> own = byTenant.get(scope.tenant());
        if (own == null) {
          own = new ArrayList<>();
          byTenant.put(scope.tenant(), own);
        }
        own.add(scope);
      }
    }
    out.append(byTenant.isEmpty() ? "" : "tenants:\n");
    for (Map.Entry<String, List<ListScope>> tenant : byTenant.entrySet()) {
      out.append("  ").append(name("  ", tenant.getKey())).append(":\n");
      ManagedList own = layer.list(ListScope.tenant(tenant.getKey()));
      if (!own.isEmpty()) {
        list("    allow", "      ", own);
      }
      boolean programs = false;
      for (ListScope scope : tenant.getValue()) {
        if (scope.kind() == ListScope.Kind.PROGRAM) {
          out.append(programs ? "" : "    programs:\n");
          programs = true;
          out.append("      ").append(name("      ", scope.name())).append(":\n");
          list("        allow", "          ", layer.list(scope));
        }
      }
    }
  }

  private void keys() {
    Map<String, Boolean> ids = new LinkedHashMap<>();
    for (String id : layer.keys().keySet()) {
      ids.put(id, true);
    }
    for (ListScope scope : layer.lists().keySet()) {
      if (scope.kind() == ListScope.Kind.KEY && !ids.containsKey(scope.name())) {
        ids.put(scope.name(), false);
      }
    }
    out.append(ids.isEmpty() ? "" : "keys:\n");
    for (Map.Entry<String, Boolean> id : ids.entrySet()) {
      out.append("  ").append(quoted(id.getKey())).append(":\n");
      ManagedKey key = layer.keys().get(id.getKey());
      if (key != null) {
        key(key);
      }
      ManagedList list = layer.list(ListScope.key(id.getKey()));
      if (!list.isEmpty()) {
        list("    allow", "      ", list);
      }
    }
  }

  private void key(ManagedKey key) {
    line("    sha256", key.hash().hex());
    if (key.isOfEveryTenant()) {
      line("    tenants", "*");
    } else {
      out.append("    tenants: [");
      for (int i = 0; i < key.tenants().size(); i++) {
        out.append(i == 0 ? "" : ", ").append(quoted(key.tenants().get(i)));
      }
      out.append("]\n");
    }
    if (key.program().isPresent()) {
      line("    program", key.program().get());
    }
    if (!key.description().isEmpty()) {
      line("    description", key.description());
    }
    line("    createdBy", key.createdBy());
    line("    createdAt", InstantText.of(key.createdAt()));
    line("    updatedAt", InstantText.of(key.updatedAt()));
  }

  private void line(String key, String value) {
    out.append(key).append(": ").append(quoted(value)).append('\n');
  }

  private void list(String key, String indent, ManagedList list) {
    out.append(key).append(':');
    if (list.isOpen()) {
      out.append(" \"*\"\n");
      return;
    }
    out.append('\n');
    for (ManagedEntry managed : list.entries()) {
      Entry entry = managed.entry();
      out.append(indent).append("- {address: ").append(quoted(entry.rule().toString()));
      field("id", entry.id());
      field("description", entry.description());
      field("owner", entry.owner());
      if (!entry.enabled()) {
        out.append(", enabled: false");
      }
      if (entry.times().from().isPresent()) {
        field("from", InstantText.of(entry.times().from().getAsLong()));
      }
      if (entry.times().until().isPresent()) {
        field("until", InstantText.of(entry.times().until().getAsLong()));
      }
      field("createdBy", managed.createdBy());
      field("createdAt", InstantText.of(managed.createdAt()));
      if (managed.updatedAt() != managed.createdAt()) {
        field("updatedAt", InstantText.of(managed.updatedAt()));
      }
      out.append("}\n");
    }
  }

  /** A key of a mapping; one that is too long to be read as such is marked as one. */
  private static String name(String indent, String text) {
    String quoted = quoted(text);
    return quoted.length() <= LONGEST_KEY ? quoted : "? " + quoted + "\n" + indent;
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      out.append(", ").append(name).append(": ").append(quoted(value));
    }
  }

  /** A text as a scalar in double quotes, on one line and in visible ASCII. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append((char) c);
      } else if (c >= ' ' && c <= '~') {
        quoted.append((char) c);
      } else {
        quoted.append(c <= 0xffff ? "\\u" : "\\U");
        for (int shift = c <= 0xffff ? 12 : 28; shift >= 0; shift -= 4) {
          quoted.append(Character.forDigit(c >> shift & 0xf, 16));
        }
      }
    }
    return quoted.append('"').toString();
  }
}
