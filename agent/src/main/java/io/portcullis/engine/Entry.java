package io.portcullis.engine;

import io.portcullis.ip.IpRule;

/** One line of an allowlist: an address rule, what it is called and where it stands. Immutable. */
public final class Entry {
  // Empty where it is derived from the rule, as it is for the millions.
  private final String ownId;
  private final IpRule rule;
  private final String description;
  private final String owner;
  private final boolean enabled;
  private final TimeSpan times;
  private final String file;
  private final int line;
  private final int column;

  private Entry(
      String ownId,
      IpRule rule,
      String description,
      String owner,
      boolean enabled,
      TimeSpan times,
      String file,
      int line,
      int column) {
    this.ownId = ownId;
    this.rule = rule;
    this.description = description;
    this.owner = owner;
    this.enabled = enabled;
    this.times = times;
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /**
   * An entry.
   *
   * @param id the operator's, empty where it is to be derived
   * @param description free text, empty where the operator gave none; so is {@code owner}
   * @param place where it is written, {@code file:line:column}
   */
  public static Entry of(
      String id, IpRule rule, String description, String owner, boolean enabled, String place) {
    return new Entry(id, rule, description, owner, enabled, TimeSpan.ALWAYS, place, 0, 0);
  }

  /**
   * An enabled entry that is a rule and nothing else. A list can have a million of them: what can
   * be told from the rule and the place is made when it is asked for.
   */
  public static Entry ofRule(IpRule rule, String file, int line, int column) {
    return new Entry("", rule, "", "", true, TimeSpan.ALWAYS, file, line, column);
  }

  /** The same entry, counting in a span of time. */
  public Entry during(TimeSpan span) {
    return new Entry(ownId, rule, description, owner, enabled, span, file, line, column);
  }

  /** Stable over reloads: the operator's, else derived from the rule's canonical text. */
  public String id() {
    return hasOwnId() ? ownId : idOf(rule);
  }

  /** Whether the operator gave it an id. */
  public boolean hasOwnId() {
    return !ownId.isEmpty();
  }

  /** The id of a rule without one: its canonical text, fit for the path of a URL. */
  public static String idOf(IpRule rule) {
    return rule.toString().replace('/', '_');
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

  /** When it counts. Out of time it admits nobody, and its list restricts as if it did count. */
  public TimeSpan times() {
    return times;
  }

  /** Where it is written, {@code file:line:column}. */
  public String place() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }

  @Override
  public String toString() {
    return id() + " (" + rule + ")";
  }
}
