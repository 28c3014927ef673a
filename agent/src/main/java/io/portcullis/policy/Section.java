package io.portcullis.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A mapping of the document, read strictly: what is wrong with its keys is a problem at once, what
 * is wrong with a value when the value is asked for.
 */
final class Section {
  private final String name;
  private final Place place;
  private final Map<String, YamlNode> keys;
  private final Map<String, YamlNode> values;
  private final Problems problems;

  private Section(
      String name,
      Place place,
      Map<String, YamlNode> keys,
      Map<String, YamlNode> values,
      Problems problems) {
    this.name = name;
    this.place = place;
    this.keys = keys;
    this.values = values;
    this.problems = problems;
  }

  /**
   * A mapping whose keys are those of the language; {@code name} is its path in the document, empty
   * for the root.
   */
  static Section of(String name, YamlNode node, Problems problems, String... known) {
    Section section = withAnyKeys(name, node, problems);
    Collection<String> words = Arrays.asList(known);
    for (Map.Entry<String, YamlNode> key : section.keys.entrySet()) {
      if (!words.contains(key.getKey())) {
        problems.error(
            key.getValue().place(),
            "UNKNOWN_KEY",
            "unknown key "
                + Problems.quoted(key.getKey())
                + (name.isEmpty() ? "" : " in " + Problems.quoted(name))
                + problems.suggestion(key.getKey(), words));
      }
    }
    return section;
  }

  /** A mapping whose keys are names that the operator chose. */
  static Section withAnyKeys(String name, YamlNode node, Problems problems) {
    if (!node.isMapping()) {
      problems.error(
          node.place(),
          node.isNull() ? "NULL_VALUE" : "WRONG_TYPE",
          name.isEmpty()
              ? "a policy is a mapping that starts with `portcullis: 1`, this is "
                  + node.kind().words()
              : Problems.quoted(name)
                  + " is a mapping of keys to values, this is "
                  + (node.isNull() ? "nothing" : node.kind().words()));
      return new Section(
          name, node.place(), Collections.emptyMap(), Collections.emptyMap(), problems);
    }
    Map<String, YamlNode> keys = new LinkedHashMap<>();
    Map<String, YamlNode> values = new LinkedHashMap<>();
    for (int i = 0; i < node.keys().size(); i++) {
      YamlNode key = node.keys().get(i);
      if (isUsableKey(key, keys, problems)) {
        keys.put(key.text(), key);
        values.put(key.text(), node.values().get(i));
      }
    }
    return new Section(name, node.place(), keys, values, problems);
  }

  private static boolean isUsableKey(
      YamlNode key, Map<String, YamlNode> before, Problems problems) {
    if (!key.isScalar()) {
      problems.error(key.place(), "WRONG_TYPE", "a key is a word, this is " + key.kind().words());
      return false;
    }
    if (key.isNull()) {
      problems.error(
          key.place(), "NULL_VALUE", "a key is missing here; put it in quotes if it is meant so");
      return false;
    }
    if (key.isPlain() && key.text().equals("<<")) {
      problems.error(
          key.place(),
          "MERGE_KEY",
          "the merge key `<<` is not allowed; write the keys out, or share addresses through `sets`");
      return false;
    }
    YamlNode first = before.get(key.text());
    if (first != null) {
      problems.error(
          key.place(),
          "DUPLICATE_KEY",
          "the key "
              + Problems.quoted(key.text())
              + " stands already at line "
              + first.place().line()
              + "; keep one of the two");
      return false;
    }
    return true;
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  /** The keys that are written here, in order. */
  Collection<String> keys() {
    return keys.keySet();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where a key is written; where the section starts if it is not. */
  Place placeOf(String key) {
    YamlNode node = keys.get(key);
    return node == null ? place : node.place();
  }

  /** The path of a key in the document. */
  String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  /** What stands under a key, null included. */
  Optional<YamlNode> valueOrNull(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** What stands under a key; null is a problem. */
  Optional<YamlNode> value(String key) {
    YamlNode node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node.isNull()) {
      problems.error(
          node.place(),
          "NULL_VALUE",
          Problems.quoted(path(key)) + " has no value; write one, or leave the key out");
      return Optional.empty();
    }
    return Optional.of(node);
  }

  /**
   * The sequence under a key; anything else is a problem.
   *
   * @param words what it is, such as {@code a list}
   * @param example how to write it
   */
  Optional<YamlNode> sequence(String key, String words, String example) {
    Optional<YamlNode> node = value(key);
    if (node.isPresent() && !node.get().isSequence()) {
      problems.error(
          node.get().place(),
          "WRONG_TYPE",
          Problems.quoted(path(key))
              + " is "
              + words
              + ", this is "
              + node.get().kind().words()
              + "; write `"
              + example
              + "`");
      return Optional.empty();
    }
    return node;
  }

  /** The text of a scalar. */
  Optional<String> text(String key) {
    Optional<YamlNode> node = value(key);
    return node.isPresent() ? textOf(node.get(), path(key)) : Optional.empty();
  }

  /** The text of a scalar that has to be there and to say something. */
  Optional<String> requiredText(String key, String example) {
    if (!has(key)) {
      missing(key, "write " + Problems.quoted(key + ": " + example));
      return Optional.empty();
    }
    Optional<String> text = text(key);
    if (text.isPresent() && text.get().isEmpty()) {
      problems.error(
          values(key).place(),
          "WRONG_VALUE",
          Problems.quoted(path(key))
              + " is empty; write something like "
              + Problems.quoted(example));
      return Optional.empty();
    }
    return text;
  }

  /** A key that has to be there is not. */
  void missing(String key, String cure) {
    problems.error(
        place, "MISSING_KEY", "the key " + Problems.quoted(path(key)) + " is missing; " + cure);
  }

  /** {@code true} or {@code false} and nothing else. */
  boolean truth(String key, boolean otherwise) {
    Optional<YamlNode> node = value(key);
    if (!node.isPresent()) {
      return otherwise;
    }
    String text = node.get().isPlain() ? node.get().text() : "";
    switch (text) {
      case "true":
        return true;
      case "false":
        return false;
      default:
        wrong(node.get(), key, "is `true` or `false`");
        return otherwise;
    }
  }

  /** A whole number in decimal digits. */
  OptionalInt number(String key, int least, int most) {
    Optional<YamlNode> node = value(key);
    if (!node.isPresent()) {
      return OptionalInt.empty();
    }
    String text = node.get().text();
    boolean digits = node.get().isPlain() && !text.isEmpty() && text.length() <= 9;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (digits && (text.length() == 1 || text.charAt(0) != '0')) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
      problems.error(
          node.get().place(),
          "WRONG_VALUE",
          Problems.quoted(path(key))
              + " is between "
              + least
              + " and "
              + most
              + ", not "
              + Problems.quoted(text));
    } else {
      wrong(node.get(), key, "is a whole number between " + least + " and " + most);
    }
    return OptionalInt.empty();
  }

  /**
   * A duration in milliseconds.
   *
   * @param range the bounds in words, such as {@code `1ms` to `1m`}
   */
  OptionalLong duration(String key, long least, long most, String range) {
    Optional<String> text = text(key);
    if (!text.isPresent()) {
      return OptionalLong.empty();
    }
    Place at = value(key).get().place();
    try {
      long millis = DurationText.parse(text.get());
      if (millis >= least && millis <= most) {
        return OptionalLong.of(millis);
      }
      problems.error(
          at,
          "WRONG_VALUE",
          Problems.quoted(path(key)) + " is of " + range + ", not " + Problems.quoted(text.get()));
    } catch (DurationSyntaxException e) {
      problems.error(at, "DURATION_INVALID", e);
    }
    return OptionalLong.empty();
  }

  /** An instant with its zone, in milliseconds since the epoch. */
  OptionalLong instant(String key) {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      try {
        return OptionalLong.of(InstantText.parse(text.get()));
      } catch (InstantSyntaxException e) {
        problems.error(values(key).place(), "INSTANT_INVALID", e);
      }
    }
    return OptionalLong.empty();
  }

  /** One of a few words. */
  Optional<String> oneOf(String key, String... words) {
    Optional<String> text = text(key);
    if (text.isPresent() && !Arrays.asList(words).contains(text.get())) {
      StringBuilder choice = new StringBuilder();
      for (int i = 0; i < words.length; i++) {
        choice.append(i == 0 ? "" : i == words.length - 1 ? " or " : ", ");
        choice.append(Problems.quoted(words[i]));
      }
      problems.error(
          values(key).place(),
          "WRONG_VALUE",
          Problems.quoted(path(key)) + " is " + choice + ", not " + Problems.quoted(text.get()));
      return Optional.empty();
    }
    return text;
  }

  /** The text of a scalar that stands alone, not under a key. */
  Optional<String> textOf(YamlNode node, String path) {
    if (node.isScalar() && !node.isNull()) {
      return Optional.of(node.text());
    }
    if (node.isNull()) {
      problems.error(
          node.place(), "NULL_VALUE", "a value of " + Problems.quoted(path) + " is missing here");
    } else {
      problems.error(
          node.place(),
          "WRONG_TYPE",
          Problems.quoted(path) + " is text, this is " + node.kind().words());
    }
    return Optional.empty();
  }

  private YamlNode values(String key) {
    YamlNode node = values.get(key);
    if (node == null) {
      throw new IllegalArgumentException(key);
    }
    return node;
  }

  private void wrong(YamlNode node, String key, String right) {
    String written =
        node.isScalar()
            ? (node.isPlain() ? "" : "the text in quotes ") + Problems.quoted(node.text())
            : node.kind().words();
    problems.error(
        node.place(), "WRONG_TYPE", Problems.quoted(path(key)) + " " + right + ", not " + written);
  }
}
