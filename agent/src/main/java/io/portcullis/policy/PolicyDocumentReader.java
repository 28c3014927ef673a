package io.portcullis.policy;

import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.caller.TenantSource;
import io.portcullis.client.ClientHeader;
import io.portcullis.client.OnUnreadable;
import io.portcullis.engine.Code;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Mode;
import io.portcullis.gate.RefusalTemplate;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import io.portcullis.policy.PolicyDocument.CallersPart;
import io.portcullis.policy.PolicyDocument.ClientAddressPart;
import io.portcullis.policy.PolicyDocument.ExemptPart;
import io.portcullis.policy.PolicyDocument.LimitsPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.policy.PolicyDocument.TenantsPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the nodes of a policy to a {@link PolicyDocument}: one method for each key of the language.
 * What is wrong becomes a problem and is left out, so that everything else is still looked at.
 */
final class PolicyDocumentReader {
  private static final String VERSION = "1";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final List<String> FORWARDED_HEADERS = Arrays.asList(FORWARDED_FOR, "Forwarded");

  private final Problems problems;
  private final AddressListReader lists;

  private PolicyDocumentReader(Problems problems) {
    this.problems = problems;
    this.lists = new AddressListReader(problems);
  }

  static PolicyDocument read(YamlNode root, Problems problems) {
    return new PolicyDocumentReader(problems).document(root);
  }

  private PolicyDocument document(YamlNode root) {
    Section policy =
        Section.of(
            "",
            root,
            problems,
            "portcullis",
            "mode",
            "clientAddress",
            "sets",
            "callers",
            "exempt",
            "defaults",
            "limits",
            "global",
            "tenants",
            "responses",
            "tests");
    if (root.isMapping()) {
      checkVersion(policy);
    }
    return new PolicyDocument(
        mode(policy),
        clientAddress(policy),
        sets(policy),
        callers(policy),
        exempt(policy),
        emptyAllowlist(policy),
        limits(policy),
        global(policy),
        tenants(policy),
        responses(policy),
        tests(policy));
  }

  private void checkVersion(Section policy) {
    if (!policy.has("portcullis")) {
      policy.missing("portcullis", "write `portcullis: 1`, the version of this language");
      return;
    }
    Optional<YamlNode> version = policy.value("portcullis");
    if (version.isPresent()) {
      YamlNode written = version.get();
      if (!written.isScalar() || !written.text().equals(VERSION)) {
        problems.error(
            written.place(),
            written.isScalar() ? "WRONG_VALUE" : "WRONG_TYPE",
            "`portcullis` is the version of this language, and `1` is the only one; this is "
                + (written.isScalar() ? Problems.quoted(written.text()) : written.kind().words()));
      } else if (!written.isPlain()) {
        problems.error(
            written.place(), "WRONG_TYPE", "`portcullis` is a number; write `1` without quotes");
      }
    }
  }

  private static Mode mode(Section section) {
    switch (section.oneOf("mode", "enforce", "monitor", "off").orElse("enforce")) {
      case "monitor":
        return Mode.MONITOR;
      case "off":
        return Mode.OFF;
      default:
        return Mode.ENFORCE;
    }
  }

  private Optional<ClientAddressPart> clientAddress(Section policy) {
    Optional<YamlNode> node = policy.value("clientAddress");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section section =
        Section.of(
            "clientAddress",
            node.get(),
            problems,
            "header",
            "trustedProxies",
            "trustedHops",
            "onUnreadable",
            "proxyAsClient");
    if (!node.get().isMapping()) {
      return Optional.empty();
    }
    ClientHeader header = clientHeader(section);
    if (!section.has("trustedProxies")) {
      section.missing(
          "trustedProxies",
          "write the peers that may speak for a client: `trustedProxies: [10.0.0.5]`");
    }
    Optional<YamlNode> proxies = section.value("trustedProxies");
    String proxiesName = section.path("trustedProxies");
    OptionalInt hops = section.number("trustedHops", 1, 64);
    Optional<String> onUnreadable = section.oneOf("onUnreadable", "deny", "peer");
    return Optional.of(
        new ClientAddressPart(
            header,
            proxies.isPresent()
                ? lists.read(proxiesName, proxies.get())
                : AddressList.broken(proxiesName, section.place()),
            checkHops(section, header, hops),
            onUnreadable.orElse("deny").equals("peer") ? OnUnreadable.PEER : OnUnreadable.DENY,
            section.truth("proxyAsClient", false)));
  }

  private ClientHeader clientHeader(Section section) {
    Optional<String> written = section.requiredText("header", FORWARDED_FOR);
    String name = written.orElse(FORWARDED_FOR);
    ClientHeader header = ClientHeader.named(name);
    if (!isToken(name)) {
      problems.error(
          section.value("header").get().place(),
          "WRONG_VALUE",
          Problems.quoted(name)
              + " cannot be the name of a header; write one, such as "
              + Problems.quoted(FORWARDED_FOR));
      return ClientHeader.named(FORWARDED_FOR);
    }
    if (!header.holdsSeveral() && Suggestion.isNear(name, FORWARDED_HEADERS)) {
      problems.warning(
          section.value("header").get().place(),
          "HEADER_ODD",
          Problems.quoted(name)
              + " is read as a header that holds one address"
              + problems.suggestion(name, FORWARDED_HEADERS));
    }
    return header;
  }

  private OptionalInt checkHops(Section section, ClientHeader header, OptionalInt hops) {
    if (!hops.isPresent() || header.holdsSeveral()) {
      return hops;
    }
    problems.error(
        section.value("trustedHops").get().place(),
        "HOPS_OF_ONE_ADDRESS",
        "`clientAddress.trustedHops` counts the addresses of `X-Forwarded-For` or `Forwarded`, and "
            + Problems.quoted(header.name())
            + " holds one; leave `trustedHops` out");
    return OptionalInt.empty();
  }

  private Map<String, AddressList> sets(Section policy) {
    Map<String, AddressList> sets = new LinkedHashMap<>();
    Optional<YamlNode> node = policy.value("sets");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys("sets", node.get(), problems);
      for (String name : section.keys()) {
        Optional<YamlNode> list = section.value(name);
        if (list.isPresent()) {
          sets.put(name, lists.read(section.path(name), list.get()));
        } else {
          // Known, so that what refers to it is not wrong as well.
          sets.put(name, AddressList.broken(section.path(name), section.placeOf(name)));
        }
      }
    }
    return sets;
  }

  private CallersPart callers(Section policy) {
    List<TenantSource> sources = new ArrayList<>();
    OnUnknownTenant unknown = OnUnknownTenant.DENY;
    Optional<YamlNode> node = policy.value("callers");
    if (node.isPresent()) {
      Section section = Section.of("callers", node.get(), problems, "tenant", "onUnknownTenant");
      addTenantSources(section, sources);
      if (section.has("tenant") && !section.has("onUnknownTenant")) {
        section.missing(
            "onUnknownTenant",
            "write `global` (judge as a request without a tenant) or `deny` for a tenant that is"
                + " not in this policy");
      }
      if (section.oneOf("onUnknownTenant", "global", "deny").orElse("deny").equals("global")) {
        unknown = OnUnknownTenant.GLOBAL;
      }
    }
    return new CallersPart(sources, unknown);
  }

  private void addTenantSources(Section callers, List<TenantSource> sources) {
    Optional<YamlNode> node =
        callers.sequence("tenant", "a list of sources", "[{header: X-Tenant-Id}]");
    if (!node.isPresent()) {
      return;
    }
    if (node.get().values().isEmpty()) {
      problems.error(
          node.get().place(),
          "WRONG_VALUE",
          "`callers.tenant` names no source; write `[{header: X-Tenant-Id}]` or leave it out");
    }
    for (YamlNode item : node.get().values()) {
      Section source = Section.of("callers.tenant[]", item, problems, "header");
      if (item.isMapping()) {
        Optional<String> header = source.requiredText("header", "X-Tenant-Id");
        if (header.isPresent() && !isToken(header.get())) {
          problems.error(
              source.value("header").get().place(),
              "WRONG_VALUE",
              Problems.quoted(header.get()) + " cannot be the name of a header");
        } else if (header.isPresent()) {
          sources.add(TenantSource.header(header.get()));
        }
      }
    }
  }

  /** Whether a text can be a method or the name of a header (RFC 9110, 5.6.2). */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!word && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private ExemptPart exempt(Section policy) {
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

  private EmptyAllowlist emptyAllowlist(Section policy) {
    Optional<YamlNode> node = policy.value("defaults");
    if (!node.isPresent()) {
      return EmptyAllowlist.ALLOW;
    }
    Section section = Section.of("defaults", node.get(), problems, "emptyAllowlist");
    return section.oneOf("emptyAllowlist", "allow", "deny").orElse("allow").equals("deny")
        ? EmptyAllowlist.DENY
        : EmptyAllowlist.ALLOW;
  }

  private LimitsPart limits(Section policy) {
    Optional<YamlNode> node = policy.value("limits");
    if (!node.isPresent()) {
      return new LimitsPart(OptionalInt.empty());
    }
    Section section = Section.of("limits", node.get(), problems, "entriesPerTenant");
    return new LimitsPart(section.number("entriesPerTenant", 1, ListResolver.MOST_ENTRIES));
  }

  private Optional<ScopePart> global(Section policy) {
    Optional<YamlNode> node = policy.value("global");
    return node.isPresent() ? Optional.of(scope("global", node.get())) : Optional.empty();
  }

  private TenantsPart tenants(Section policy) {
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
                : new ScopePart(place, Mode.ENFORCE, Optional.empty()));
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
    Section section = Section.of(name, node, problems, "mode", "allow");
    Optional<YamlNode> allow = section.value("allow");
    return new ScopePart(
        node.place(),
        mode(section),
        allow.isPresent()
            ? Optional.of(lists.readOrOpen(section.path("allow"), allow.get()))
            : Optional.<AddressList>empty());
  }

  private Map<Code, RefusalTemplate> responses(Section policy) {
    Optional<YamlNode> node = policy.value("responses");
    return node.isPresent()
        ? ResponsesReader.read(node.get(), problems)
        : Collections.<Code, RefusalTemplate>emptyMap();
  }

  private List<PolicyTest> tests(Section policy) {
    Optional<YamlNode> node = policy.value("tests");
    return node.isPresent()
        ? PolicyTestsReader.read(node.get(), problems)
        : Collections.<PolicyTest>emptyList();
  }
}
