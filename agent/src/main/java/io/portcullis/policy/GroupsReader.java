package io.portcullis.policy;

import io.portcullis.engine.DomainSource;
import io.portcullis.engine.Mode;
import io.portcullis.pattern.DomainPattern;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import io.portcullis.policy.GroupPart.EndpointPart;
import io.portcullis.policy.GroupPart.NetworkPart;
import java.net.IDN;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code groups}: endpoints, and which networks and domains may call them. */
final class GroupsReader {
  private static final String MATCH_EXAMPLE = "[/api/**, POST /login]";

  private final Problems problems;
  private final AddressListReader lists;

  GroupsReader(Problems problems, AddressListReader lists) {
    this.problems = problems;
    this.lists = lists;
  }

  /** The groups by name in the order written. */
  Map<String, GroupPart> read(Section policy) {
    Map<String, GroupPart> groups = new LinkedHashMap<>();
    Optional<YamlNode> node = policy.value("groups");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys("groups", node.get(), problems);
      for (String name : section.keys()) {
        checkName("group", name, section.placeOf(name));
        Optional<YamlNode> group = section.value(name);
        if (group.isPresent()) {
          groups.put(name, group(section.path(name), group.get()));
        }
      }
    }
    return groups;
  }

  /** Names stand in the scopes of decisions, with a slash between them. */
  private void checkName(String what, String name, Place place) {
    boolean good = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      good &= letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
    if (!good) {
      problems.error(
          place,
          "WRONG_VALUE",
          Problems.quoted(name)
              + " cannot be the name of "
              + (what.startsWith("e") ? "an " : "a ")
              + what
              + ", which is made of letters, digits, `-` and `_`");
    }
  }

  private GroupPart group(String path, YamlNode node) {
    Section section = Section.of(path, node, problems, "mode", "match", "network", "endpoints");
    Mode mode = ModeReader.mode(section);
    List<PathPattern> match = match(section);
    Optional<NetworkPart> network = network(section);
    Map<String, EndpointPart> endpoints = new LinkedHashMap<>();
    Optional<YamlNode> inner = section.value("endpoints");
    if (inner.isPresent()) {
      Section named = Section.withAnyKeys(section.path("endpoints"), inner.get(), problems);
      for (String name : named.keys()) {
        checkName("endpoint", name, named.placeOf(name));
        Optional<YamlNode> endpoint = named.value(name);
        if (endpoint.isPresent()) {
          endpoints.put(name, endpoint(named.path(name), endpoint.get(), mode));
        }
      }
    }
    if (node.isMapping() && !section.has("match") && !section.has("endpoints")) {
      section.missing("match", "write the paths of the group, such as `match: [/api/**]`");
    }
    return new GroupPart(mode, match, network, endpoints);
  }

  private EndpointPart endpoint(String path, YamlNode node, Mode ofGroup) {
    Section section = Section.of(path, node, problems, "mode", "match", "inherit", "network");
    if (node.isMapping() && !section.has("match")) {
      section.missing("match", "write its path, such as `match: GET /api/reports/**`");
    }
    return new EndpointPart(
        section.has("mode") ? ModeReader.mode(section) : ofGroup,
        match(section),
        section.truth("inherit", true),
        network(section));
  }

  /** One pattern, or a list of them. */
  private List<PathPattern> match(Section section) {
    List<PathPattern> match = new ArrayList<>();
    Optional<YamlNode> node = section.value("match");
    if (!node.isPresent()) {
      return match;
    }
    if (node.get().isScalar()) {
      addPattern(node.get(), match);
      return match;
    }
    Optional<YamlNode> list =
        section.sequence("match", "a path pattern or a list of them", MATCH_EXAMPLE);
    if (!list.isPresent()) {
      return match;
    }
    if (list.get().values().isEmpty()) {
      problems.error(
          list.get().place(),
          "WRONG_VALUE",
          Problems.quoted(section.path("match"))
              + " matches nothing; write "
              + Problems.quoted(MATCH_EXAMPLE));
    }
    for (YamlNode item : list.get().values()) {
      if (section.textOf(item, section.path("match") + "[]").isPresent()) {
        addPattern(item, match);
      }
    }
    return match;
  }

  private void addPattern(YamlNode node, List<PathPattern> match) {
    try {
      match.add(PathPattern.parse(node.text()));
    } catch (PatternSyntaxException e) {
      problems.error(node.place(), "PATH_INVALID", e);
    }
  }

  private Optional<NetworkPart> network(Section owner) {
    Optional<YamlNode> node = owner.value("network");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section section =
        Section.of(
            owner.path("network"),
            node.get(),
            problems,
            "enabled",
            "domains",
            "domainSources",
            "acceptCallerChosenHost",
            "addresses");
    Optional<YamlNode> addresses = section.value("addresses");
    return Optional.of(
        new NetworkPart(
            owner.path("network"),
            node.get().place(),
            section.truth("enabled", true),
            domains(section),
            sources(section),
            section.has("acceptCallerChosenHost")
                ? Optional.of(section.truth("acceptCallerChosenHost", false))
                : Optional.<Boolean>empty(),
            addresses.isPresent()
                ? Optional.of(lists.read(section.path("addresses"), addresses.get()))
                : Optional.<AddressList>empty()));
  }

  private List<DomainPattern> domains(Section section) {
    List<DomainPattern> domains = new ArrayList<>();
    Optional<YamlNode> list =
        section.sequence("domains", "a list", "[app.example.com, \"*.example.com\"]");
    if (!list.isPresent()) {
      return domains;
    }
    DomainLint lint = new DomainLint(problems);
    for (YamlNode item : list.get().values()) {
      if (section.textOf(item, section.path("domains") + "[]").isPresent()) {
        try {
          DomainPattern pattern = DomainPattern.parse(item.text());
          domains.add(pattern);
          lint.add(pattern, item.place());
        } catch (PatternSyntaxException e) {
          problems.error(item.place(), "DOMAIN_INVALID", e.getMessage() + aLabels(item.text()));
        }
      }
    }
    lint.finish();
    return domains;
  }

  /** How a name of other letters is written, where that can be told for sure. */
  private static String aLabels(String text) {
    boolean ascii = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      ascii &= c < 0x80;
      // Two standards make different names of these.
      if (c == '\u00df' || c == '\u03c2' || c == '\u200c' || c == '\u200d') {
        return "";
      }
    }
    if (ascii || text.indexOf(' ') >= 0) {
      return "";
    }
    boolean below = text.startsWith("*.");
    try {
      String name = IDN.toASCII(below ? text.substring(2) : text, IDN.ALLOW_UNASSIGNED);
      String written = below ? "*." + name : name;
      DomainPattern.parse(written);
      return ": " + Problems.quoted(written);
    } catch (IllegalArgumentException | PatternSyntaxException e) {
      return "";
    }
  }

  private Optional<List<DomainSource>> sources(Section section) {
    Optional<YamlNode> list = section.sequence("domainSources", "a list", "[origin, referer]");
    if (!list.isPresent()) {
      return Optional.empty();
    }
    List<DomainSource> sources = new ArrayList<>();
    if (list.get().values().isEmpty()) {
      problems.error(
          list.get().place(),
          "WRONG_VALUE",
          Problems.quoted(section.path("domainSources"))
              + " is empty, so no request would be of any domain; write `[origin, referer]`");
    }
    for (YamlNode item : list.get().values()) {
      Optional<String> text = section.textOf(item, section.path("domainSources") + "[]");
      Optional<DomainSource> source =
          text.isPresent() ? source(text.get(), item.place()) : Optional.<DomainSource>empty();
      if (source.isPresent() && sources.contains(source.get())) {
        problems.error(
            item.place(),
            "WRONG_VALUE",
            Problems.quoted(item.text()) + " stands twice; remove one of the two");
      } else if (source.isPresent()) {
        if (sources.contains(DomainSource.HOST)) {
          problems.warning(
              item.place(),
              "SOURCE_NEVER_READ",
              Problems.quoted(item.text())
                  + " stands behind `host`, which every request has, so it is never read; write"
                  + " `host` last");
        }
        sources.add(source.get());
      }
    }
    return Optional.of(sources);
  }

  private Optional<DomainSource> source(String text, Place place) {
    List<String> known = new ArrayList<>();
    for (DomainSource source : DomainSource.values()) {
      if (source.word().equals(text)) {
        return Optional.of(source);
      }
      known.add(source.word());
    }
    problems.error(
        place,
        "WRONG_VALUE",
        "unknown source "
            + Problems.quoted(text)
            + problems.suggestion(text, Collections.unmodifiableList(known)));
    return Optional.empty();
  }
}
