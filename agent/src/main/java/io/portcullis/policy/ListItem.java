package io.portcullis.policy;

import io.portcullis.engine.Entry;
import java.util.Optional;

/** One item of an address list: an entry, or a reference to a set or a list file. Immutable. */
final class ListItem {
  /** What an item is. */
  enum Kind {
    ENTRY,
    SET,
    FILE
  }

  private final Kind kind;
  private final Place place;
  private final String name;
  private final Optional<Entry> entry;

  private ListItem(Kind kind, Place place, String name, Optional<Entry> entry) {
    this.kind = kind;
    this.place = place;
    this.name = name;
    this.entry = entry;
  }

  static ListItem entry(Place place, Entry entry) {
    return new ListItem(Kind.ENTRY, place, "", Optional.of(entry));
  }

  static ListItem set(Place place, String name) {
    return new ListItem(Kind.SET, place, name, Optional.empty());
  }

  static ListItem file(Place place, String name) {
    return new ListItem(Kind.FILE, place, name, Optional.empty());
  }

  Kind kind() {
    return kind;
  }

  Place place() {
    return place;
  }

  /** The set's or the file's name as written; empty for an entry. */
  String name() {
    return name;
  }

  /** The entry; throws {@link IllegalStateException} for a reference. */
  Entry entry() {
    if (!entry.isPresent()) {
      throw new IllegalStateException("a reference is no entry");
    }
    return entry.get();
  }

  /** A reference as it was written: {@code {set: corporate}}. */
  @Override
  public String toString() {
    switch (kind) {
      case SET:
        return "{set: " + name + "}";
      case FILE:
        return "{file: " + name + "}";
      default:
        return entry().toString();
    }
  }
}
