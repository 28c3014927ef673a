package io.portcullis.policy;

import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.caller.TenantSource;
import io.portcullis.client.ClientHeader;
import io.portcullis.client.OnUnreadable;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Mode;
import io.portcullis.gate.Refusals;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A policy as it is written, each value typed and placed, with no reference followed yet.
 * Immutable; plain fields, since it lives from reading to compiling and is seen by those two only.
 */
final class PolicyDocument {
  final Mode mode;
  final Optional<ClientAddressPart> clientAddress;
  final Map<String, AddressList> sets;
  final CallersPart callers;
  final ExemptPart exempt;
  final EmptyAllowlist emptyAllowlist;
  final LimitsPart limits;
  final Optional<ScopePart> global;
  final TenantsPart tenants;
  final Map<String, GroupPart> groups;
  final Refusals responses;
  final List<PolicyTest> tests;

  PolicyDocument(
      Mode mode,
      Optional<ClientAddressPart> clientAddress,
      Map<String, AddressList> sets,
      CallersPart callers,
      ExemptPart exempt,
      EmptyAllowlist emptyAllowlist,
      LimitsPart limits,
      Optional<ScopePart> global,
      TenantsPart tenants,
      Map<String, GroupPart> groups,
      Refusals responses,
      List<PolicyTest> tests) {
    this.mode = mode;
    this.clientAddress = clientAddress;
    this.sets = Collections.unmodifiableMap(sets);
    this.callers = callers;
    this.exempt = exempt;
    this.emptyAllowlist = emptyAllowlist;
    this.limits = limits;
    this.global = global;
    this.tenants = tenants;
    this.groups = Collections.unmodifiableMap(groups);
    this.responses = responses;
    this.tests = Collections.unmodifiableList(tests);
  }

  /** Every address list of the document. */
  List<AddressList> lists() {
    List<AddressList> lists = new ArrayList<>();
    if (clientAddress.isPresent()) {
      lists.add(clientAddress.get().trustedProxies);
    }
    lists.addAll(sets.values());
    if (exempt.addresses.isPresent()) {
      lists.add(exempt.addresses.get());
    }
    List<ScopePart> scopes = new ArrayList<>(tenants.byName.values());
    if (global.isPresent()) {
      scopes.add(global.get());
    }
    for (ScopePart scope : scopes) {
      if (scope.allow.isPresent()) {
        lists.add(scope.allow.get());
      }
    }
    for (GroupPart group : groups.values()) {
      lists.addAll(group.lists());
    }
    return lists;
  }

  /** {@code clientAddress}: which header names the client, and who may send it. */
  static final class ClientAddressPart {
    final ClientHeader header;
    final AddressList trustedProxies;
    final OptionalInt trustedHops;
    final OnUnreadable onUnreadable;
    final boolean proxyAsClient;

    ClientAddressPart(
        ClientHeader header,
        AddressList trustedProxies,
        OptionalInt trustedHops,
        OnUnreadable onUnreadable,
        boolean proxyAsClient) {
      this.header = header;
      this.trustedProxies = trustedProxies;
      this.trustedHops = trustedHops;
      this.onUnreadable = onUnreadable;
      this.proxyAsClient = proxyAsClient;
    }
  }

  /** {@code callers}: where a request names its tenant. */
  static final class CallersPart {
    final List<TenantSource> tenantSources;
    final OnUnknownTenant onUnknownTenant;

    CallersPart(List<TenantSource> tenantSources, OnUnknownTenant onUnknownTenant) {
      this.tenantSources = Collections.unmodifiableList(tenantSources);
      this.onUnknownTenant = onUnknownTenant;
    }
  }

  /** {@code exempt}: what no list applies to. */
  static final class ExemptPart {
    final List<PathPattern> paths;
    final Optional<AddressList> addresses;

    ExemptPart(List<PathPattern> paths, Optional<AddressList> addresses) {
      this.paths = Collections.unmodifiableList(paths);
      this.addresses = addresses;
    }
  }

  /** {@code limits}: how much a policy may hold. */
  static final class LimitsPart {
    final OptionalInt entriesPerTenant;

    LimitsPart(OptionalInt entriesPerTenant) {
      this.entriesPerTenant = entriesPerTenant;
    }
  }

  /** {@code global}, or one of the tenants: a mode of its own and a list. */
  static final class ScopePart {
    final Place place;
    final Mode mode;
    final Optional<AddressList> allow;

    ScopePart(Place place, Mode mode, Optional<AddressList> allow) {
      this.place = place;
      this.mode = mode;
      this.allow = allow;
    }
  }

  /** {@code tenants}, by name in the order written. */
  static final class TenantsPart {
    final Place place;
    final Map<String, ScopePart> byName;

    TenantsPart(Place place, Map<String, ScopePart> byName) {
      this.place = place;
      this.byName = Collections.unmodifiableMap(byName);
    }
  }
}
