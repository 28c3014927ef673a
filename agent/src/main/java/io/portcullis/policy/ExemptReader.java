package io.portcullis.policy;

import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import io.portcullis.policy.PolicyDocument.ExemptPart;
import io.portcullis.policy.PolicyDocument.InternalPathsPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code exempt}: what no list applies to. */
final class ExemptReader {
  private final Problems problems;
  private final AddressListReader lists;

  ExemptReader(Problems problems, AddressListReader lists) {
    this.problems = problems;
    this.lists = lists;
  }

  ExemptPart read(Section policy) {
    Optional<YamlNode> node = policy.value("exempt");
    List<PathPattern> paths = new ArrayList<>();
    Optional<InternalPathsPart> internal = Optional.empty();
    Optional<AddressList> addresses = Optional.empty();
    if (node.isPresent()) {
      Section section =
          Section.of("exempt", node.get(), problems, "paths", "internalPaths", "addresses");
      addPaths(section, "paths", "[/health, POST /login]", paths);
      internal = internalPaths(section, paths);
      Optional<YamlNode> list = section.value("addresses");
      if (list.isPresent()) {
        addresses = Optional.of(lists.read("exempt.addresses", list.get()));
      }
    }
    return new ExemptPart(paths, internal, addresses);
  }

  private Optional<InternalPathsPart> internalPaths(Section exempt, List<PathPattern> paths) {
    Optional<YamlNode> node = exempt.value("internalPaths");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    String name = exempt.path("internalPaths");
    Section section = Section.of(name, node.get(), problems, "match", "issuers", "names", "crl");
    if (!node.get().isMapping()) {
      return Optional.empty();
    }
    List<PathPattern> match = new ArrayList<>();
    if (!section.has("match")) {
      section.missing("match", "write the paths: `match: [/v1/internal/**]`");
    }
    addPaths(section, "match", "[/v1/internal/**]", match);
    for (PathPattern rule : match) {
      for (PathPattern free : paths) {
        if (free.matches(rule.method().orElse(free.method().orElse("GET")), inside(rule))) {
          problems.warning(
              section.placeOf("match"),
              "INTERNAL_IS_EXEMPT",
              "the internal path "
                  + Problems.quoted(rule.toString())
                  + " is exempt by "
                  + Problems.quoted(free.toString())
                  + ", which comes first: nobody is asked for a certificate there");
        }
      }
    }
    return Optional.of(
        new InternalPathsPart(match, new CertificateReader(problems).acceptance(section)));
  }

  /** A path that a pattern matches, to hold another pattern against. */
  private static String inside(PathPattern pattern) {
    String text = pattern.toString();
    String path = text.substring(text.indexOf('/'));
    StringBuilder sample = new StringBuilder();
    for (String segment : path.substring(1).split("/")) {
      boolean any = segment.startsWith("*") || segment.startsWith("{");
      sample.append('/').append(any ? "portcullis" : segment);
    }
    return sample.toString();
  }

  private void addPaths(Section section, String key, String example, List<PathPattern> paths) {
    Optional<YamlNode> node = section.sequence(key, "a list", example);
    if (!node.isPresent()) {
      return;
    }
    for (YamlNode item : node.get().values()) {
      Optional<String> text = section.textOf(item, section.path(key) + "[]");
      if (text.isPresent()) {
        try {
          paths.add(PathPattern.parse(text.get()));
        } catch (PatternSyntaxException e) {
          problems.error(item.place(), "PATH_INVALID", e);
        }
        if (text.get().endsWith(" /**") || text.get().equals("/**")) {
          problems.warning(
              item.place(),
              "EXEMPTS_EVERYTHING",
              Problems.quoted(text.get())
                  + " exempts every path; no list restricts these requests");
        }
      }
    }
  }
}
