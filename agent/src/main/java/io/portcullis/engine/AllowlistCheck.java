package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the client's address is on the list that governs the caller: its tenant's, or the global
 * one where the request has no tenant.
 *
 * <p>Every verdict but one is made when the policy is compiled, so that judging is a look-up. A
 * client that is a trusted proxy itself is on no list; one that cannot be read is not looked up
 * here, since {@link ClientAddressCheck} has refused it.
 */
public final class AllowlistCheck implements Check {
  private static final Verdict EXEMPT = Verdict.skipped(CheckName.ALLOWLIST, "address_exempt");
  private static final Verdict OFF = Verdict.skipped(CheckName.ALLOWLIST, "mode_off");
  private static final Verdict UNREADABLE =
      Verdict.notEvaluated(CheckName.ALLOWLIST, "client_unreadable");
  private static final Verdict NO_CALLER =
      Verdict.notEvaluated(CheckName.ALLOWLIST, "caller_undetermined");

  private final Governed global;
  private final Map<String, Governed> tenants;
  private final EmptyAllowlist whenEmpty;

  private AllowlistCheck(Governed global, Map<String, Governed> tenants, EmptyAllowlist whenEmpty) {
    this.global = global;
    this.tenants = tenants;
    this.whenEmpty = whenEmpty;
  }

  /**
   * The check over all lists of a policy.
   *
   * @param global for requests without a tenant
   * @param tenants by the tenant's name; a tenant that is missing here has an empty list
   */
  public static AllowlistCheck of(
      Allowlist global, Map<String, Allowlist> tenants, EmptyAllowlist whenEmpty) {
    Map<String, Governed> compiled = new HashMap<>();
    for (Map.Entry<String, Allowlist> tenant : tenants.entrySet()) {
      compiled.put(tenant.getKey(), Governed.by(tenant.getValue(), whenEmpty));
    }
    return new AllowlistCheck(Governed.by(global, whenEmpty), compiled, whenEmpty);
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
    return governing(evaluation.caller()).judge(evaluation);
  }

  private Governed governing(Caller caller) {
    if (!caller.hasTenant()) {
      return global;
    }
    Governed own = tenants.get(caller.tenant());
    if (own != null) {
      return own;
    }
    String scope = "tenant:" + caller.tenant();
    Allowlist unset = Allowlist.of(scope, Mode.ENFORCE, Collections.<Entry>emptyList());
    return Governed.by(unset, whenEmpty);
  }

  /** One list and all that it can say. */
  private static final class Governed {
    private final boolean off;
    private final boolean restricts;
    private final EntryTable admitted;
    private final Verdict unrestricted;
    private final Verdict miss;
    private final Verdict outOfTime;
    private final Verdict proxy;

    private Governed(
        boolean off,
        boolean restricts,
        EntryTable admitted,
        Verdict unrestricted,
        Verdict miss,
        Verdict outOfTime,
        Verdict proxy) {
      this.off = off;
      this.restricts = restricts;
      this.admitted = admitted;
      this.unrestricted = unrestricted;
      this.miss = miss;
      this.outOfTime = outOfTime;
      this.proxy = proxy;
    }

    static Governed by(Allowlist list, EmptyAllowlist whenEmpty) {
      String scope = list.scope();
      Verdict unrestricted =
          list.isOpen() || whenEmpty == EmptyAllowlist.ALLOW
              ? Verdict.pass(CheckName.ALLOWLIST, Code.NO_RESTRICTION, scope)
              : denial(list, "empty_allowlist");
      return new Governed(
          list.mode() == Mode.OFF,
          list.restricts(),
          EntryTable.of(list.entries(), CheckName.ALLOWLIST, Code.ADMITTED, scope),
          unrestricted,
          denial(list, "not_on_list"),
          denial(list, "out_of_time"),
          denial(list, "proxy_itself"));
    }

    private static Verdict denial(Allowlist list, String reason) {
      Verdict denial = Verdict.deny(CheckName.ALLOWLIST, Code.IP_NOT_ALLOWED, reason, list.scope());
      return list.mode() == Mode.MONITOR ? denial.monitored() : denial;
    }

    Verdict judge(Evaluation evaluation) {
      if (off) {
        return OFF;
      }
      ClientAddress client = evaluation.client();
      switch (client.origin()) {
        case UNREADABLE:
          return UNREADABLE;
        case PROXY_ITSELF:
          return restricts ? proxy : unrestricted;
        default:
          return restricts ? admitted.lookup(evaluation, miss, outOfTime) : unrestricted;
      }
    }
  }
}
