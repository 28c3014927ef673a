package io.portcullis.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose address list: one that a policy can hold and the management API can add to. Immutable. */
public final class ListScope {
  /** What kinds of lists there are. */
  public enum Kind {
    GLOBAL,
    TENANT,
    PROGRAM,
    KEY,
    SET,
    EXEMPT
  }

  public static final ListScope GLOBAL = new ListScope(Kind.GLOBAL, "", "");
  public static final ListScope EXEMPT = new ListScope(Kind.EXEMPT, "", "");

  private final Kind kind;
  private final String tenant;
  private final String name;

  private ListScope(Kind kind, String tenant, String name) {
    this.kind = kind;
    this.tenant = tenant;
    this.name = name;
  }

  public static ListScope tenant(String tenant) {
    return new ListScope(Kind.TENANT, tenant, tenant);
  }

  public static ListScope program(String tenant, String program) {
    return new ListScope(Kind.PROGRAM, tenant, program);
  }

  public static ListScope key(String id) {
    return new ListScope(Kind.KEY, "", id);
  }

  public static ListScope set(String name) {
    return new ListScope(Kind.SET, "", name);
  }

  public Kind kind() {
    return kind;
  }

  /** The tenant of a tenant's or a program's list; throws for any other. */
  public String tenant() {
    if (tenant.isEmpty()) {
      throw new IllegalStateException(this + " is of no tenant");
    }
    return tenant;
  }

  /** The name of a tenant, a program, a key or a set; empty for what there is one of. */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListScope
        && ((ListScope) other).kind == kind
        && ((ListScope) other).tenant.equals(tenant)
        && ((ListScope) other).name.equals(name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, tenant, name);
  }

  /** As decisions name it: {@code global}, {@code tenant:acme}, {@code program:acme/prepaid}. */
  @Override
  public String toString() {
    switch (kind) {
      case GLOBAL:
        return "global";
      case TENANT:
        return "tenant:" + name;
      case PROGRAM:
        return "program:" + tenant + "/" + name;
      case KEY:
        return "key:" + name;
      case SET:
        return "set:" + name;
      default:
        return "exempt.addresses";
    }
  }
}
