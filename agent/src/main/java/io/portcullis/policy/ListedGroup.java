package io.portcullis.policy;

import io.portcullis.engine.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A group of endpoints, or one of its endpoints, with what is in force for it: whether anybody is
 * kept out, and by how many rules. Immutable.
 */
public final class ListedGroup {
  private final String scope;
  private final Mode mode;
  private final List<String> match;
  private final Optional<Boolean> inherit;
  private final boolean enabled;
  private final List<String> domains;
  private final List<String> addresses;
  private final boolean restricted;
  private final int domainRules;
  private final int addressRules;

  ListedGroup(
      String scope,
      Mode mode,
      List<String> match,
      Optional<Boolean> inherit,
      boolean enabled,
      List<String> domains,
      List<String> addresses,
      boolean restricted,
      int domainRules,
      int addressRules) {
    this.scope = scope;
    this.mode = mode;
    this.match = Collections.unmodifiableList(new ArrayList<>(match));
    this.inherit = inherit;
    this.enabled = enabled;
    this.domains = Collections.unmodifiableList(new ArrayList<>(domains));
    this.addresses = Collections.unmodifiableList(new ArrayList<>(addresses));
    this.restricted = restricted;
    this.domainRules = domainRules;
    this.addressRules = addressRules;
  }

  /** {@code group:g} or {@code endpoint:g/e}. */
  public String scope() {
    return scope;
  }

  public Mode mode() {
    return mode;
  }

  /** Its path patterns. */
  public List<String> match() {
    return match;
  }

  /** Of an endpoint, whether its group's rules hold too. */
  public Optional<Boolean> inherit() {
    return inherit;
  }

  /** Whether it has rules of its own that are on. */
  public boolean enabled() {
    return enabled;
  }

  /** Its own domain patterns, on or off. */
  public List<String> domains() {
    return domains;
  }

  /** Its own enabled address rules, on or off, sets and files followed. */
  public List<String> addresses() {
    return addresses;
  }

  /** Whether anybody is kept out, by its own rules or inherited ones. */
  public boolean restricted() {
    return restricted;
  }

  /** How many domain patterns are in force. */
  public int domainRules() {
    return domainRules;
  }

  /** How many enabled address rules are in force. */
  public int addressRules() {
    return addressRules;
  }
}
