package io.portcullis.policy;

import io.portcullis.caller.KeyHash;
import io.portcullis.caller.KeySource;
import io.portcullis.caller.OnUnknownKey;
import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.certificate.CertificateHeader;
import io.portcullis.certificate.CertificateName;
import io.portcullis.certificate.SpkiPin;
import io.portcullis.client.ClientHeader;
import io.portcullis.client.OnUnreadable;
import io.portcullis.client.Transport;
import io.portcullis.dns.DnsSettings;
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
import java.util.Set;

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
  final KeysPart keys;
  final Operators operators;
  final Map<String, GroupPart> groups;
  final DnsSettings dns;
  final Optional<Place> dnsPlace;
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
      KeysPart keys,
      Operators operators,
      Map<String, GroupPart> groups,
      DnsSettings dns,
      Optional<Place> dnsPlace,
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
    this.keys = keys;
    this.operators = operators;
    this.groups = Collections.unmodifiableMap(groups);
    this.dns = dns;
    this.dnsPlace = dnsPlace;
    this.responses = responses;
    this.tests = Collections.unmodifiableList(tests);
  }

  /** The same with other lists and keys. */
  PolicyDocument with(
      Map<String, AddressList> otherSets,
      ExemptPart otherExempt,
      Optional<ScopePart> otherGlobal,
      TenantsPart otherTenants,
      KeysPart otherKeys) {
    return new PolicyDocument(
        mode,
        clientAddress,
        otherSets,
        callers,
        otherExempt,
        emptyAllowlist,
        limits,
        otherGlobal,
        otherTenants,
        otherKeys,
        operators,
        groups,
        dns,
        dnsPlace,
        responses,
        tests);
  }

  /** Every address list of the document. */
  List<AddressList> lists() {
    List<AddressList> lists = new ArrayList<>();
    if (clientAddress.isPresent() && clientAddress.get().trustedProxies.isPresent()) {
      lists.add(clientAddress.get().trustedProxies.get());
    }
    lists.addAll(sets.values());
    if (exempt.addresses.isPresent()) {
      lists.add(exempt.addresses.get());
    }
    List<ScopePart> scopes = new ArrayList<>(tenants.byName.values());
    if (global.isPresent()) {
      scopes.add(global.get());
    }
    for (Map<String, ScopePart> programs : tenants.programs.values()) {
      scopes.addAll(programs.values());
    }
    for (KeyPart key : keys.byId.values()) {
      scopes.add(key.scope);
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

  /** Every file with certificates or revocation lists that the document names. */
  List<FileReference> certificateFiles() {
    List<FileReference> files = new ArrayList<>();
    if (clientAddress.isPresent() && clientAddress.get().certificateHeader.isPresent()) {
      files.add(clientAddress.get().certificateHeader.get().trustStore);
    }
    List<CertificatePart> parts = new ArrayList<>();
    if (exempt.internalPaths.isPresent()) {
      parts.add(exempt.internalPaths.get().certificate);
    }
    List<ScopePart> scopes = new ArrayList<>(tenants.byName.values());
    if (global.isPresent()) {
      scopes.add(global.get());
    }
    for (ScopePart scope : scopes) {
      if (scope.certificate.isPresent()) {
        parts.add(scope.certificate.get());
      }
    }
    for (CertificatePart part : parts) {
      files.addAll(part.issuers);
      if (part.crl.isPresent()) {
        files.add(part.crl.get());
      }
    }
    return files;
  }

  /** The name of a file below the policy's folder, where the policy writes it. */
  static final class FileReference {
    final Place place;
    final String name;

    FileReference(Place place, String name) {
      this.place = place;
      this.name = name;
    }
  }

  /** {@code certificate}, or the same keys elsewhere: which client certificates are accepted. */
  static final class CertificatePart {
    final Place place;
    final boolean required;
    final List<FileReference> issuers;
    final List<SpkiPin> pins;
    final List<CertificateName> names;
    final Optional<FileReference> crl;

    CertificatePart(
        Place place,
        boolean required,
        List<FileReference> issuers,
        List<SpkiPin> pins,
        List<CertificateName> names,
        Optional<FileReference> crl) {
      this.place = place;
      this.required = required;
      this.issuers = Collections.unmodifiableList(issuers);
      this.pins = Collections.unmodifiableList(pins);
      this.names = Collections.unmodifiableList(names);
      this.crl = crl;
    }
  }

  /** {@code exempt.internalPaths}: what a client certificate opens. */
  static final class InternalPathsPart {
    final List<PathPattern> match;
    final CertificatePart certificate;

    InternalPathsPart(List<PathPattern> match, CertificatePart certificate) {
      this.match = Collections.unmodifiableList(match);
      this.certificate = certificate;
    }
  }

  /** {@code clientAddress.certificateHeader}: how proxies pass certificates on. */
  static final class CertificateHeaderPart {
    final CertificateHeader header;
    final FileReference trustStore;

    CertificateHeaderPart(CertificateHeader header, FileReference trustStore) {
      this.header = header;
      this.trustStore = trustStore;
    }
  }

  /** {@code clientAddress}: which header names the client, and who may send it. */
  static final class ClientAddressPart {
    final Optional<ClientHeader> header;
    final Optional<AddressList> trustedProxies;
    final OptionalInt trustedHops;
    final OnUnreadable onUnreadable;
    final boolean proxyAsClient;
    final Set<Transport> transports;
    final Optional<CertificateHeaderPart> certificateHeader;

    ClientAddressPart(
        Optional<ClientHeader> header,
        Optional<AddressList> trustedProxies,
        OptionalInt trustedHops,
        OnUnreadable onUnreadable,
        boolean proxyAsClient,
        Set<Transport> transports,
        Optional<CertificateHeaderPart> certificateHeader) {
      this.header = header;
      this.trustedProxies = trustedProxies;
      this.trustedHops = trustedHops;
      this.onUnreadable = onUnreadable;
      this.proxyAsClient = proxyAsClient;
      this.transports = Collections.unmodifiableSet(transports);
      this.certificateHeader = certificateHeader;
    }
  }

  /** {@code callers}: where a request says who is calling. */
  static final class CallersPart {
    final List<NameSourcePart> tenantSources;
    final List<NameSourcePart> programSources;
    final List<KeySource> keySources;
    final Optional<BearerKeyPart> bearer;
    final Optional<OnUnknownTenant> onUnknownTenant;
    final OnUnknownKey onUnknownKey;

    CallersPart(
        List<NameSourcePart> tenantSources,
        List<NameSourcePart> programSources,
        List<KeySource> keySources,
        Optional<BearerKeyPart> bearer,
        Optional<OnUnknownTenant> onUnknownTenant,
        OnUnknownKey onUnknownKey) {
      this.tenantSources = Collections.unmodifiableList(tenantSources);
      this.programSources = Collections.unmodifiableList(programSources);
      this.keySources = Collections.unmodifiableList(keySources);
      this.bearer = bearer;
      this.onUnknownTenant = onUnknownTenant;
      this.onUnknownKey = onUnknownKey;
    }

    /** All places that may name a tenant or a program. */
    List<NameSourcePart> nameSources() {
      List<NameSourcePart> all = new ArrayList<>(tenantSources);
      all.addAll(programSources);
      return all;
    }
  }

  /** {@code callers.apiKey.bearer}: what keys begin with that other tokens are beside. */
  static final class BearerKeyPart {
    final Place place;
    final String prefix;

    BearerKeyPart(Place place, String prefix) {
      this.place = place;
      this.prefix = prefix;
    }
  }

  /** {@code exempt}: what no list applies to. */
  static final class ExemptPart {
    final List<PathPattern> paths;
    final Optional<InternalPathsPart> internalPaths;
    final Optional<AddressList> addresses;

    ExemptPart(
        List<PathPattern> paths,
        Optional<InternalPathsPart> internalPaths,
        Optional<AddressList> addresses) {
      this.paths = Collections.unmodifiableList(paths);
      this.internalPaths = internalPaths;
      this.addresses = addresses;
    }
  }

  /** {@code limits}: how much the parts of a policy may hold and may do. */
  static final class LimitsPart {
    final OptionalInt entriesPerTenant;
    final boolean keysMayWiden;

    LimitsPart(OptionalInt entriesPerTenant, boolean keysMayWiden) {
      this.entriesPerTenant = entriesPerTenant;
      this.keysMayWiden = keysMayWiden;
    }
  }

  /** {@code global}, a tenant, a program or a key: a mode of its own, a list, a certificate. */
  static final class ScopePart {
    final Place place;
    final Mode mode;
    final Optional<AddressList> allow;
    final Optional<CertificatePart> certificate;
    final Optional<ReverseDnsPart> reverseDns;

    ScopePart(
        Place place,
        Mode mode,
        Optional<AddressList> allow,
        Optional<CertificatePart> certificate,
        Optional<ReverseDnsPart> reverseDns) {
      this.place = place;
      this.mode = mode;
      this.allow = allow;
      this.certificate = certificate;
      this.reverseDns = reverseDns;
    }

    /** The same with another list. */
    ScopePart with(Optional<AddressList> list) {
      return new ScopePart(place, mode, list, certificate, reverseDns);
    }
  }

  /** {@code tenants}, by name in the order written, and the programs of each by theirs. */
  static final class TenantsPart {
    final Place place;
    final Map<String, ScopePart> byName;
    final Map<String, Map<String, ScopePart>> programs;

    TenantsPart(
        Place place, Map<String, ScopePart> byName, Map<String, Map<String, ScopePart>> programs) {
      this.place = place;
      this.byName = Collections.unmodifiableMap(byName);
      this.programs = Collections.unmodifiableMap(programs);
    }

    /** The programs of a tenant, by name in the order written. */
    Map<String, ScopePart> programsOf(String tenant) {
      Map<String, ScopePart> written = programs.get(tenant);
      return written == null ? Collections.<String, ScopePart>emptyMap() : written;
    }
  }

  /** {@code keys}, by id in the order written. */
  static final class KeysPart {
    final Place place;
    final Map<String, KeyPart> byId;

    KeysPart(Place place, Map<String, KeyPart> byId) {
      this.place = place;
      this.byId = Collections.unmodifiableMap(byId);
    }
  }

  /** An API key; without a hash where that is written wrongly. */
  static final class KeyPart {
    final Place place;
    final Optional<KeyHash> hash;
    final boolean ofEveryTenant;
    final Map<String, Place> tenants;
    final Optional<String> program;
    final Place programPlace;
    final ScopePart scope;

    KeyPart(
        Place place,
        Optional<KeyHash> hash,
        boolean ofEveryTenant,
        Map<String, Place> tenants,
        Optional<String> program,
        Place programPlace,
        ScopePart scope) {
      this.place = place;
      this.hash = hash;
      this.ofEveryTenant = ofEveryTenant;
      this.tenants = Collections.unmodifiableMap(tenants);
      this.program = program;
      this.programPlace = programPlace;
      this.scope = scope;
    }

    /** The same with another list. */
    KeyPart with(ScopePart other) {
      return new KeyPart(place, hash, ofEveryTenant, tenants, program, programPlace, other);
    }
  }
}
