package io.portcullis.policy;

import io.portcullis.engine.Entry;

/** An entry that the management API has written, with who did it and when. Immutable. */
public final class ManagedEntry {
  private final Entry entry;
  private final String createdBy;
  private final long createdAt;
  private final long updatedAt;

  private ManagedEntry(Entry entry, String createdBy, long createdAt, long updatedAt) {
    this.entry = entry;
    this.createdBy = createdBy;
    this.createdAt = createdAt;
    this.updatedAt = updatedAt;
  }

  /** An entry; times are in milliseconds since the epoch. */
  static ManagedEntry of(Entry entry, String createdBy, long createdAt, long updatedAt) {
    return new ManagedEntry(entry, createdBy, createdAt, updatedAt);
  }

  public Entry entry() {
    return entry;
  }

  /** The name of the operator who has added it; empty where nobody wrote that down. */
  public String createdBy() {
    return createdBy;
  }

  public long createdAt() {
    return createdAt;
  }

  /** When it was changed last; when it was added where it never was. */
  public long updatedAt() {
    return updatedAt;
  }

  @Override
  public String toString() {
    return entry.toString();
  }
}
