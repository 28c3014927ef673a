package io.portcullis.policy;

import io.portcullis.caller.CallerCheck;
import io.portcullis.client.ClientAddressResolver;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.CertificateCheck;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.EmergencyCheck;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Entry;
import io.portcullis.engine.ExemptAddressCheck;
import io.portcullis.engine.ExemptPathCheck;
import io.portcullis.engine.InternalPathCheck;
import io.portcullis.engine.PathCheck;
import io.portcullis.engine.Pipeline;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.pattern.PathPattern;
import io.portcullis.policy.PolicyDocument.ScopePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes a snapshot of a document: follows its references, checks what only shows when its parts are
 * seen together, and puts the pipeline up. Used once.
 */
final class PolicyCompiler {
  private final PolicyDocument document;
  private final ListCompiler lists;
  private final CertificateCompiler certificates;
  private final Problems problems;

  /** A compiler that warns of entries which are over at a time, in milliseconds since the epoch. */
  PolicyCompiler(
      PolicyDocument document,
      ListResolver lists,
      CertificateCompiler certificates,
      Problems problems,
      long now) {
    this.document = document;
    this.lists = new ListCompiler(document, lists, problems, now);
    this.certificates = certificates;
    this.problems = problems;
  }

  /** The snapshot; empty where anything is wrong, then every problem has been told. */
  Optional<PolicySnapshot> compile(String revision) {
    lists.checkSets();
    ClientAddressResolver resolver = lists.clientAddress();
    ClientCertificates shown = certificates.clientCertificates(document, lists.trustedProxies());
    List<Entry> exempt = lists.exemptAddresses();
    InternalPathCheck internal = certificates.internalPaths(document.exempt, shown);
    Map<String, CertificateCheck.Demand> demands = certificates.demands(document);
    List<PathPattern> paths = pathRules();
    Allowlist global = lists.allowlist("global", "global", document.global);
    Map<String, Allowlist> tenants = new LinkedHashMap<>();
    Optional<String> restricted = Optional.empty();
    for (Map.Entry<String, ScopePart> tenant : document.tenants.byName.entrySet()) {
      String name = tenant.getKey();
      Allowlist list =
          lists.allowlist("tenants." + name, "tenant:" + name, Optional.of(tenant.getValue()));
      checkLimit(name, list, tenant.getValue());
      tenants.put(name, list);
      if (!restricted.isPresent() && restricts(list, tenant.getValue())) {
        restricted = Optional.of(name);
      }
    }
    checkReachable();
    if (restricted.isPresent()) {
      checkGlobal(global, restricted.get());
    }
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Pipeline pipeline =
        Pipeline.of(
            document.mode,
            EmergencyCheck.of(),
            PathCheck.of(paths),
            ExemptPathCheck.of(document.exempt.paths),
            internal,
            ClientAddressCheck.of(),
            ExemptAddressCheck.of(exempt),
            CallerCheck.of(
                document.callers.tenantSources, tenants.keySet(), document.callers.onUnknownTenant),
            CertificateCheck.of(shown, demands),
            AllowlistCheck.of(global, tenants, document.emptyAllowlist));
    return Optional.of(
        PolicySnapshot.of(
            revision, document.mode, resolver, pipeline, document.responses, lists.entries()));
  }

  private List<PathPattern> pathRules() {
    List<PathPattern> rules = new ArrayList<>(document.exempt.paths);
    if (document.exempt.internalPaths.isPresent()) {
      rules.addAll(document.exempt.internalPaths.get().match);
    }
    return rules;
  }

  private void checkLimit(String tenant, Allowlist list, ScopePart written) {
    OptionalInt most = document.limits.entriesPerTenant;
    int held = list.entries().size();
    if (most.isPresent() && held > most.getAsInt()) {
      problems.error(
          written.allow.get().place(),
          "TOO_MANY_ENTRIES",
          Problems.quoted("tenants." + tenant + ".allow")
              + " holds "
              + held
              + " entries, and `limits.entriesPerTenant` is "
              + most.getAsInt()
              + "; remove some, join neighbours to blocks, or raise the limit");
    }
  }

  private boolean restricts(Allowlist list, ScopePart written) {
    if (written.certificate.isPresent()) {
      return true;
    }
    if (list.isOpen()) {
      return false;
    }
    // A list with an error in it, or in what it refers to, was written to restrict.
    boolean broken =
        written.allow.isPresent()
            && (!written.allow.get().isWhole()
                || (list.entries().isEmpty() && !written.allow.get().items().isEmpty()));
    return list.restricts() || broken || document.emptyAllowlist == EmptyAllowlist.DENY;
  }

  /** Tenants that no request can name would be judged as if they were not there. */
  private void checkReachable() {
    if (!document.tenants.byName.isEmpty() && document.callers.tenantSources.isEmpty()) {
      problems.error(
          document.tenants.place,
          "TENANTS_UNREACHABLE",
          "no request can name a tenant; write where it stands, such as `callers: {tenant: [{header:"
              + " X-Tenant-Id}], onUnknownTenant: deny}`");
    }
  }

  /** Whoever leaves the tenant out is judged by global, so that has to be written on purpose. */
  private void checkGlobal(Allowlist global, String restricted) {
    String because = "the tenant " + Problems.quoted(restricted) + " is restricted, ";
    if (!document.global.isPresent() || !document.global.get().allow.isPresent()) {
      problems.error(
          document.global.isPresent() ? document.global.get().place : document.tenants.place,
          "GLOBAL_MISSING",
          because
              + "so it has to be said who may call without naming a tenant; write `global: {allow:"
              + " [203.0.113.0/24]}`, or `global: {allow: \"*\"}` for everybody");
    } else if (document.emptyAllowlist == EmptyAllowlist.ALLOW
        && !global.isOpen()
        && !global.restricts()
        && document.global.get().allow.get().isWhole()) {
      problems.warning(
          document.global.get().allow.get().place(),
          "GLOBAL_OPEN",
          because
              + "but whoever leaves the tenant out is let in, since `global.allow` is empty; list"
              + " addresses, or write `\"*\"` if everybody is meant");
    }
  }
}
