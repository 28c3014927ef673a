package io.portcullis.policy;

import io.portcullis.dns.ExpectedNames;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.ReverseDemand;
import io.portcullis.policy.PolicyDocument.ScopePart;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes what the scopes of a document demand of DNS, and tells what is odd about it. Used once. */
final class ReverseDnsCompiler {
  private final PolicyDocument document;
  private final ClientCertificates certificates;
  private final Problems problems;
  private final Map<String, ReverseDemand> demands = new LinkedHashMap<>();

  ReverseDnsCompiler(PolicyDocument document, ClientCertificates certificates, Problems problems) {
    this.document = document;
    this.certificates = certificates;
    this.problems = problems;
  }

  /** By the names of the scopes in decisions. */
  Map<String, ReverseDemand> compile() {
    if (document.global.isPresent()) {
      add("global", document.global.get());
    }
    for (Map.Entry<String, ScopePart> tenant : document.tenants.byName.entrySet()) {
      add("tenant:" + tenant.getKey(), tenant.getValue());
    }
    if (demands.isEmpty() && document.dnsPlace.isPresent()) {
      problems.warning(
          document.dnsPlace.get(),
          "DNS_UNUSED",
          "`dns` says how DNS is asked, and nothing asks it: no tenant has `reverseDns`, nor has"
              + " `global`");
    }
    return demands;
  }

  private void add(String scope, ScopePart part) {
    if (!part.reverseDns.isPresent()) {
      return;
    }
    ReverseDnsPart written = part.reverseDns.get();
    if (written.ofCertificate) {
      if (part.certificate.isPresent() && !part.certificate.get().required) {
        problems.warning(
            written.place,
            "CERTIFICATE_NEEDED",
            "a client without a certificate is refused all the same, since `reverseDns` takes the"
                + " names from it; let `certificate.required` be true, or list the names");
      }
      demands.put(
          scope, ReverseDemand.ofCertificate(scope, part.mode, document.mode, certificates));
    } else {
      demands.put(
          scope,
          ReverseDemand.listed(scope, part.mode, document.mode, ExpectedNames.of(written.names)));
    }
  }
}
