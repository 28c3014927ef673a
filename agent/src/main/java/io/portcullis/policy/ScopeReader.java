package io.portcullis.policy;

import io.portcullis.engine.Mode;
import io.portcullis.policy.PolicyDocument.CertificatePart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.policy.PolicyDocument.TenantsPart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code global} and {@code tenants}: the scopes that have a list of their own. */
final class ScopeReader {
  private final Problems problems;
  private final AddressListReader lists;

  ScopeReader(Problems problems, AddressListReader lists) {
    this.problems = problems;
    this.lists = lists;
  }

  Optional<ScopePart> global(Section policy) {
    Optional<YamlNode> node = policy.value("global");
    return node.isPresent() ? Optional.of(scope("global", node.get())) : Optional.empty();
  }

  TenantsPart tenants(Section policy) {
    Map<String, ScopePart> tenants = new LinkedHashMap<>();
    Optional<YamlNode> node = policy.value("tenants");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys("tenants", node.get(), problems);
      for (String name : section.keys()) {
        Place place = section.placeOf(name);
        checkTenantName(name, place);
        Optional<YamlNode> tenant = section.value(name);
        tenants.put(
            name,
            tenant.isPresent()
                ? scope(section.path(name), tenant.get())
                : new ScopePart(
                    place,
                    Mode.ENFORCE,
                    Optional.<AddressList>empty(),
                    Optional.<CertificatePart>empty()));
      }
    }
    return new TenantsPart(policy.placeOf("tenants"), tenants);
  }

  private void checkTenantName(String name, Place place) {
    boolean good = !name.isEmpty() && name.trim().equals(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      good &= c >= ' ' && c <= '~' && c != ',';
    }
    if (!good) {
      problems.error(
          place,
          "WRONG_VALUE",
          "no request can name the tenant "
              + Problems.quoted(name)
              + "; a tenant's name is printable ASCII without commas and without blanks at its ends");
    }
  }

  private ScopePart scope(String name, YamlNode node) {
    Section section = Section.of(name, node, problems, "mode", "allow", "certificate");
    Optional<YamlNode> allow = section.value("allow");
    Optional<YamlNode> certificate = section.value("certificate");
    return new ScopePart(
        node.place(),
        ModeReader.mode(section),
        allow.isPresent()
            ? Optional.of(lists.readOrOpen(section.path("allow"), allow.get()))
            : Optional.<AddressList>empty(),
        certificate.isPresent()
            ? Optional.of(
                new CertificateReader(problems)
                    .demand(section.path("certificate"), certificate.get()))
            : Optional.<CertificatePart>empty());
  }
}
