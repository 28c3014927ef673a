package io.portcullis.engine;

import io.portcullis.ip.IpRule;

/** One line of an allowlist: an address rule, what it is called and where it stands. Immutable. */
public final class Entry {
  private final String id;
  private final IpRule rule;
  private final String description;
  private final String owner;
  private final boolean enabled;
  private final String place;

  private Entry(
      String id, IpRule rule, String description, String owner, boolean enabled, String place) {
    this.id = id;
    this.rule = rule;
    this.description = description;
    this.owner = owner;
    this.enabled = enabled;
    this.place = place;
  }

  /**
   * An entry.
   *
   * @param description free text, empty where the operator gave none; so is {@code owner}
   * @param place where it is written, {@code file:line:column}
   */
  public static Entry of(
      String id, IpRule rule, String description, String owner, boolean enabled, String place) {
    return new Entry(id, rule, description, owner, enabled, place);
  }

  /** Stable over reloads: the operator's, else derived from the rule's canonical text. */
  public String id() {
    return id;
  }

  public IpRule rule() {
    return rule;
  }

  public String description() {
    return description;
  }

  public String owner() {
    return owner;
  }

  /** A disabled entry admits nobody and restricts nobody. */
  public boolean enabled() {
    return enabled;
  }

  public String place() {
    return place;
  }

  @Override
  public String toString() {
    return id + " (" + rule + ")";
  }
}
