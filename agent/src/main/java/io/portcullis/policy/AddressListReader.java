package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.engine.TimeSpan;
import io.portcullis.ip.IpRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the address lists of a document: rules in short and long form, references, {@code "*"}. */
final class AddressListReader {
  private static final int LONGEST_ID = 128;

  /** What a list may be. */
  private static final String FORMS = "`[203.0.113.0/24, …]`, `{set: name}` or `{file: path}`";

  private final Problems problems;

  AddressListReader(Problems problems) {
    this.problems = problems;
  }

  /** A list where {@code "*"} may stand for everybody. */
  AddressList readOrOpen(String name, YamlNode node) {
    if (node.isScalar() && node.text().equals("*")) {
      return AddressList.open(name, node.place());
    }
    return read(
        name,
        node,
        FORMS + ", or `\"*\"` for everybody",
        "; for everybody write `\"*\"` in place of the whole list");
  }

  /** A list where {@code "*"} must not stand. */
  AddressList read(String name, YamlNode node) {
    return read(name, node, FORMS, "; write the addresses that are meant");
  }

  private AddressList read(String name, YamlNode node, String forms, String starCure) {
    List<ListItem> items = new ArrayList<>();
    RuleReader rules = new RuleReader(problems);
    if (node.isSequence()) {
      for (YamlNode item : node.values()) {
        readItem(name, item, starCure, rules, items);
      }
    } else if (isReference(node)) {
      readReference(name, node, items);
    } else if (node.text().equals("*")) {
      problems.error(
          node.place(),
          "STAR_NOT_ALLOWED",
          "`*` must not stand in " + Problems.quoted(name) + starCure);
    } else {
      problems.error(
          node.place(),
          "WRONG_TYPE",
          Problems.quoted(name)
              + " is a list, this is "
              + node.kind().words()
              + "; write "
              + forms);
    }
    rules.finish(node.place());
    int written = node.isSequence() ? node.values().size() : 1;
    return AddressList.of(name, node.place(), items.size() == written, items);
  }

  private void readItem(
      String name, YamlNode item, String starCure, RuleReader rules, List<ListItem> items) {
    if (isReference(item)) {
      readReference(name, item, items);
    } else if (item.isMapping()) {
      readLongEntry(name, item, rules, items);
    } else if (item.isSequence()) {
      problems.error(
          item.place(),
          "WRONG_TYPE",
          "an item of "
              + Problems.quoted(name)
              + " is an address rule, this is a list; write its items one level up");
    } else if (item.isNull()) {
      problems.error(
          item.place(),
          "NULL_VALUE",
          "an item of " + Problems.quoted(name) + " is missing here; write an address rule");
    } else if (item.text().equals("*")) {
      problems.error(
          item.place(),
          "STAR_NOT_ALLOWED",
          "`*` must not stand among the items of " + Problems.quoted(name) + starCure);
    } else {
      Optional<IpRule> rule = rules.rule(item.text(), item.place());
      if (rule.isPresent()) {
        Entry entry = RuleReader.entry(rule.get(), item.place());
        items.add(ListItem.entry(item.place(), entry));
      }
    }
  }

  private static boolean isReference(YamlNode node) {
    return hasKey(node, "set") || hasKey(node, "file");
  }

  private static boolean hasKey(YamlNode node, String name) {
    boolean found = false;
    for (YamlNode key : node.keys()) {
      if (key.text().equals("address")) {
        return false;
      }
      found |= key.text().equals(name);
    }
    return found;
  }

  private void readReference(String name, YamlNode node, List<ListItem> items) {
    String kind = hasKey(node, "set") ? "set" : "file";
    Section section = Section.of(name, node, problems, kind);
    boolean set = kind.equals("set");
    Optional<String> target = section.requiredText(kind, set ? "corporate" : "lists/office.txt");
    if (!target.isPresent()) {
      return;
    }
    Place place = section.value(kind).get().place();
    if (set) {
      items.add(ListItem.set(place, target.get()));
    } else if (isBelow(target.get())) {
      items.add(ListItem.file(place, target.get()));
    } else {
      problems.error(
          place,
          "LIST_PATH",
          "the list "
              + Problems.quoted(target.get())
              + " is not below the policy's own folder; write a relative path without `..` and"
              + " with `/` between folders, such as `lists/office.txt`");
    }
  }

  /** Whether a path stays below the folder that it starts from, on every system. */
  static boolean isBelow(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      // A colon starts a drive or a stream of a file on Windows.
      if (c < ' ' || c == 0x7f || c == '\\' || c == ':') {
        return false;
      }
    }
    int start = 0;
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
      if (end == start || path.substring(start, end).equals("..")) {
        return false;
      }
      start = end + 1;
    }
    String last = path.substring(start);
    return !last.isEmpty() && !last.equals(".") && !last.equals("..");
  }

  private void readLongEntry(String name, YamlNode node, RuleReader rules, List<ListItem> items) {
    Section section =
        Section.of(
            name + "[]",
            node,
            problems,
            "address",
            "id",
            "description",
            "owner",
            "enabled",
            "from",
            "until");
    Optional<String> address = section.requiredText("address", "203.0.113.0/24");
    Optional<String> id = section.text("id");
    String description = section.text("description").orElse("");
    String owner = section.text("owner").orElse("");
    boolean enabled = section.truth("enabled", true);
    boolean idIsGood = !id.isPresent() || isGoodId(id.get(), section);
    Optional<TimeSpan> times = times(section);
    if (!address.isPresent()) {
      return;
    }
    Place place = section.value("address").get().place();
    if (address.get().equals("*")) {
      problems.error(
          place, "STAR_NOT_ALLOWED", "`*` is no address rule; write the addresses that are meant");
      return;
    }
    Optional<IpRule> rule = rules.rule(address.get(), place);
    if (rule.isPresent() && idIsGood && times.isPresent()) {
      Entry entry =
          Entry.of(id.orElse(""), rule.get(), description, owner, enabled, place.toString());
      items.add(ListItem.entry(place, entry.during(times.get())));
    }
  }

  /** When the entry counts; nothing where that is written wrongly. */
  private Optional<TimeSpan> times(Section section) {
    OptionalLong from = section.instant("from");
    OptionalLong until = section.instant("until");
    if (section.has("from") != from.isPresent() || section.has("until") != until.isPresent()) {
      return Optional.empty(); // told already
    }
    if (from.isPresent() && until.isPresent() && from.getAsLong() >= until.getAsLong()) {
      problems.error(
          section.value("until").get().place(),
          "NEVER_IN_TIME",
          "`until` "
              + Problems.quoted(section.value("until").get().text())
              + " is not behind `from` "
              + Problems.quoted(section.value("from").get().text())
              + ": the entry would never count; exchange or mend them");
      return Optional.empty();
    }
    return Optional.of(TimeSpan.of(from, until));
  }

  private boolean isGoodId(String id, Section section) {
    boolean good = !id.isEmpty() && id.length() <= LONGEST_ID;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      good &= word || "-_.:".indexOf(c) >= 0;
    }
    if (!good) {
      problems.error(
          section.value("id").get().place(),
          "WRONG_VALUE",
          "the id "
              + Problems.quoted(id)
              + " is not made of 1 to "
              + LONGEST_ID
              + " letters, digits and `-`, `_`, `.`, `:`");
    }
    return good;
  }
}
