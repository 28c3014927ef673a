package io.portcullis.engine;

import java.util.Objects;

/**
 * Who is calling, as far as the request tells: a tenant of the policy, a program of that tenant, an
 * API key; each of them or none. Immutable. The key is its id, never the secret.
 */
public final class Caller {
  /** A request that names nobody known. */
  public static final Caller ANONYMOUS = new Caller("", "", "");

  private final String tenant;
  private final String program;
  private final String key;

  private Caller(String tenant, String program, String key) {
    this.tenant = tenant;
    this.program = program;
    this.key = key;
  }

  public static Caller ofTenant(String tenant) {
    return new Caller(named(tenant, "a tenant"), "", "");
  }

  /** The same tenant's program; throws {@link IllegalStateException} where there is no tenant. */
  public Caller withProgram(String name) {
    if (tenant.isEmpty()) {
      throw new IllegalStateException("a program needs a tenant");
    }
    return new Caller(tenant, named(name, "a program"), key);
  }

  /** The same caller by an API key. */
  public Caller withKey(String id) {
    return new Caller(tenant, program, named(id, "a key"));
  }

  private static String named(String name, String what) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(what + " has a name");
    }
    return name;
  }

  public boolean hasTenant() {
    return !tenant.isEmpty();
  }

  /**
   * The tenant's name as the policy writes it; throws {@link IllegalStateException} where there is
   * none.
   */
  public String tenant() {
    return present(tenant, "tenant");
  }

  public boolean hasProgram() {
    return !program.isEmpty();
  }

  /** The program's name as the policy writes it; throws like {@link #tenant}. */
  public String program() {
    return present(program, "program");
  }

  public boolean hasKey() {
    return !key.isEmpty();
  }

  /** The id of the API key in the policy; throws like {@link #tenant}. */
  public String key() {
    return present(key, "key");
  }

  private static String present(String name, String what) {
    if (name.isEmpty()) {
      throw new IllegalStateException("no " + what);
    }
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Caller
        && ((Caller) other).tenant.equals(tenant)
        && ((Caller) other).program.equals(program)
        && ((Caller) other).key.equals(key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenant, program, key);
  }
}
