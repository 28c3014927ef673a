package io.portcullis.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The addresses that may call within one scope, as the policy sets them. Immutable.
 *
 * <p>It restricts as soon as it holds one enabled entry; disabled entries count for nothing.
 */
public final class Allowlist {
  private final String scope;
  private final Mode mode;
  private final boolean open;
  private final List<Entry> entries;

  private Allowlist(String scope, Mode mode, boolean open, List<Entry> entries) {
    this.scope = scope;
    this.mode = mode;
    this.open = open;
    this.entries = entries;
  }

  /**
   * A list; with no entries, an empty one.
   *
   * @param scope whose it is: {@code global}, {@code tenant:acme}, {@code program:acme/prepaid},
   *     {@code key:acme-cron}
   * @param mode of the scope: monitor turns its denials into would-deny, off leaves it unasked
   */
  public static Allowlist of(String scope, Mode mode, List<Entry> entries) {
    return new Allowlist(
        scope, mode, false, Collections.unmodifiableList(new ArrayList<>(entries)));
  }

  /** The list {@code "*"}: open to everybody on purpose, whatever empty lists say. */
  public static Allowlist open(String scope) {
    return new Allowlist(scope, Mode.ENFORCE, true, Collections.<Entry>emptyList());
  }

  public String scope() {
    return scope;
  }

  public Mode mode() {
    return mode;
  }

  /** Whether it is the list {@code "*"}. */
  public boolean isOpen() {
    return open;
  }

  /** All entries in the order written, the disabled ones too. */
  public List<Entry> entries() {
    return entries;
  }

  /** Whether it keeps anybody out: it holds an enabled entry. */
  public boolean restricts() {
    for (Entry entry : entries) {
      if (entry.enabled()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return scope + (open ? " *" : " " + entries);
  }
}
