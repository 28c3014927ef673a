package io.portcullis.policy;

import io.portcullis.engine.DomainRule;
import io.portcullis.engine.DomainSource;
import io.portcullis.engine.Endpoint;
import io.portcullis.engine.EndpointGroup;
import io.portcullis.engine.Entry;
import io.portcullis.engine.Mode;
import io.portcullis.engine.NetworkRule;
import io.portcullis.ip.IpSet;
import io.portcullis.policy.GroupPart.EndpointPart;
import io.portcullis.policy.GroupPart.NetworkPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles {@code groups}: finds what is in force for each endpoint, of its own and of its group's,
 * and tells what only shows there. Used once.
 *
 * <pre>
 *   endpoint   inherit   in force
 *   off        true      the group's
 *   on         true      both, united
 *   on         false     its own
 *   off        false     nothing: no filter
 * </pre>
 */
final class GroupCompiler {
  /** Where the entries of an address list come from. */
  interface Lists {
    List<Entry> entries(AddressList list);
  }

  private static final List<DomainSource> DEFAULT_SOURCES =
      Collections.unmodifiableList(Arrays.asList(DomainSource.ORIGIN, DomainSource.REFERER));
  private static final String CURE = "name the addresses that are meant";

  private final Lists lists;
  private final Problems problems;
  private final Map<String, NetworkRule> rules = new LinkedHashMap<>();

  GroupCompiler(Lists lists, Problems problems) {
    this.lists = lists;
    this.problems = problems;
  }

  /** A compiler that tells what is wrong or odd about the lists too. */
  static GroupCompiler of(final ListCompiler lists, Problems problems) {
    return new GroupCompiler(
        new Lists() {
          @Override
          public List<Entry> entries(AddressList list) {
            return lists.admitting(list, true, CURE);
          }
        },
        problems);
  }

  List<EndpointGroup> compile(Map<String, GroupPart> groups) {
    List<EndpointGroup> compiled = new ArrayList<>();
    for (Map.Entry<String, GroupPart> group : groups.entrySet()) {
      compiled.add(compile(group.getKey(), group.getValue()));
    }
    return compiled;
  }

  /** What is in force by scope, {@code group:g} and {@code endpoint:g/e}; full once compiled. */
  Map<String, NetworkRule> rules() {
    return Collections.unmodifiableMap(rules);
  }

  private EndpointGroup compile(String name, GroupPart part) {
    Network shared = network(part.network, Network.NONE);
    NetworkRule rule = rule("group:" + name, part.mode, shared, part.network);
    List<Endpoint> endpoints = new ArrayList<>();
    for (Map.Entry<String, EndpointPart> each : part.endpoints.entrySet()) {
      EndpointPart endpoint = each.getValue();
      String scope = "endpoint:" + name + "/" + each.getKey();
      NetworkRule inForce = inForce(scope, endpoint, shared, rule);
      rules.put(scope, inForce);
      endpoints.add(Endpoint.of(endpoint.match, inForce));
    }
    return EndpointGroup.of(part.match, rule, endpoints);
  }

  private NetworkRule inForce(
      String scope, EndpointPart endpoint, Network shared, NetworkRule ofGroup) {
    Network own = network(endpoint.network, endpoint.inherit ? shared : Network.NONE);
    if (!endpoint.inherit) {
      return rule(scope, endpoint.mode, own, endpoint.network);
    }
    if (!own.enabled) {
      // One and the same rule is asked once, by however many endpoints a request touches.
      return endpoint.mode == ofGroup.mode()
          ? ofGroup
          : rule(scope, endpoint.mode, shared, Optional.<NetworkPart>empty());
    }
    return rule(scope, endpoint.mode, shared.and(own), endpoint.network);
  }

  /** What is written in one place; nothing where it is off. */
  private Network network(Optional<NetworkPart> written, Network inherited) {
    if (!written.isPresent()) {
      return Network.NONE;
    }
    NetworkPart part = written.get();
    // Read in any case, so that what is wrong with it is told before somebody turns it on.
    List<Entry> entries =
        part.addresses.isPresent()
            ? lists.entries(part.addresses.get())
            : Collections.<Entry>emptyList();
    if (!part.enabled) {
      return Network.NONE;
    }
    List<DomainSource> sources = part.sources.orElse(inherited.sources);
    boolean accepted = part.acceptCallerChosenHost.orElse(inherited.hostAccepted);
    List<DomainRule> domains = Collections.singletonList(DomainRule.of(part.domains, sources));
    return new Network(true, sources, accepted, domains, entries);
  }

  private NetworkRule rule(
      String scope, Mode mode, Network network, Optional<NetworkPart> written) {
    NetworkRule rule = NetworkRule.of(scope, mode, network.domains, network.entries);
    rules.put(scope, rule);
    if (written.isPresent() && network.enabled) {
      check(rule, network, written.get());
    }
    return rule;
  }

  private void check(NetworkRule rule, Network network, NetworkPart part) {
    // What is wrong was written to restrict, and is told already.
    if (!rule.filters() && !problems.hasErrors()) {
      problems.warning(
          part.place,
          "NO_FILTER",
          Problems.quoted(part.name)
              + " lists no domain and no enabled address, so it keeps nobody out; list some, or"
              + " write `enabled: false`");
    }
    if (rule.isOpenToChosenHost() && !network.hostAccepted) {
      problems.error(
          part.place,
          "CALLER_CHOSEN_HOST",
          "by "
              + Problems.quoted(part.name)
              + " whoever names the right host gets past the addresses, and a caller chooses the"
              + " host that it names; take `host` out of `domainSources`, or write"
              + " `acceptCallerChosenHost: true`");
    }
    if (network.isUnited && coversWholeFamily(network.entries)) {
      problems.error(
          part.place,
          "WHOLE_FAMILY",
          "the addresses of "
              + Problems.quoted(part.name)
              + " and those of its group together cover every address of a family (allow all),"
              + " which is not permitted; "
              + CURE);
    }
  }

  private static boolean coversWholeFamily(List<Entry> entries) {
    return IpSet.of(ListLint.rulesOf(entries)).coversWholeFamily();
  }

  /** A {@code network} with its lists followed. */
  private static final class Network {
    static final Network NONE =
        new Network(
            false,
            DEFAULT_SOURCES,
            false,
            Collections.<DomainRule>emptyList(),
            Collections.<Entry>emptyList());

    final boolean enabled;
    final List<DomainSource> sources;
    final boolean hostAccepted;
    final List<DomainRule> domains;
    final List<Entry> entries;
    final boolean isUnited;

    Network(
        boolean enabled,
        List<DomainSource> sources,
        boolean hostAccepted,
        List<DomainRule> domains,
        List<Entry> entries) {
      this(enabled, sources, hostAccepted, domains, entries, false);
    }

    private Network(
        boolean enabled,
        List<DomainSource> sources,
        boolean hostAccepted,
        List<DomainRule> domains,
        List<Entry> entries,
        boolean isUnited) {
      this.enabled = enabled;
      this.sources = sources;
      this.hostAccepted = hostAccepted;
      this.domains = domains;
      this.entries = entries;
      this.isUnited = isUnited;
    }

    /** Both united; whatever of the host one of the two has accepted is accepted by name. */
    Network and(Network own) {
      List<DomainRule> allDomains = new ArrayList<>(domains);
      allDomains.addAll(own.domains);
      List<Entry> allEntries = new ArrayList<>(entries);
      allEntries.addAll(own.entries);
      return new Network(
          true,
          own.sources,
          own.hostAccepted,
          allDomains,
          allEntries,
          !entries.isEmpty() && !own.entries.isEmpty());
    }
  }
}
