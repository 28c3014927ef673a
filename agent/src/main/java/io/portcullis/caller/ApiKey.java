package io.portcullis.caller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An API key as a policy knows it: its id, its hash, and the tenants it belongs to. Immutable. */
public final class ApiKey {
  private static final int LONGEST_ID = 128;

  private final String id;
  private final KeyHash hash;
  private final boolean ofEveryTenant;
  private final List<String> tenants;
  private final Set<String> known;
  private final Optional<String> program;

  private ApiKey(
      String id,
      KeyHash hash,
      boolean ofEveryTenant,
      Collection<String> tenants,
      Optional<String> program) {
    this.id = id;
    this.hash = hash;
    this.ofEveryTenant = ofEveryTenant;
    this.tenants = Collections.unmodifiableList(new ArrayList<>(tenants));
    this.known = new HashSet<>(tenants);
    this.program = program;
  }

  /** A key of some tenants. */
  public static ApiKey of(String id, KeyHash hash, Collection<String> tenants) {
    return new ApiKey(id, hash, false, tenants, Optional.<String>empty());
  }

  /** A key that may be used for whatever tenant. */
  public static ApiKey ofEveryTenant(String id, KeyHash hash) {
    return new ApiKey(id, hash, true, Collections.<String>emptyList(), Optional.<String>empty());
  }

  /** The same key of one program; throws {@link IllegalStateException} unless it has one tenant. */
  public ApiKey withProgram(String name) {
    if (!hasOneTenant()) {
      throw new IllegalStateException("only a key of one tenant has a program");
    }
    return new ApiKey(id, hash, false, tenants, Optional.of(name));
  }

  /** Whether a text can be the id of a key: 1 to 128 letters, digits and {@code -_.:}. */
  public static boolean isId(String text) {
    boolean good = !text.isEmpty() && text.length() <= LONGEST_ID;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      good &= word || "-_.:".indexOf(c) >= 0;
    }
    return good;
  }

  public String id() {
    return id;
  }

  public KeyHash hash() {
    return hash;
  }

  /** Whether it belongs to whatever tenant, also to those that the policy does not know. */
  public boolean isOfEveryTenant() {
    return ofEveryTenant;
  }

  /** Whether it names a tenant by itself. */
  public boolean hasOneTenant() {
    return tenants.size() == 1;
  }

  /** Its tenants in the order written; none where it is of every tenant. */
  public List<String> tenants() {
    return tenants;
  }

  boolean isOf(String tenant) {
    return ofEveryTenant || known.contains(tenant);
  }

  /** The program of its one tenant that it names by itself. */
  public Optional<String> program() {
    return program;
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
