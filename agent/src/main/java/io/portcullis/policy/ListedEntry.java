package io.portcullis.policy;

import io.portcullis.engine.Entry;
import java.util.Optional;

/** An entry of a list with where it comes from. Immutable. */
public final class ListedEntry {
  /** The source of what the API has written. */
  public static final String MANAGED = "managed";

  private final Entry entry;
  private final Optional<ManagedEntry> managed;
  private final String source;

  private ListedEntry(Entry entry, Optional<ManagedEntry> managed, String source) {
    this.entry = entry;
    this.managed = managed;
    this.source = source;
  }

  static ListedEntry managed(ManagedEntry entry) {
    return new ListedEntry(entry.entry(), Optional.of(entry), MANAGED);
  }

  static ListedEntry ofFile(Entry entry, String fileAndLine) {
    return new ListedEntry(entry, Optional.<ManagedEntry>empty(), fileAndLine);
  }

  public Entry entry() {
    return entry;
  }

  /** Its history; empty where it stands in the operator's file or a list. */
  public Optional<ManagedEntry> managed() {
    return managed;
  }

  /** {@code file:line}, or {@link #MANAGED}. */
  public String source() {
    return source;
  }
}
