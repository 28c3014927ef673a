package io.portcullis.policy;

import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.engine.RequestFacts;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads {@code tests}: requests and what the policy is to say of them. */
final class PolicyTestsReader {
  private final Problems problems;

  private PolicyTestsReader(Problems problems) {
    this.problems = problems;
  }

  static List<PolicyTest> read(YamlNode node, Problems problems) {
    List<PolicyTest> tests = new ArrayList<>();
    if (!node.isSequence()) {
      problems.error(
          node.place(),
          "WRONG_TYPE",
          "`tests` is a list, this is "
              + node.kind().words()
              + "; write `- name: …` for each test");
      return tests;
    }
    PolicyTestsReader reader = new PolicyTestsReader(problems);
    for (YamlNode item : node.values()) {
      Optional<PolicyTest> test = reader.test(item);
      if (test.isPresent()) {
        tests.add(test.get());
      }
    }
    return tests;
  }

  private Optional<PolicyTest> test(YamlNode node) {
    Section section = Section.of("tests[]", node, problems, "name", "request", "expect");
    if (!node.isMapping()) {
      return Optional.empty();
    }
    Optional<String> name = section.requiredText("name", "on-call keeps access");
    Optional<RequestFacts> request = Optional.empty();
    if (!section.has("request")) {
      section.missing("request", "write `request: {peer: 203.0.113.9}`");
    }
    Optional<YamlNode> requestNode = section.value("request");
    if (requestNode.isPresent()) {
      request = request(requestNode.get());
    }
    Map<String, Optional<String>> expected = new LinkedHashMap<>();
    if (!section.has("expect")) {
      section.missing("expect", "write `expect: {decision: allow}`");
    }
    Optional<YamlNode> expectNode = section.value("expect");
    if (expectNode.isPresent()) {
      expected = expected(expectNode.get());
    }
    return name.isPresent() && request.isPresent() && !expected.isEmpty()
        ? Optional.of(PolicyTest.of(name.get(), section.place(), request.get(), expected))
        : Optional.empty();
  }

  private Optional<RequestFacts> request(YamlNode node) {
    Section section =
        Section.of(
            "tests[].request",
            node,
            problems,
            "peer",
            "method",
            "target",
            "headers",
            "key",
            "certificate",
            "session",
            "body",
            "dns",
            "at");
    if (!node.isMapping()) {
      return Optional.empty();
    }
    Optional<String> peer = section.requiredText("peer", "203.0.113.9");
    Optional<String> method = section.text("method");
    Optional<String> target = section.text("target");
    Optional<YamlNode> headers = section.value("headers");
    Optional<String> key = section.text("key");
    Optional<YamlNode> certificate = section.value("certificate");
    Optional<YamlNode> session = section.value("session");
    Optional<String> body = section.text("body");
    Optional<YamlNode> dns = section.value("dns");
    OptionalLong at = section.instant("at");
    Optional<IpAddress> address =
        peer.isPresent()
            ? address(peer.get(), section.value("peer").get().place())
            : Optional.<IpAddress>empty();
    RequestFacts.Builder facts =
        address.isPresent() ? RequestFacts.from(address.get()) : RequestFacts.fromHiddenPeer();
    if (method.isPresent()) {
      if (!HttpToken.is(method.get())) {
        problems.error(
            section.value("method").get().place(),
            "WRONG_VALUE",
            Problems.quoted(method.get()) + " cannot be a method");
      }
      facts.method(method.get());
    }
    if (target.isPresent()) {
      facts.target(target.get());
    }
    if (headers.isPresent()) {
      addHeaders(headers.get(), facts);
    }
    if (key.isPresent()) {
      facts.keyId(key.get());
    }
    if (certificate.isPresent()) {
      facts.certificate(
          StatedCertificateReader.read("tests[].request.certificate", certificate.get(), problems));
    }
    if (session.isPresent()) {
      addSession(session.get(), facts);
    }
    if (dns.isPresent()) {
      facts.dns(StatedDnsReader.read(dns.get(), problems));
    }
    if (body.isPresent()) {
      facts.body(body.get());
    }
    if (at.isPresent()) {
      facts.at(at.getAsLong());
    }
    return address.isPresent() ? Optional.of(facts.build()) : Optional.<RequestFacts>empty();
  }

  private void addHeaders(YamlNode node, RequestFacts.Builder facts) {
    Section section = Section.withAnyKeys("tests[].request.headers", node, problems);
    for (String name : section.keys()) {
      if (!HttpToken.is(name)) {
        problems.error(
            section.placeOf(name),
            "WRONG_VALUE",
            Problems.quoted(name) + " cannot be the name of a header");
      }
      Optional<YamlNode> value = section.value(name);
      if (value.isPresent() && value.get().isSequence()) {
        for (YamlNode line : value.get().values()) {
          addLine(section, name, line, facts);
        }
      } else if (value.isPresent()) {
        addLine(section, name, value.get(), facts);
      }
    }
  }

  private void addSession(YamlNode node, RequestFacts.Builder facts) {
    Section session = Section.withAnyKeys("tests[].request.session", node, problems);
    for (String name : session.keys()) {
      Optional<String> value = session.text(name);
      if (value.isPresent()) {
        facts.session(name, value.get());
      }
    }
  }

  private static void addLine(
      Section section, String name, YamlNode line, RequestFacts.Builder facts) {
    Optional<String> text = section.textOf(line, section.path(name));
    if (text.isPresent()) {
      facts.header(name, text.get());
    }
  }

  private Optional<IpAddress> address(String text, Place place) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IpSyntaxException e) {
      problems.error(place, "ADDRESS_INVALID", e);
      return Optional.empty();
    }
  }

  private Map<String, Optional<String>> expected(YamlNode node) {
    Section section =
        Section.of(
            "tests[].expect",
            node,
            problems,
            "decision",
            "code",
            "check",
            "client",
            "tenant",
            "program",
            "key",
            "entry",
            "scope",
            "status",
            "mode");
    Map<String, Optional<String>> expected = new LinkedHashMap<>();
    if (node.isMapping() && section.keys().isEmpty()) {
      problems.error(
          node.place(), "WRONG_VALUE", "`expect` expects nothing; write `{decision: allow}`");
    }
    for (String key : section.keys()) {
      boolean none = section.valueOrNull(key).get().isNull();
      if (none && mayBeNone(key)) {
        expected.put(key, Optional.empty());
        continue;
      }
      Optional<String> value = expectedValue(section, key);
      if (value.isPresent()) {
        expected.put(key, value);
      }
    }
    return expected;
  }

  /** Whether a decision can be without it: then {@code null} is a value like any other. */
  private static boolean mayBeNone(String key) {
    switch (key) {
      case "client":
      case "tenant":
      case "program":
      case "key":
      case "entry":
      case "scope":
      case "status":
        return true;
      default:
        return false;
    }
  }

  private Optional<String> expectedValue(Section section, String key) {
    switch (key) {
      case "decision":
        return section.oneOf(key, "allow", "deny", "would-deny");
      case "code":
        return code(section);
      case "check":
        return section.oneOf(key, checkNames());
      case "mode":
        return section.oneOf(key, "enforce", "monitor", "off");
      case "status":
        OptionalInt status = section.number(key, 400, 599);
        return status.isPresent()
            ? Optional.of(Integer.toString(status.getAsInt()))
            : Optional.<String>empty();
      case "client":
        Optional<String> client = section.text(key);
        Optional<IpAddress> address =
            client.isPresent()
                ? address(client.get(), section.value(key).get().place())
                : Optional.<IpAddress>empty();
        return address.isPresent()
            ? Optional.of(address.get().toString())
            : Optional.<String>empty();
      case "tenant":
      case "program":
      case "key":
      case "entry":
      case "scope":
        return section.text(key);
      default:
        return Optional.empty(); // unknown, and told already
    }
  }

  private Optional<String> code(Section section) {
    Optional<String> code = section.text("code");
    List<String> known = new ArrayList<>();
    for (Code each : Code.values()) {
      known.add(each.name());
    }
    if (code.isPresent() && !known.contains(code.get())) {
      problems.error(
          section.value("code").get().place(),
          "UNKNOWN_CODE",
          "unknown code " + Problems.quoted(code.get()) + problems.suggestion(code.get(), known));
      return Optional.empty();
    }
    return code;
  }

  private static String[] checkNames() {
    CheckName[] checks = CheckName.values();
    String[] words = new String[checks.length];
    for (int i = 0; i < checks.length; i++) {
      words[i] = checks[i].word();
    }
    return words;
  }
}
