package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The managed part of one address list: its entries, the oldest first, or {@code "*"}. Immutable.
 */
public final class ManagedList {
  static final ManagedList EMPTY =
      new ManagedList(false, Collections.<ManagedEntry>emptyList(), Optional.<Place>empty());

  private final boolean open;
  private final List<ManagedEntry> entries;
  private final Optional<Place> place;

  private ManagedList(boolean open, List<ManagedEntry> entries, Optional<Place> place) {
    this.open = open;
    this.entries = entries;
    this.place = place;
  }

  public static ManagedList of(List<ManagedEntry> entries) {
    return new ManagedList(
        false, Collections.unmodifiableList(new ArrayList<>(entries)), Optional.<Place>empty());
  }

  /** The list {@code "*"}: for everybody. */
  public static ManagedList open() {
    return new ManagedList(true, Collections.<ManagedEntry>emptyList(), Optional.<Place>empty());
  }

  ManagedList at(Place where) {
    return new ManagedList(open, entries, Optional.of(where));
  }

  public boolean isOpen() {
    return open;
  }

  /** The oldest first. */
  public List<ManagedEntry> entries() {
    return entries;
  }

  boolean isEmpty() {
    return !open && entries.isEmpty();
  }

  /** Where it is written; empty where it is not yet. */
  Optional<Place> place() {
    return place;
  }

  /** The same in the form in which a policy has its lists. */
  AddressList addressList(String name, Place fallback) {
    Place where = place.orElse(fallback);
    if (open) {
      return AddressList.open(name, where);
    }
    List<ListItem> items = new ArrayList<>(entries.size());
    for (ManagedEntry entry : entries) {
      items.add(ListItem.entry(Place.parse(entry.entry().place()), entry.entry()));
    }
    return AddressList.of(name, where, true, items);
  }
}
