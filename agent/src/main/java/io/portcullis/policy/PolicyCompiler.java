package io.portcullis.policy;

import io.portcullis.client.ClientAddressResolver;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.CertificateCheck;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.EmergencyCheck;
import io.portcullis.engine.EndpointCheck;
import io.portcullis.engine.EndpointGroup;
import io.portcullis.engine.Entry;
import io.portcullis.engine.ExemptAddressCheck;
import io.portcullis.engine.ExemptPathCheck;
import io.portcullis.engine.InternalPathCheck;
import io.portcullis.engine.Mode;
import io.portcullis.engine.PathCheck;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.ReverseDemand;
import io.portcullis.engine.ReverseDnsCheck;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a snapshot of a document: follows its references, checks what only shows when its parts are
 * seen together, and puts the pipeline up. Used once.
 */
final class PolicyCompiler {
  private final PolicyDocument document;
  private final ListCompiler lists;
  private final CertificateCompiler certificates;
  private final NameSourceCompiler sources;
  private final Problems problems;

  /** A compiler that warns of entries which are over at a time, in milliseconds since the epoch. */
  PolicyCompiler(
      PolicyDocument document,
      ListResolver lists,
      CertificateCompiler certificates,
      NameSourceCompiler sources,
      Problems problems,
      long now) {
    this.document = document;
    this.lists = new ListCompiler(document, lists, problems, now);
    this.certificates = certificates;
    this.sources = sources;
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
    Map<String, ReverseDemand> names = new ReverseDnsCompiler(document, shown, problems).compile();
    List<EndpointGroup> groups = GroupCompiler.of(lists, problems).compile(document.groups);
    ScopeCompiler scopes = new ScopeCompiler(document, lists, problems);
    AllowlistCheck allowlist = scopes.compile();
    CallerCompiler callers = new CallerCompiler(document, sources, shown, problems);
    callers.check();
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Pipeline pipeline =
        Pipeline.of(
            document.mode,
            EmergencyCheck.of(),
            PathCheck.of(pathRules(groups)),
            ExemptPathCheck.of(document.exempt.paths),
            internal,
            ClientAddressCheck.of(),
            ExemptAddressCheck.of(exempt),
            EndpointCheck.of(groups),
            callers.compile(),
            CertificateCheck.of(shown, demands),
            allowlist,
            ReverseDnsCheck.of(names));
    PolicySnapshot snapshot =
        PolicySnapshot.of(
            revision, document.mode, resolver, pipeline, document.responses, lists.entries());
    return Optional.of(
        names.isEmpty() || document.mode == Mode.OFF ? snapshot : snapshot.asking(document.dns));
  }

  /** Every path rule of the policy, whatever it is for. */
  private List<PathPattern> pathRules(List<EndpointGroup> groups) {
    List<PathPattern> rules = new ArrayList<>(document.exempt.paths);
    if (document.exempt.internalPaths.isPresent()) {
      rules.addAll(document.exempt.internalPaths.get().match);
    }
    for (EndpointGroup group : groups) {
      rules.addAll(group.patterns());
    }
    for (NameSourcePart source : document.callers.nameSources()) {
      rules.addAll(source.pathRules());
    }
    return rules;
  }
}
