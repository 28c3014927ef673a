package io.portcullis.caller;

import io.portcullis.engine.Caller;
import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tenant a request is for. All sources are read; those that yield a name must agree, and the
 * name must be exactly that of a tenant of the policy.
 */
public final class CallerCheck implements Check {
  private static final Verdict NOT_CONFIGURED = Verdict.skipped(CheckName.CALLER, "not_configured");
  private static final Verdict NO_TENANT = Verdict.pass(CheckName.CALLER, "no_tenant");
  private static final Verdict TENANT = Verdict.pass(CheckName.CALLER, "tenant");
  private static final Verdict AS_GLOBAL = Verdict.pass(CheckName.CALLER, "unknown_tenant");
  private static final Verdict UNKNOWN =
      Verdict.deny(CheckName.CALLER, Code.CALLER_UNKNOWN, "unknown_tenant", "");
  private static final Verdict CONFLICT =
      Verdict.deny(CheckName.CALLER, Code.TENANT_CONFLICT, "sources_disagree", "");

  private final TenantSource[] sources;
  private final Map<String, Caller> tenants;
  private final OnUnknownTenant unknown;

  private CallerCheck(
      TenantSource[] sources, Map<String, Caller> tenants, OnUnknownTenant unknown) {
    this.sources = sources;
    this.tenants = tenants;
    this.unknown = unknown;
  }

  /**
   * The check.
   *
   * @param sources all places that may name a tenant; none: no request has one
   * @param tenants the names that the policy knows
   */
  public static CallerCheck of(
      List<TenantSource> sources, Set<String> tenants, OnUnknownTenant unknown) {
    Map<String, Caller> callers = new HashMap<>();
    for (String tenant : tenants) {
      callers.put(tenant, Caller.ofTenant(tenant));
    }
    TenantSource[] all = new ArrayList<>(sources).toArray(new TenantSource[0]);
    return new CallerCheck(all, callers, unknown);
  }

  @Override
  public CheckName name() {
    return CheckName.CALLER;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (sources.length == 0) {
      return NOT_CONFIGURED;
    }
    TenantClaim named = TenantClaim.NONE;
    boolean agreed = true;
    for (TenantSource source : sources) {
      TenantClaim claim = source.claimOf(evaluation.request());
      if (claim.isUnreadable()) {
        evaluation.callerUndetermined();
        return Verdict.deny(CheckName.CALLER, Code.CALLER_UNREADABLE, claim.reason(), "");
      }
      if (claim.isName()) {
        agreed &= !named.isName() || named.name().equals(claim.name());
        named = claim;
      }
    }
    if (!agreed) {
      evaluation.callerUndetermined();
      return CONFLICT;
    }
    return named.isName() ? known(named.name(), evaluation) : NO_TENANT;
  }

  private Verdict known(String name, Evaluation evaluation) {
    Caller caller = tenants.get(name);
    if (caller != null) {
      evaluation.foundCaller(caller);
      return TENANT;
    }
    if (unknown == OnUnknownTenant.GLOBAL) {
      return AS_GLOBAL;
    }
    evaluation.callerUndetermined();
    return UNKNOWN;
  }
}
