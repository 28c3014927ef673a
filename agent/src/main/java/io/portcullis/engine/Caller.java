package io.portcullis.engine;

import java.util.Objects;

/**
 * Who is calling, as far as the request tells: a tenant of the policy, or nobody known. Immutable.
 */
public final class Caller {
  /** A request that names no known tenant. */
  public static final Caller ANONYMOUS = new Caller("");

  private final String tenant;

  private Caller(String tenant) {
    this.tenant = tenant;
  }

  public static Caller ofTenant(String tenant) {
    if (tenant.isEmpty()) {
      throw new IllegalArgumentException("a tenant has a name");
    }
    return new Caller(tenant);
  }

  public boolean hasTenant() {
    return !tenant.isEmpty();
  }

  /**
   * The tenant's name as the policy writes it; throws {@link IllegalStateException} where there is
   * none.
   */
  public String tenant() {
    if (tenant.isEmpty()) {
      throw new IllegalStateException("no tenant");
    }
    return tenant;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Caller && ((Caller) other).tenant.equals(tenant);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(tenant);
  }
}
