package io.portcullis.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the client's address is on the list that governs the caller: the most specific one that
 * is set, of its key, its program and its tenant; the global one where the request has no tenant.
 * Lists replace each other, they are never added up.
 *
 * <p>Every verdict is made when the policy is compiled, so that judging is a look-up. A client that
 * is a trusted proxy itself is on no list; one that cannot be read is not looked up here, since
 * {@link ClientAddressCheck} has refused it.
 */
public final class AllowlistCheck implements Check {
  private static final Verdict EXEMPT = Verdict.skipped(CheckName.ALLOWLIST, "address_exempt");
  private static final Verdict NO_CALLER =
      Verdict.notEvaluated(CheckName.ALLOWLIST, "caller_undetermined");

  private final GoverningList global;
  private final Map<String, TenantLists> tenants;
  private final Map<String, GoverningList> keys;
  private final EmptyAllowlist whenEmpty;
  private final boolean keysMayWiden;

  private AllowlistCheck(Builder builder) {
    this.global = builder.global;
    this.whenEmpty = builder.whenEmpty;
    this.tenants = builder.tenants;
    this.keys = builder.keys;
    this.keysMayWiden = builder.keysMayWiden;
  }

  /**
   * The check over the lists of tenants and the global one.
   *
   * @param global for requests without a tenant
   * @param tenants by the tenant's name; a tenant that is missing here has an empty list
   */
  public static AllowlistCheck of(
      Allowlist global, Map<String, Allowlist> tenants, EmptyAllowlist whenEmpty) {
    Builder builder = builder(global, whenEmpty);
    for (Map.Entry<String, Allowlist> tenant : tenants.entrySet()) {
      builder.tenant(tenant.getKey(), tenant.getValue());
    }
    return builder.build();
  }

  /** A check that so far has the list for requests without a tenant. */
  public static Builder builder(Allowlist global, EmptyAllowlist whenEmpty) {
    return new Builder(global, whenEmpty);
  }

  @Override
  public CheckName name() {
    return CheckName.ALLOWLIST;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (evaluation.isAddressExempt()) {
      return EXEMPT;
    }
    if (evaluation.isCallerUndetermined()) {
      return NO_CALLER;
    }
    Caller caller = evaluation.caller();
    GoverningList ofKey = caller.hasKey() ? keys.get(caller.key()) : null;
    if (ofKey == null) {
      return withoutKey(caller).judge(evaluation);
    }
    return keysMayWiden
        ? ofKey.judge(evaluation)
        : both(ofKey.judge(evaluation), withoutKey(caller).judge(evaluation));
  }

  /** Whether the lists that govern a caller keep anybody out, or would if their modes let them. */
  boolean restricts(Caller caller) {
    GoverningList ofKey = caller.hasKey() ? keys.get(caller.key()) : null;
    if (ofKey == null) {
      return withoutKey(caller).restricts();
    }
    return ofKey.restricts() || (!keysMayWiden && withoutKey(caller).restricts());
  }

  /** The list that governs a caller whatever key it has. */
  private GoverningList withoutKey(Caller caller) {
    if (!caller.hasTenant()) {
      return global;
    }
    TenantLists lists = tenants.get(caller.tenant());
    if (lists == null) {
      String scope = "tenant:" + caller.tenant();
      return GoverningList.of(
          Allowlist.of(scope, Mode.ENFORCE, Collections.<Entry>emptyList()), whenEmpty);
    }
    GoverningList ofProgram = caller.hasProgram() ? lists.programs.get(caller.program()) : null;
    return ofProgram == null ? lists.own : ofProgram;
  }

  /**
   * What two lists say that a client must both be on: the one that objects more, else the key's.
   */
  private static Verdict both(Verdict ofKey, Verdict other) {
    int key = weight(ofKey);
    int rest = weight(other);
    return key >= rest ? ofKey : other;
  }

  // Of objections the enforced one. Of passes the one that names an entry, then the one that names
  // a list; a list that is off says nothing.
  private static int weight(Verdict verdict) {
    switch (verdict.kind()) {
      case DENY:
        return 5;
      case WOULD_DENY:
        return 4;
      case NOT_EVALUATED:
        return 3;
      case SKIPPED:
        return 0;
      default:
        return verdict.entry().isPresent() ? 2 : 1;
    }
  }

  /** The lists of a tenant and of its programs. */
  private static final class TenantLists {
    final GoverningList own;
    final Map<String, GoverningList> programs = new HashMap<>();

    TenantLists(GoverningList own) {
      this.own = own;
    }
  }

  /** The only mutable stage of {@link AllowlistCheck}; used once. */
  public static final class Builder {
    private final GoverningList global;
    private final EmptyAllowlist whenEmpty;
    private final Map<String, TenantLists> tenants = new HashMap<>();
    private final Map<String, GoverningList> keys = new HashMap<>();
    private boolean keysMayWiden = true;

    private Builder(Allowlist global, EmptyAllowlist whenEmpty) {
      this.global = GoverningList.of(global, whenEmpty);
      this.whenEmpty = whenEmpty;
    }

    /** The list of a tenant; one without has an empty list. */
    public Builder tenant(String tenant, Allowlist list) {
      tenants.put(tenant, new TenantLists(GoverningList.of(list, whenEmpty)));
      return this;
    }

    /** A list in place of its tenant's for one program; without one the tenant's governs. */
    public Builder program(String tenant, String program, Allowlist list) {
      TenantLists lists = tenants.get(tenant);
      if (lists == null) {
        throw new IllegalArgumentException("a program of no tenant");
      }
      lists.programs.put(program, GoverningList.of(list, whenEmpty));
      return this;
    }

    /** A list in place of all others for one key; without one those govern. */
    public Builder key(String id, Allowlist list) {
      keys.put(id, GoverningList.of(list, whenEmpty));
      return this;
    }

    /** The client has to be on the list of a key and on the one that governs without the key. */
    public Builder keysOnlyNarrow() {
      keysMayWiden = false;
      return this;
    }

    public AllowlistCheck build() {
      return new AllowlistCheck(this);
    }
  }
}
