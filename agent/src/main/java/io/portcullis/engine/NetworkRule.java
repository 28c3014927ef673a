package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who may call an endpoint or a group: whoever comes from one of the addresses or of the domains.
 * Immutable.
 *
 * <p>Domains can come from two places, the endpoint and its group, each read from its own sources.
 * A rule that lists nothing filters nothing.
 */
public final class NetworkRule {
  private static final CheckName CHECK = CheckName.ENDPOINT;
  private static final Verdict OFF = Verdict.skipped(CHECK, "mode_off");
  private static final Verdict NO_FILTER = Verdict.pass(CHECK, "no_filter");
  private static final Verdict UNREADABLE = Verdict.notEvaluated(CHECK, "client_unreadable");

  private final String scope;
  private final Mode mode;
  private final List<DomainRule> domains;
  private final List<Entry> entries;
  private final EntryTable addresses;
  private final boolean readsHost;
  private final Verdict ofDomain;
  private final Verdict conflict;
  private final Verdict outOfTime;
  private final Verdict notListed;
  private final Verdict proxy;
  private final Verdict otherDomain;
  private final Verdict unreadableDomain;
  private final Verdict noDomain;

  private NetworkRule(String scope, Mode mode, List<DomainRule> domains, List<Entry> entries) {
    this.scope = scope;
    this.mode = mode;
    this.domains = domains;
    this.entries = entries;
    this.addresses = EntryTable.of(entries, CHECK, Code.ADMITTED, scope);
    boolean host = false;
    for (DomainRule rule : domains) {
      host |= rule.readsHost();
    }
    this.readsHost = host;
    this.ofDomain = Verdict.pass(CHECK, Code.ADMITTED, "domain_matches", scope);
    this.conflict = denial(Code.HOST_CONFLICT, "hosts_differ");
    this.outOfTime = denial("out_of_time");
    this.notListed = denial("not_on_list");
    this.proxy = denial("proxy_itself");
    this.otherDomain = denial("domain_not_listed");
    this.unreadableDomain = denial("domain_unreadable");
    this.noDomain = denial("no_domain_named");
  }

  /**
   * A rule.
   *
   * @param scope whose it is: {@code group:g}, {@code endpoint:g/e}
   * @param mode of the scope: monitor turns its denials into would-deny, off leaves it unasked
   */
  public static NetworkRule of(
      String scope, Mode mode, List<DomainRule> domains, List<Entry> entries) {
    List<DomainRule> restricting = new ArrayList<>();
    for (DomainRule rule : domains) {
      if (!rule.patterns().isEmpty()) {
        restricting.add(rule);
      }
    }
    return new NetworkRule(
        scope,
        mode,
        Collections.unmodifiableList(restricting),
        Collections.unmodifiableList(new ArrayList<>(entries)));
  }

  /** A rule that filters nothing. */
  public static NetworkRule none(String scope, Mode mode) {
    return of(scope, mode, Collections.<DomainRule>emptyList(), Collections.<Entry>emptyList());
  }

  private Verdict denial(String reason) {
    return denial(Code.NETWORK_ACCESS_DENIED, reason);
  }

  private Verdict denial(Code code, String reason) {
    Verdict denial = Verdict.deny(CHECK, code, reason, scope);
    return mode == Mode.MONITOR ? denial.monitored() : denial;
  }

  public String scope() {
    return scope;
  }

  public Mode mode() {
    return mode;
  }

  /** All entries in the order written, the disabled ones too. */
  public List<Entry> entries() {
    return entries;
  }

  /** Whether it keeps anybody out. */
  public boolean filters() {
    return !domains.isEmpty() || !addresses.isEmpty();
  }

  /** Whether a caller gets past its addresses by the host that it calls. */
  public boolean isOpenToChosenHost() {
    return readsHost && !addresses.isEmpty();
  }

  Verdict judge(Evaluation evaluation) {
    if (mode == Mode.OFF) {
      return OFF;
    }
    if (!filters()) {
      return NO_FILTER;
    }
    if (readsHost && evaluation.host().isConflict()) {
      return conflict;
    }
    Verdict byAddress = addresses.isEmpty() ? notListed : judgeAddress(evaluation);
    if (byAddress.kind() == Verdict.Kind.PASS || domains.isEmpty()) {
      return byAddress;
    }
    Verdict byDomain = judgeDomains(evaluation);
    // Where neither passes, what the address lacks says more than what the domain does.
    return byDomain.kind() == Verdict.Kind.PASS || addresses.isEmpty() ? byDomain : byAddress;
  }

  private Verdict judgeAddress(Evaluation evaluation) {
    ClientAddress client = evaluation.client();
    switch (client.origin()) {
      case UNREADABLE:
        return UNREADABLE;
      case PROXY_ITSELF:
        return proxy;
      default:
        return addresses.lookup(evaluation, notListed, outOfTime);
    }
  }

  private Verdict judgeDomains(Evaluation evaluation) {
    Verdict miss = noDomain;
    for (int i = 0; i < domains.size(); i++) {
      switch (domains.get(i).find(evaluation)) {
        case MATCH:
          return ofDomain;
        case OTHER_DOMAIN:
          miss = otherDomain;
          break;
        case UNREADABLE:
          miss = unreadableDomain;
          break;
        default:
          break;
      }
    }
    return miss;
  }

  @Override
  public String toString() {
    return scope + " " + domains + " " + entries;
  }
}
