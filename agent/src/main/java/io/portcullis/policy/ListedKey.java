package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** An API key of the operator's file, or one that is managed, without its hash. Immutable. */
public final class ListedKey {
  private final String id;
  private final boolean ofEveryTenant;
  private final List<String> tenants;
  private final Optional<String> program;
  private final Optional<ManagedKey> managed;
  private final String source;

  ListedKey(
      String id,
      boolean ofEveryTenant,
      Collection<String> tenants,
      Optional<String> program,
      Optional<ManagedKey> managed,
      String source) {
    this.id = id;
    this.ofEveryTenant = ofEveryTenant;
    this.tenants = Collections.unmodifiableList(new ArrayList<>(tenants));
    this.program = program;
    this.managed = managed;
    this.source = source;
  }

  public String id() {
    return id;
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

  /** Its history; empty where it stands in the operator's file. */
  public Optional<ManagedKey> managed() {
    return managed;
  }

  /** {@code file:line}, or {@link ListedEntry#MANAGED}. */
  public String source() {
    return source;
  }
}
