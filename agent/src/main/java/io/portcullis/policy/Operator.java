package io.portcullis.policy;

import io.portcullis.caller.KeyHash;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Someone who may use the management API: known by the hash of a token, with a role. Immutable;
 * {@code toString} does not show the hash.
 */
public final class Operator {
  /** What an operator may do. */
  public enum Role {
    /** Reads. */
    VIEWER("viewer"),
    /** What concerns the lists of its own tenants. */
    TENANT_ADMIN("tenant-admin"),
    /** Everything. */
    PLATFORM_ADMIN("platform-admin");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** The name in a policy. */
    public String word() {
      return word;
    }
  }

  private final String name;
  private final KeyHash token;
  private final Role role;
  private final Set<String> tenants;

  private Operator(String name, KeyHash token, Role role, Set<String> tenants) {
    this.name = name;
    this.token = token;
    this.role = role;
    this.tenants = tenants;
  }

  /** An operator; without tenants it is one of the whole platform. */
  static Operator of(String name, KeyHash token, Role role, Set<String> tenants) {
    return new Operator(
        name, token, role, Collections.unmodifiableSet(new LinkedHashSet<>(tenants)));
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  /** Whether it sees the whole platform, and not only tenants of its own. */
  public boolean isOfPlatform() {
    return tenants.isEmpty();
  }

  /** The tenants whose operator it is; none where it is one of the platform. */
  public Set<String> tenants() {
    return tenants;
  }

  /** Whether it may see what belongs to one tenant. */
  public boolean sees(String tenant) {
    return isOfPlatform() || tenants.contains(tenant);
  }

  KeyHash token() {
    return token;
  }

  @Override
  public String toString() {
    return name + " (" + role.word() + ")";
  }
}
