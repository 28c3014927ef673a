package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.engine.NetworkRule;
import io.portcullis.pattern.DomainPattern;
import io.portcullis.pattern.PathPattern;
import io.portcullis.policy.GroupPart.EndpointPart;
import io.portcullis.policy.GroupPart.NetworkPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the groups of a policy and their endpoints with what is in force for each. Used once. */
final class GroupListing {
  private final GroupCompiler.Lists lists;
  private final Map<String, NetworkRule> rules;
  private final Map<String, Map<String, ListedGroup>> endpoints = new LinkedHashMap<>();
  private final Map<String, ListedGroup> groups = new LinkedHashMap<>();

  GroupListing(Map<String, GroupPart> parts, GroupCompiler.Lists lists) {
    this.lists = lists;
    GroupCompiler compiler = new GroupCompiler(lists, new Problems(""));
    compiler.compile(parts);
    this.rules = compiler.rules();
    for (Map.Entry<String, GroupPart> group : parts.entrySet()) {
      add(group.getKey(), group.getValue());
    }
  }

  /** By name, in the order written. */
  Map<String, ListedGroup> groups() {
    return groups;
  }

  /** The endpoints of a group by name. */
  Map<String, ListedGroup> endpoints(String group) {
    Map<String, ListedGroup> some = endpoints.get(group);
    return some == null ? Collections.<String, ListedGroup>emptyMap() : some;
  }

  private void add(String name, GroupPart group) {
    int shared = domainsInForce(group.network);
    groups.put(
        name,
        listed(
            "group:" + name,
            rules.get("group:" + name),
            group.match,
            Optional.<Boolean>empty(),
            group.network,
            shared));
    Map<String, ListedGroup> own = new LinkedHashMap<>();
    for (Map.Entry<String, EndpointPart> each : group.endpoints.entrySet()) {
      EndpointPart endpoint = each.getValue();
      String scope = "endpoint:" + name + "/" + each.getKey();
      own.put(
          each.getKey(),
          listed(
              scope,
              rules.get(scope),
              endpoint.match,
              Optional.of(endpoint.inherit),
              endpoint.network,
              domainsInForce(endpoint.network) + (endpoint.inherit ? shared : 0)));
    }
    endpoints.put(name, own);
  }

  private static int domainsInForce(Optional<NetworkPart> network) {
    return network.isPresent() && network.get().enabled ? network.get().domains.size() : 0;
  }

  private ListedGroup listed(
      String scope,
      @Nullable NetworkRule rule,
      List<PathPattern> match,
      Optional<Boolean> inherit,
      Optional<NetworkPart> network,
      int domainRules) {
    if (rule == null) {
      throw new IllegalStateException(scope + " was not compiled");
    }
    List<String> paths = new ArrayList<>();
    for (PathPattern pattern : match) {
      paths.add(pattern.toString());
    }
    List<String> domains = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    if (network.isPresent()) {
      for (DomainPattern domain : network.get().domains) {
        domains.add(domain.toString());
      }
      if (network.get().addresses.isPresent()) {
        for (Entry entry : lists.entries(network.get().addresses.get())) {
          if (entry.enabled()) {
            addresses.add(entry.rule().toString());
          }
        }
      }
    }
    int addressRules = 0;
    for (Entry entry : rule.entries()) {
      addressRules += entry.enabled() ? 1 : 0;
    }
    return new ListedGroup(
        scope,
        rule.mode(),
        paths,
        inherit,
        network.isPresent() && network.get().enabled,
        domains,
        addresses,
        rule.filters(),
        domainRules,
        addressRules);
  }
}
