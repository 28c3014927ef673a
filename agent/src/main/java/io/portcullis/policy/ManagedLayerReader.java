package io.portcullis.policy;

import io.portcullis.caller.ApiKey;
import io.portcullis.caller.KeyHash;
import io.portcullis.engine.Entry;
import io.portcullis.source.ManagedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads {@code managed.yaml} to a {@link ManagedLayer}, as strictly as a policy: the API writes it,
 * but somebody may have changed it by hand.
 */
final class ManagedLayerReader {
  private static final List<String> HISTORY = Arrays.asList("createdBy", "createdAt", "updatedAt");

  private final Problems problems;
  private final AddressListReader lists;
  private final Map<ListScope, ManagedList> found = new LinkedHashMap<>();
  private final Map<String, ManagedKey> keys = new LinkedHashMap<>();

  private ManagedLayerReader(Problems problems) {
    this.problems = problems;
    this.lists = new AddressListReader(problems);
  }

  /** The layer; empty where the text cannot be used at all. Anything wrong is an error. */
  static Optional<ManagedLayer> read(ManagedText text, Problems problems) {
    if (text.fault().isPresent()) {
      problems.error(
          Place.of(text.name(), 1, 1),
          "MANAGED_UNUSABLE",
          "what is managed beside the policy cannot be used: " + text.fault().get());
      return Optional.empty();
    }
    Optional<YamlNode> root = YamlReader.read(text.name(), text.bytes(), problems);
    return root.isPresent()
        ? Optional.of(new ManagedLayerReader(problems).layer(root.get()))
        : Optional.<ManagedLayer>empty();
  }

  private ManagedLayer layer(YamlNode root) {
    Section all =
        Section.of("", root, problems, "managed", "exempt", "sets", "global", "tenants", "keys");
    if (root.isMapping() && !all.text("managed").orElse("").equals("1")) {
      problems.error(
          all.placeOf("managed"),
          "WRONG_VALUE",
          "`managed` is the version of this file, and `1` is the only one; write `managed: 1`");
    }
    Optional<YamlNode> exempt = all.value("exempt");
    if (exempt.isPresent()) {
      Section section = Section.of("exempt", exempt.get(), problems, "addresses");
      list(ListScope.EXEMPT, section, "addresses", false);
    }
    Section sets = names(all, "sets");
    for (String name : sets.keys()) {
      list(ListScope.set(name), sets, name, false);
    }
    Optional<YamlNode> global = all.value("global");
    if (global.isPresent()) {
      list(ListScope.GLOBAL, Section.of("global", global.get(), problems, "allow"), "allow", true);
    }
    tenants(names(all, "tenants"));
    keys(names(all, "keys"));
    return ManagedLayer.of(found, keys);
  }

  private Section names(Section of, String key) {
    Optional<YamlNode> node = of.value(key);
    return Section.withAnyKeys(
        of.path(key),
        node.isPresent()
            ? node.get()
            : YamlNode.mapping(
                of.placeOf(key),
                Collections.<YamlNode>emptyList(),
                Collections.<YamlNode>emptyList()),
        problems);
  }

  private void tenants(Section tenants) {
    for (String name : tenants.keys()) {
      Optional<YamlNode> node = tenants.value(name);
      if (!node.isPresent() || isNoName(name, tenants)) {
        continue;
      }
      Section tenant = Section.of(tenants.path(name), node.get(), problems, "allow", "programs");
      list(ListScope.tenant(name), tenant, "allow", true);
      Section programs = names(tenant, "programs");
      for (String program : programs.keys()) {
        Optional<YamlNode> own = programs.value(program);
        if (own.isPresent() && !isNoName(program, programs)) {
          list(
              ListScope.program(name, program),
              Section.of(programs.path(program), own.get(), problems, "allow"),
              "allow",
              true);
        }
      }
    }
  }

  private boolean isNoName(String name, Section of) {
    if (name.isEmpty()) {
      problems.error(of.placeOf(name), "WRONG_VALUE", "a name is missing here; remove this part");
    }
    return name.isEmpty();
  }

  private void keys(Section section) {
    for (String id : section.keys()) {
      if (!ApiKey.isId(id)) {
        problems.error(
            section.placeOf(id),
            "WRONG_VALUE",
            "the id of a key is made of 1 to 128 letters, digits and `-`, `_`, `.`, `:`, this one"
                + " is not");
        continue; // the problems of its parts would show it
      }
      Optional<YamlNode> node = section.value(id);
      if (node.isPresent()) {
        Section key =
            Section.of(
                section.path(id),
                node.get(),
                problems,
                "sha256",
                "tenants",
                "program",
                "description",
                "createdBy",
                "createdAt",
                "updatedAt",
                "allow");
        list(ListScope.key(id), key, "allow", true);
        if (key.has("sha256") || key.has("tenants")) {
          key(id, key);
        }
      }
    }
  }

  private void key(String id, Section section) {
    Optional<KeyHash> hash = new KeyHashReader(problems, "key").read(section);
    List<String> tenants = new ArrayList<>();
    Optional<YamlNode> written = section.value("tenants");
    boolean every =
        written.isPresent() && written.get().isScalar() && written.get().text().equals("*");
    if (!every) {
      Optional<YamlNode> some = section.sequence("tenants", "a list, or `\"*\"`", "[acme]");
      if (some.isPresent()) {
        for (YamlNode item : some.get().values()) {
          Optional<String> tenant = section.textOf(item, section.path("tenants"));
          if (tenant.isPresent() && !tenants.contains(tenant.get())) {
            tenants.add(tenant.get());
          }
        }
      }
      if (tenants.isEmpty()) {
        section.missing("tenants", "write `tenants: [acme]`, or `tenants: \"*\"`");
      }
    }
    Optional<String> program = section.text("program");
    long createdAt = section.instant("createdAt").orElse(0);
    if (hash.isPresent()) {
      String by = section.text("createdBy").orElse("");
      ManagedKey key =
          every
              ? ManagedKey.ofEveryTenant(id, hash.get(), by, createdAt)
              : ManagedKey.of(id, hash.get(), tenants, program, by, createdAt);
      keys.put(
          id,
          key.described(section.text("description").orElse(""))
              .updatedAt(section.instant("updatedAt").orElse(createdAt)));
    }
  }

  private void list(ListScope scope, Section section, String key, boolean mayBeOpen) {
    Optional<YamlNode> node = section.value(key);
    if (!node.isPresent()) {
      return;
    }
    Place place = node.get().place();
    if (mayBeOpen && node.get().isScalar() && node.get().text().equals("*")) {
      found.put(scope, ManagedList.open().at(place));
    } else if (node.get().isSequence()) {
      List<ManagedEntry> entries = entries(section.path(key), node.get());
      if (!entries.isEmpty()) {
        found.put(scope, ManagedList.of(entries).at(place));
      }
    } else {
      problems.error(
          place,
          "WRONG_TYPE",
          Problems.quoted(section.path(key))
              + " is a list of entries"
              + (mayBeOpen ? " or `\"*\"`" : "")
              + ", this is "
              + node.get().kind().words());
    }
  }

  /** The entries; all of them where nothing is wrong with any. */
  private List<ManagedEntry> entries(String name, YamlNode sequence) {
    List<YamlNode> plain = new ArrayList<>();
    List<ManagedEntry> entries = new ArrayList<>();
    for (YamlNode item : sequence.values()) {
      plain.add(without(HISTORY, item));
    }
    AddressList read = lists.read(name, YamlNode.sequence(sequence.place(), plain));
    if (read.items().size() != sequence.values().size()) {
      return entries; // what is wrong was told
    }
    for (int i = 0; i < plain.size(); i++) {
      ListItem item = read.items().get(i);
      YamlNode written = sequence.values().get(i);
      if (item.kind() != ListItem.Kind.ENTRY) {
        problems.error(
            item.place(),
            "WRONG_VALUE",
            "what is managed are addresses, and this refers to others; put "
                + item
                + " into the policy file");
        continue;
      }
      entries.add(managed(item.entry(), name, written));
    }
    return entries;
  }

  private ManagedEntry managed(Entry entry, String name, YamlNode written) {
    if (!written.isMapping()) {
      return ManagedEntry.of(entry, "", 0, 0);
    }
    // The other keys were looked at before.
    Section history = Section.withAnyKeys(name + "[]", written, new Problems(""));
    OptionalLong createdAt = instant(history, "createdAt");
    OptionalLong updatedAt = instant(history, "updatedAt");
    return ManagedEntry.of(
        entry,
        history.text("createdBy").orElse(""),
        createdAt.orElse(0),
        updatedAt.orElse(createdAt.orElse(0)));
  }

  private OptionalLong instant(Section history, String key) {
    OptionalLong instant = history.instant(key);
    if (history.has(key) && !instant.isPresent()) {
      problems.error(
          history.placeOf(key),
          "INSTANT_INVALID",
          Problems.quoted(key) + " is no instant; write it as `2026-11-20T00:00:00Z`");
    }
    return instant;
  }

  private static YamlNode without(List<String> left, YamlNode node) {
    if (!node.isMapping()) {
      return node;
    }
    List<YamlNode> keys = new ArrayList<>();
    List<YamlNode> values = new ArrayList<>();
    for (int i = 0; i < node.keys().size(); i++) {
      if (!left.contains(node.keys().get(i).text())) {
        keys.add(node.keys().get(i));
        values.add(node.values().get(i));
      }
    }
    return YamlNode.mapping(node.place(), keys, values);
  }
}
