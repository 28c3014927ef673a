package io.portcullis.policy;

import io.portcullis.engine.DomainSource;
import io.portcullis.engine.Mode;
import io.portcullis.pattern.DomainPattern;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of {@code groups} as it is written. Immutable; plain fields, as in {@link
 * PolicyDocument}.
 */
final class GroupPart {
  final Mode mode;
  final List<PathPattern> match;
  final Optional<NetworkPart> network;
  final Map<String, EndpointPart> endpoints;

  GroupPart(
      Mode mode,
      List<PathPattern> match,
      Optional<NetworkPart> network,
      Map<String, EndpointPart> endpoints) {
    this.mode = mode;
    this.match = Collections.unmodifiableList(match);
    this.network = network;
    this.endpoints = Collections.unmodifiableMap(endpoints);
  }

  /** Every address list of the group and its endpoints. */
  List<AddressList> lists() {
    List<AddressList> lists = new ArrayList<>();
    addList(network, lists);
    for (EndpointPart endpoint : endpoints.values()) {
      addList(endpoint.network, lists);
    }
    return lists;
  }

  private static void addList(Optional<NetworkPart> network, List<AddressList> lists) {
    if (network.isPresent() && network.get().addresses.isPresent()) {
      lists.add(network.get().addresses.get());
    }
  }

  /** One of {@code endpoints}. */
  static final class EndpointPart {
    final Mode mode;
    final List<PathPattern> match;
    final boolean inherit;
    final Optional<NetworkPart> network;

    EndpointPart(
        Mode mode, List<PathPattern> match, boolean inherit, Optional<NetworkPart> network) {
      this.mode = mode;
      this.match = Collections.unmodifiableList(match);
      this.inherit = inherit;
      this.network = network;
    }
  }

  /** {@code network}, of a group or of an endpoint. */
  static final class NetworkPart {
    final String name;
    final Place place;
    final boolean enabled;
    final List<DomainPattern> domains;
    final Optional<List<DomainSource>> sources;
    final Optional<Boolean> acceptCallerChosenHost;
    final Optional<AddressList> addresses;

    NetworkPart(
        String name,
        Place place,
        boolean enabled,
        List<DomainPattern> domains,
        Optional<List<DomainSource>> sources,
        Optional<Boolean> acceptCallerChosenHost,
        Optional<AddressList> addresses) {
      this.name = name;
      this.place = place;
      this.enabled = enabled;
      this.domains = Collections.unmodifiableList(domains);
      this.sources = sources;
      this.acceptCallerChosenHost = acceptCallerChosenHost;
      this.addresses = addresses;
    }
  }
}
