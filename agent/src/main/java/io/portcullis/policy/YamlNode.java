package io.portcullis.policy;

import java.util.Collections;
import java.util.List;

/**
 * One value of a YAML text with the place it starts at: a scalar as it was written, a sequence or a
 * mapping. Immutable. Two places of a document may hold the same node, where one is an alias; the
 * reader has bounded what that can grow to.
 */
final class YamlNode {
  /** What a node is. */
  enum Kind {
    SCALAR("a value"),
    SEQUENCE("a list"),
    MAPPING("a mapping");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final Kind kind;
  private final Place place;
  private final String text;
  private final boolean plain;
  private final List<YamlNode> keys;
  private final List<YamlNode> values;
  private final int size;
  private final int height;

  private YamlNode(
      Kind kind,
      Place place,
      String text,
      boolean plain,
      List<YamlNode> keys,
      List<YamlNode> values) {
    this.kind = kind;
    this.place = place;
    this.text = text;
    this.plain = plain;
    this.keys = keys;
    this.values = values;
    int nodes = 1;
    int tallest = 0;
    for (YamlNode key : keys) {
      nodes += key.size;
      tallest = Math.max(tallest, key.height);
    }
    for (YamlNode value : values) {
      nodes += value.size;
      tallest = Math.max(tallest, value.height);
    }
    this.size = nodes;
    this.height = tallest + 1;
  }

  /**
   * A scalar.
   *
   * @param plain whether it was written without quotes and not as a block
   */
  static YamlNode scalar(Place place, String text, boolean plain) {
    return new YamlNode(
        Kind.SCALAR, place, text, plain, Collections.emptyList(), Collections.emptyList());
  }

  static YamlNode sequence(Place place, List<YamlNode> items) {
    return new YamlNode(Kind.SEQUENCE, place, "", false, Collections.emptyList(), items);
  }

  /** A mapping; the key at each index belongs to the value there. */
  static YamlNode mapping(Place place, List<YamlNode> keys, List<YamlNode> values) {
    return new YamlNode(Kind.MAPPING, place, "", false, keys, values);
  }

  Kind kind() {
    return kind;
  }

  Place place() {
    return place;
  }

  boolean isScalar() {
    return kind == Kind.SCALAR;
  }

  boolean isSequence() {
    return kind == Kind.SEQUENCE;
  }

  boolean isMapping() {
    return kind == Kind.MAPPING;
  }

  /** The written text of a scalar, quotes and escapes resolved; empty for anything else. */
  String text() {
    return text;
  }

  /** Whether a scalar was written bare: only such a one can be a number, a truth value or null. */
  boolean isPlain() {
    return plain;
  }

  /** Whether nothing was written where a value could be, or one of YAML's words for nothing. */
  boolean isNull() {
    if (!plain) {
      return false;
    }
    switch (text) {
      case "":
      case "~":
      case "null":
      case "Null":
      case "NULL":
        return true;
      default:
        return false;
    }
  }

  /** The keys of a mapping in the order written, duplicates included. */
  List<YamlNode> keys() {
    return keys;
  }

  /** The items of a sequence, or the values of a mapping. */
  List<YamlNode> values() {
    return values;
  }

  /** How many nodes it is, itself included, each alias counted as all that it stands for. */
  int size() {
    return size;
  }

  /** How many levels deep it is; 1 for a scalar. */
  int height() {
    return height;
  }
}
