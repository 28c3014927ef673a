package io.portcullis.policy;

import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import io.portcullis.policy.PolicyDocument.ExemptPart;
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
    Optional<AddressList> addresses = Optional.empty();
    if (node.isPresent()) {
      Section section = Section.of("exempt", node.get(), problems, "paths", "addresses");
      addPaths(section, paths);
      Optional<YamlNode> list = section.value("addresses");
      if (list.isPresent()) {
        addresses = Optional.of(lists.read("exempt.addresses", list.get()));
      }
    }
    return new ExemptPart(paths, addresses);
  }

  private void addPaths(Section exempt, List<PathPattern> paths) {
    Optional<YamlNode> node = exempt.sequence("paths", "a list", "[/health, POST /login]");
    if (!node.isPresent()) {
      return;
    }
    for (YamlNode item : node.get().values()) {
      Optional<String> text = exempt.textOf(item, "exempt.paths[]");
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
