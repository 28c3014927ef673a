package io.portcullis.policy;

import io.portcullis.caller.KeyHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An API key that the management API has made: its hash, never itself. Immutable; {@code toString}
 * does not show the hash.
 */
public final class ManagedKey {
  private final String id;
  private final KeyHash hash;
  private final boolean ofEveryTenant;
  private final List<String> tenants;
  private final Optional<String> program;
  private final String description;
  private final String createdBy;
  private final long createdAt;
  private final long updatedAt;

  private ManagedKey(
      String id,
      KeyHash hash,
      boolean ofEveryTenant,
      Collection<String> tenants,
      Optional<String> program,
      String description,
      String createdBy,
      long createdAt,
      long updatedAt) {
    this.id = id;
    this.hash = hash;
    this.ofEveryTenant = ofEveryTenant;
    this.tenants = Collections.unmodifiableList(new ArrayList<>(tenants));
    this.program = program;
    this.description = description;
    this.createdBy = createdBy;
    this.createdAt = createdAt;
    this.updatedAt = updatedAt;
  }

  /** A key of some tenants; times are in milliseconds since the epoch. */
  public static ManagedKey of(
      String id,
      KeyHash hash,
      Collection<String> tenants,
      Optional<String> program,
      String createdBy,
      long at) {
    return new ManagedKey(id, hash, false, tenants, program, "", createdBy, at, at);
  }

  /** A key of whatever tenant. */
  public static ManagedKey ofEveryTenant(String id, KeyHash hash, String createdBy, long at) {
    return new ManagedKey(
        id,
        hash,
        true,
        Collections.<String>emptyList(),
        Optional.<String>empty(),
        "",
        createdBy,
        at,
        at);
  }

  public ManagedKey described(String words) {
    return new ManagedKey(
        id, hash, ofEveryTenant, tenants, program, words, createdBy, createdAt, updatedAt);
  }

  public ManagedKey updatedAt(long at) {
    return new ManagedKey(
        id, hash, ofEveryTenant, tenants, program, description, createdBy, createdAt, at);
  }

  /** The same key for other tenants, and for a program of the one where there is one. */
  public ManagedKey movedTo(boolean everyTenant, Collection<String> others, Optional<String> to) {
    return new ManagedKey(
        id, hash, everyTenant, others, to, description, createdBy, createdAt, updatedAt);
  }

  public String id() {
    return id;
  }

  KeyHash hash() {
    return hash;
  }

  public boolean isOfEveryTenant() {
    return ofEveryTenant;
  }

  public List<String> tenants() {
    return tenants;
  }

  public Optional<String> program() {
    return program;
  }

  public String description() {
    return description;
  }

  public String createdBy() {
    return createdBy;
  }

  public long createdAt() {
    return createdAt;
  }

  public long updatedAt() {
    return updatedAt;
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
