package io.portcullis.policy;

import io.portcullis.engine.Code;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.gate.RefusalTemplate;
import io.portcullis.gate.Refusals;
import io.portcullis.policy.PolicyDocument.LimitsPart;
import io.portcullis.policy.PolicyDocument.TenantsPart;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the nodes of a policy to a {@link PolicyDocument}: one reader for each part of the
 * language. What is wrong becomes a problem and is left out, so that everything else is still
 * looked at.
 */
final class PolicyDocumentReader {
  private static final String VERSION = "1";

  private final Problems problems;
  private final HostFacts host;
  private final AddressListReader lists;

  private PolicyDocumentReader(Problems problems, HostFacts host) {
    this.problems = problems;
    this.host = host;
    this.lists = new AddressListReader(problems);
  }

  /** The document, wherever it is to be in force. */
  static PolicyDocument read(YamlNode root, Problems problems) {
    return read(root, problems, HostFacts.NONE);
  }

  /** The document; one that is for another host is a problem. */
  static PolicyDocument read(YamlNode root, Problems problems, HostFacts host) {
    return new PolicyDocumentReader(problems, host).document(root);
  }

  private PolicyDocument document(YamlNode root) {
    Section policy =
        Section.of(
            "",
            root,
            problems,
            "portcullis",
            "environment",
            "mode",
            "clientAddress",
            "sets",
            "callers",
            "exempt",
            "defaults",
            "limits",
            "global",
            "tenants",
            "keys",
            "operators",
            "groups",
            "dns",
            "responses",
            "tests");
    if (root.isMapping()) {
      checkVersion(policy);
    }
    new EnvironmentReader(problems, host).check(policy);
    ScopeReader scopes = new ScopeReader(problems, lists);
    TenantsPart tenants = scopes.tenants(policy);
    return new PolicyDocument(
        ModeReader.mode(policy),
        new ClientAddressReader(problems, lists).read(policy),
        sets(policy),
        new CallersReader(problems).read(policy),
        new ExemptReader(problems, lists).read(policy),
        emptyAllowlist(policy),
        limits(policy),
        scopes.global(policy),
        tenants,
        new KeysReader(problems, scopes).read(policy),
        new OperatorsReader(problems, tenants.byName.keySet()).read(policy),
        new GroupsReader(problems, lists).read(policy),
        new ReverseDnsReader(problems).settings(policy),
        policy.has("dns") ? Optional.of(policy.placeOf("dns")) : Optional.<Place>empty(),
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
      return new LimitsPart(OptionalInt.empty(), true);
    }
    Section section =
        Section.of("limits", node.get(), problems, "entriesPerTenant", "keysMayWiden");
    return new LimitsPart(
        section.number("entriesPerTenant", 1, ListResolver.MOST_ENTRIES),
        section.truth("keysMayWiden", true));
  }

  private Refusals responses(Section policy) {
    Optional<YamlNode> node = policy.value("responses");
    return node.isPresent()
        ? ResponsesReader.read(node.get(), problems)
        : Refusals.of(Collections.<Code, RefusalTemplate>emptyMap());
  }

  private List<PolicyTest> tests(Section policy) {
    Optional<YamlNode> node = policy.value("tests");
    return node.isPresent()
        ? PolicyTestsReader.read(node.get(), problems)
        : Collections.<PolicyTest>emptyList();
  }
}
