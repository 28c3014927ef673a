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
    return node.isPresent()
        ? Optional.of(
            scope(
                Section.of(
                    "global", node.get(), problems, "mode", "allow", "certificate", "reverseDns")))
        : Optional.<ScopePart>empty();
  }

  TenantsPart tenants(Section policy) {
    Map<String, ScopePart> tenants = new LinkedHashMap<>();
    Map<String, Map<String, ScopePart>> programs = new LinkedHashMap<>();
    Optional<YamlNode> node = policy.value("tenants");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys("tenants", node.get(), problems);
      for (String name : section.keys()) {
        checkName("tenant", name, section.placeOf(name));
        Optional<YamlNode> tenant = section.value(name);
        if (tenant.isPresent()) {
          Section own =
              Section.of(
                  section.path(name),
                  tenant.get(),
                  problems,
                  "mode",
                  "allow",
                  "certificate",
                  "reverseDns",
                  "programs");
          tenants.put(name, scope(own));
          programs.put(name, programs(own));
        } else {
          tenants.put(name, unset(section.placeOf(name)));
          programs.put(name, new LinkedHashMap<String, ScopePart>());
        }
      }
    }
    return new TenantsPart(policy.placeOf("tenants"), tenants, programs);
  }

  private Map<String, ScopePart> programs(Section tenant) {
    Map<String, ScopePart> programs = new LinkedHashMap<>();
    Optional<YamlNode> node = tenant.value("programs");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys(tenant.path("programs"), node.get(), problems);
      for (String name : section.keys()) {
        checkName("program", name, section.placeOf(name));
        checkNoSlash(name, section.placeOf(name));
        Optional<YamlNode> program = section.value(name);
        if (program.isPresent()) {
          Section own = Section.of(section.path(name), program.get(), problems, "mode", "allow");
          warnOfIdleMode(own, "the list of its tenant");
          programs.put(name, scope(own));
        } else {
          programs.put(name, unset(section.placeOf(name)));
        }
      }
    }
    return programs;
  }

  private static ScopePart unset(Place place) {
    return new ScopePart(
        place,
        Mode.ENFORCE,
        Optional.<AddressList>empty(),
        Optional.<CertificatePart>empty(),
        Optional.<ReverseDnsPart>empty());
  }

  private void checkName(String what, String name, Place place) {
    boolean good = !name.isEmpty() && name.trim().equals(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      good &= c >= ' ' && c <= '~' && c != ',';
    }
    if (!good) {
      problems.error(
          place,
          "WRONG_VALUE",
          "no request can name the "
              + what
              + " "
              + Problems.quoted(name)
              + "; a "
              + what
              + "'s name is printable ASCII without commas and without blanks at its ends");
    }
  }

  // In the scope `program:acme/prepaid` it parts the two names.
  private void checkNoSlash(String name, Place place) {
    if (name.indexOf('/') >= 0) {
      problems.error(
          place,
          "WRONG_VALUE",
          "the program " + Problems.quoted(name) + " has a `/` in its name; write another sign");
    }
  }

  /** Warns of a mode that governs nothing, since its scope has no list of its own. */
  void warnOfIdleMode(Section section, String instead) {
    Optional<YamlNode> allow = section.valueOrNull("allow");
    if (section.has("mode") && (!allow.isPresent() || allow.get().isNull())) {
      problems.warning(
          section.placeOf("mode"),
          "MODE_WITHOUT_LIST",
          Problems.quoted(section.path("mode"))
              + " governs a list of its own, and there is none: "
              + instead
              + " counts, in the mode that is written there; write `allow`, or leave `mode` out");
    }
  }

  /** The mode, the list, the certificate and the names of a scope, whatever else it has. */
  private ScopePart scope(Section section) {
    Optional<YamlNode> allow = section.value("allow");
    Optional<YamlNode> certificate = section.value("certificate");
    return new ScopePart(
        section.place(),
        ModeReader.mode(section),
        allow.isPresent()
            ? Optional.of(lists.readOrOpen(section.path("allow"), allow.get()))
            : Optional.<AddressList>empty(),
        certificate.isPresent()
            ? Optional.of(
                new CertificateReader(problems)
                    .demand(section.path("certificate"), certificate.get()))
            : Optional.<CertificatePart>empty(),
        new ReverseDnsReader(problems).demand(section));
  }

  /**
   * The mode and the list of a key: nothing written for the list inherits, and {@code []} is on
   * purpose, and so open.
   */
  ScopePart keyScope(Section section) {
    Optional<YamlNode> allow = section.valueOrNull("allow");
    if (allow.isPresent() && allow.get().isNull()) {
      return new ScopePart(
          section.place(),
          ModeReader.mode(section),
          Optional.<AddressList>empty(),
          Optional.<CertificatePart>empty(),
          Optional.<ReverseDnsPart>empty());
    }
    if (allow.isPresent() && allow.get().isSequence() && allow.get().values().isEmpty()) {
      return new ScopePart(
          section.place(),
          ModeReader.mode(section),
          Optional.of(AddressList.open(section.path("allow"), allow.get().place())),
          Optional.<CertificatePart>empty(),
          Optional.<ReverseDnsPart>empty());
    }
    return scope(section);
  }
}
