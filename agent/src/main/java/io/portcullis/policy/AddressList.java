package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An address list as the policy writes it, its references to sets and files not yet followed; or
 * {@code "*"}. Immutable.
 */
final class AddressList {
  private final String name;
  private final Place place;
  private final boolean open;
  private final boolean whole;
  private final List<ListItem> items;

  private AddressList(String name, Place place, boolean open, boolean whole, List<ListItem> items) {
    this.name = name;
    this.place = place;
    this.open = open;
    this.whole = whole;
    this.items = items;
  }

  /**
   * A list.
   *
   * @param name its path in the document, such as {@code tenants.acme.allow}
   * @param whole whether nothing that is written there was left out as wrong
   */
  static AddressList of(String name, Place place, boolean whole, List<ListItem> items) {
    return new AddressList(
        name, place, false, whole, Collections.unmodifiableList(new ArrayList<>(items)));
  }

  /** A list that is missing, or written so that it is none. */
  static AddressList broken(String name, Place place) {
    return of(name, place, false, Collections.<ListItem>emptyList());
  }

  /** The list {@code "*"}. */
  static AddressList open(String name, Place place) {
    return new AddressList(name, place, true, true, Collections.<ListItem>emptyList());
  }

  /** This list and another one together, called as this one. */
  AddressList and(AddressList more) {
    List<ListItem> all = new ArrayList<>(items);
    all.addAll(more.items);
    return new AddressList(
        name, place, open || more.open, whole && more.whole, Collections.unmodifiableList(all));
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether nothing that is written there was left out: only then can it be said to be empty. */
  boolean isWhole() {
    return whole;
  }

  List<ListItem> items() {
    return items;
  }
}
