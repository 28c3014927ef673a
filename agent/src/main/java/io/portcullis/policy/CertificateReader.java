package io.portcullis.policy;

import io.portcullis.certificate.CertificateName;
import io.portcullis.certificate.CertificateSyntaxException;
import io.portcullis.certificate.SpkiPin;
import io.portcullis.policy.PolicyDocument.CertificatePart;
import io.portcullis.policy.PolicyDocument.FileReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which client certificates are accepted: issuers, names, revocation lists. */
final class CertificateReader {
  private static final String ISSUERS = "[acme-ca.pem]";

  private final Problems problems;

  CertificateReader(Problems problems) {
    this.problems = problems;
  }

  /** {@code certificate} of a scope. */
  CertificatePart demand(String name, YamlNode node) {
    Section section = Section.of(name, node, problems, "required", "issuers", "names", "crl");
    boolean required = section.truth("required", true);
    return node.isMapping() ? part(section, required) : part(section.place());
  }

  /** The same keys but {@code required}, among others of a section. */
  CertificatePart acceptance(Section section) {
    return part(section, true);
  }

  private static CertificatePart part(Place place) {
    return new CertificatePart(
        place,
        true,
        new ArrayList<FileReference>(),
        new ArrayList<SpkiPin>(),
        new ArrayList<CertificateName>(),
        Optional.<FileReference>empty());
  }

  private CertificatePart part(Section section, boolean required) {
    List<FileReference> issuers = new ArrayList<>();
    List<SpkiPin> pins = new ArrayList<>();
    if (!section.has("issuers")) {
      section.missing(
          "issuers",
          "write whose certificates are accepted, as files or pins: `issuers: " + ISSUERS + "`");
    }
    Optional<YamlNode> node = section.sequence("issuers", "a list", ISSUERS);
    if (node.isPresent()) {
      refuseEmpty(section, "issuers", node.get(), "nobody's certificate would be accepted");
      for (YamlNode item : node.get().values()) {
        addIssuer(section, item, issuers, pins);
      }
    }
    Optional<FileReference> crl =
        section.has("crl") ? file(section, "crl", "acme.crl") : Optional.<FileReference>empty();
    return new CertificatePart(section.place(), required, issuers, pins, names(section), crl);
  }

  private void addIssuer(
      Section section, YamlNode item, List<FileReference> issuers, List<SpkiPin> pins) {
    Optional<String> text = section.textOf(item, section.path("issuers") + "[]");
    if (!text.isPresent()) {
      return;
    }
    if (SpkiPin.isMeant(text.get())) {
      try {
        pins.add(SpkiPin.parse(text.get()));
      } catch (CertificateSyntaxException e) {
        problems.error(item.place(), "PIN_INVALID", e);
      }
      return;
    }
    Optional<FileReference> file = reference(item.place(), text.get(), "acme-ca.pem");
    if (file.isPresent()) {
      issuers.add(file.get());
    }
  }

  private List<CertificateName> names(Section section) {
    List<CertificateName> names = new ArrayList<>();
    Optional<YamlNode> node =
        section.sequence("names", "a list", "[api.example.com, \"*.example.com\"]");
    if (node.isPresent()) {
      refuseEmpty(section, "names", node.get(), "leave it out if any name will do");
      for (YamlNode item : node.get().values()) {
        Optional<String> text = section.textOf(item, section.path("names") + "[]");
        if (text.isPresent()) {
          try {
            names.add(CertificateName.parse(text.get()));
          } catch (CertificateSyntaxException e) {
            problems.error(item.place(), "NAME_INVALID", e);
          }
        }
      }
    }
    return names;
  }

  private void refuseEmpty(Section section, String key, YamlNode node, String why) {
    if (node.values().isEmpty()) {
      problems.error(
          node.place(), "WRONG_VALUE", Problems.quoted(section.path(key)) + " is empty; " + why);
    }
  }

  /** The file that a key names, which has to be there. */
  Optional<FileReference> file(Section section, String key, String example) {
    Optional<String> name = section.requiredText(key, example);
    return name.isPresent()
        ? reference(section.value(key).get().place(), name.get(), example)
        : Optional.<FileReference>empty();
  }

  private Optional<FileReference> reference(Place place, String name, String example) {
    if (!name.isEmpty() && AddressListReader.isBelow(name)) {
      return Optional.of(new FileReference(place, name));
    }
    problems.error(
        place,
        "FILE_PATH",
        "the file "
            + Problems.quoted(name)
            + " is not below the policy's own folder; write a relative path without `..` and with"
            + " `/` between folders, such as "
            + Problems.quoted(example));
    return Optional.empty();
  }
}
