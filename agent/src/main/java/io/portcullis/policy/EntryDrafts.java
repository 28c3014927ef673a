package io.portcullis.policy;

import io.portcullis.engine.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries as somebody wants them, given as texts, read as strictly as those of a policy file and
 * with the same words for what is wrong. Immutable.
 */
public final class EntryDrafts {
  /** The most characters of a description, or of an owner. */
  public static final int LONGEST_TEXT = 500;

  private final List<Entry> entries;
  private final Map<Integer, String> wrong;
  private final List<String> warnings;

  private EntryDrafts(List<Entry> entries, Map<Integer, String> wrong, List<String> warnings) {
    this.entries = entries;
    this.wrong = wrong;
    this.warnings = warnings;
  }

  /**
   * Reads entries.
   *
   * @param drafts each a map with {@code address} and, as the language of policies has them, {@code
   *     id}, {@code description}, {@code owner}, {@code enabled}, {@code from}, {@code until}; null
   *     stands for a key that is not there
   */
  public static EntryDrafts read(List<? extends Map<String, ? extends @Nullable Object>> drafts) {
    Problems problems = new Problems("");
    List<YamlNode> nodes = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      nodes.add(node(drafts.get(i), i, problems));
    }
    AddressListReader reader = new AddressListReader(problems);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      // One by one, so that each has its own problems told and nobody counts them.
      AddressList one =
          reader.read(
              "entry", YamlNode.sequence(place(i), Collections.singletonList(nodes.get(i))));
      for (ListItem item : one.items()) {
        if (item.kind() == ListItem.Kind.ENTRY) {
          entries.add(item.entry());
        } else {
          problems.error(
              place(i), "WRONG_VALUE", "only addresses can be managed, and this is " + item);
        }
      }
    }
    Map<Integer, String> wrong = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    for (Problem problem : problems.inOrder()) {
      if (!problem.isError()) {
        warnings.add(problem.message());
      } else if (!wrong.containsKey(problem.place().line() - 1)) {
        wrong.put(problem.place().line() - 1, problem.message());
      }
    }
    return new EntryDrafts(
        Collections.unmodifiableList(entries),
        Collections.unmodifiableMap(wrong),
        Collections.unmodifiableList(warnings));
  }

  private static Place place(int index) {
    return Place.of("", index + 1, 1);
  }

  private static YamlNode node(
      Map<String, ? extends @Nullable Object> draft, int index, Problems problems) {
    List<YamlNode> keys = new ArrayList<>();
    List<YamlNode> values = new ArrayList<>();
    for (Map.Entry<String, ? extends @Nullable Object> field : draft.entrySet()) {
      Object value = field.getValue();
      if (value == null) {
        continue;
      }
      keys.add(YamlNode.scalar(place(index), field.getKey(), false));
      if (value instanceof Boolean) {
        values.add(YamlNode.scalar(place(index), value.toString(), true));
      } else if (value instanceof String) {
        checkText(field.getKey(), (String) value, index, problems);
        values.add(YamlNode.scalar(place(index), (String) value, false));
      } else {
        problems.error(
            place(index),
            "WRONG_TYPE",
            Problems.quoted(field.getKey()) + " is text, or `true` or `false` for `enabled`");
        values.add(YamlNode.scalar(place(index), "x", false));
      }
    }
    return YamlNode.mapping(place(index), keys, values);
  }

  private static void checkText(String key, String text, int index, Problems problems) {
    boolean good = text.length() <= LONGEST_TEXT;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      good &= c >= ' ' && c != 0x7f && !(c >= 0xd800 && c <= 0xdfff);
    }
    if (!good) {
      problems.error(
          place(index),
          "WRONG_VALUE",
          Problems.quoted(key)
              + " is text of at most "
              + LONGEST_TEXT
              + " characters, without line ends and other control characters");
    }
  }

  /** The entries in the order given; all of them where nothing is {@link #wrong}. */
  public List<Entry> entries() {
    return entries;
  }

  /** By the index of what is wrong, the first thing that is. */
  public Map<Integer, String> wrong() {
    return wrong;
  }

  /** What is odd, such as bits behind a prefix. */
  public List<String> warnings() {
    return warnings;
  }

  /** An entry as a managed one; without an id of its own it gets this one. */
  public static ManagedEntry managed(
      Entry entry, String idIfNone, String by, long createdAt, long updatedAt) {
    Entry named =
        entry.hasOwnId()
            ? entry
            : Entry.of(
                    idIfNone,
                    entry.rule(),
                    entry.description(),
                    entry.owner(),
                    entry.enabled(),
                    entry.place())
                .during(entry.times());
    return ManagedEntry.of(named, by, createdAt, updatedAt);
  }
}
