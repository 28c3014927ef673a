package io.portcullis.policy;

import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.caller.TenantSource;
import io.portcullis.certificate.CertificateHeader;
import io.portcullis.certificate.CertificateName;
import io.portcullis.certificate.SpkiPin;
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
    final ClientHeader header;
    final AddressList trustedProxies;
    final OptionalInt trustedHops;
    final OnUnreadable onUnreadable;
    final boolean proxyAsClient;
    final Optional<CertificateHeaderPart> certificateHeader;

    ClientAddressPart(
        ClientHeader header,
        AddressList trustedProxies,
        OptionalInt trustedHops,
        OnUnreadable onUnreadable,
        boolean proxyAsClient,
        Optional<CertificateHeaderPart> certificateHeader) {
      this.header = header;
      this.trustedProxies = trustedProxies;
      this.trustedHops = trustedHops;
      this.onUnreadable = onUnreadable;
      this.proxyAsClient = proxyAsClient;
      this.certificateHeader = certificateHeader;
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

  /** {@code limits}: how much a policy may hold. */
  static final class LimitsPart {
    final OptionalInt entriesPerTenant;

    LimitsPart(OptionalInt entriesPerTenant) {
      this.entriesPerTenant = entriesPerTenant;
    }
  }

  /** {@code global}, or one of the tenants: a mode of its own, a list, a certificate. */
  static final class ScopePart {
    final Place place;
    final Mode mode;
    final Optional<AddressList> allow;
    final Optional<CertificatePart> certificate;

    ScopePart(
        Place place,
        Mode mode,
        Optional<AddressList> allow,
        Optional<CertificatePart> certificate) {
      this.place = place;
      this.mode = mode;
      this.allow = allow;
      this.certificate = certificate;
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
