package io.portcullis.policy;

import io.portcullis.pattern.HostTemplate;
import io.portcullis.pattern.PathTemplate;
import io.portcullis.pattern.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one item of {@code callers.tenant} or {@code callers.program}: a place for a name. */
final class NameSourceReader {
  private static final String[] FORMS = {
    "header", "host", "path", "jwt", "certificate", "session", "body"
  };

  private final Problems problems;
  private final String what;
  private final String exampleHeader;

  /**
   * A reader of the places for one kind of name.
   *
   * @param what the kind, as templates write it in braces: {@code tenant}
   */
  NameSourceReader(Problems problems, String what, String exampleHeader) {
    this.problems = problems;
    this.what = what;
    this.exampleHeader = exampleHeader;
  }

  /** The place; nothing where it is written wrongly. */
  Optional<NameSourcePart> read(String path, YamlNode item) {
    Section source = Section.of(path, item, problems, FORMS);
    if (!item.isMapping()) {
      return Optional.empty();
    }
    List<String> written = new ArrayList<>();
    for (String form : FORMS) {
      if (source.has(form)) {
        written.add(form);
      }
    }
    if (written.size() > 1) {
      problems.error(
          source.placeOf(written.get(1)),
          "WRONG_VALUE",
          Problems.quoted(written.get(0))
              + " and "
              + Problems.quoted(written.get(1))
              + " are two places; write each as an item of its own");
      return Optional.empty();
    }
    switch (written.isEmpty() ? "header" : written.get(0)) {
      case "host":
        return host(source);
      case "path":
        return path(source);
      case "jwt":
        return new JwtPartReader(problems).read(source);
      case "body":
        return new BodyPartReader(problems, what).read(source);
      case "certificate":
        return certificate(source);
      case "session":
        return session(source);
      default:
        return header(source);
    }
  }

  private Optional<NameSourcePart> header(Section source) {
    Optional<String> name = source.requiredText("header", exampleHeader);
    if (name.isPresent() && !HttpToken.is(name.get())) {
      problems.error(
          source.value("header").get().place(),
          "WRONG_VALUE",
          Problems.quoted(name.get()) + " cannot be the name of a header");
      return Optional.empty();
    }
    return name.isPresent()
        ? Optional.of(PlainSourcePart.header(source.place(), name.get()))
        : Optional.<NameSourcePart>empty();
  }

  private Optional<NameSourcePart> certificate(Section source) {
    Optional<YamlNode> node = source.value("certificate");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section certificate = Section.of(source.path("certificate"), node.get(), problems, "subject");
    if (!node.get().isMapping() || !certificate.requiredText("subject", "O").isPresent()) {
      return Optional.empty();
    }
    Optional<String> attribute = certificate.oneOf("subject", "CN", "O", "OU", "L", "ST", "C");
    return attribute.isPresent()
        ? Optional.<NameSourcePart>of(new CertificateSourcePart(source.place(), attribute.get()))
        : Optional.<NameSourcePart>empty();
  }

  private Optional<NameSourcePart> session(Section source) {
    Optional<String> attribute = source.requiredText("session", "orgId");
    return attribute.isPresent()
        ? Optional.of(PlainSourcePart.session(source.place(), attribute.get()))
        : Optional.<NameSourcePart>empty();
  }

  private Optional<NameSourcePart> host(Section source) {
    Optional<String> text = source.requiredText("host", "\"{" + what + "}.api.example.com\"");
    if (text.isPresent()) {
      try {
        return Optional.of(
            PlainSourcePart.host(source.place(), HostTemplate.parse(text.get(), what)));
      } catch (PatternSyntaxException e) {
        problems.error(source.value("host").get().place(), "HOST_INVALID", e);
      }
    }
    return Optional.empty();
  }

  private Optional<NameSourcePart> path(Section source) {
    Optional<String> text = source.requiredText("path", "\"/t/{" + what + "}/**\"");
    if (text.isPresent()) {
      try {
        return Optional.of(
            PlainSourcePart.path(source.place(), PathTemplate.parse(text.get(), what)));
      } catch (PatternSyntaxException e) {
        problems.error(source.value("path").get().place(), "PATH_INVALID", e);
      }
    }
    return Optional.empty();
  }
}
