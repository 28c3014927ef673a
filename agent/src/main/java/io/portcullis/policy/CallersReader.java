package io.portcullis.policy;

import io.portcullis.caller.KeySource;
import io.portcullis.caller.OnUnknownKey;
import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.policy.PolicyDocument.BearerKeyPart;
import io.portcullis.policy.PolicyDocument.CallersPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code callers}: where a request says who is calling. */
final class CallersReader {
  private final Problems problems;

  CallersReader(Problems problems) {
    this.problems = problems;
  }

  CallersPart read(Section policy) {
    List<NameSourcePart> tenants = new ArrayList<>();
    List<NameSourcePart> programs = new ArrayList<>();
    List<KeySource> keys = new ArrayList<>();
    Optional<BearerKeyPart> bearer = Optional.empty();
    Optional<OnUnknownTenant> onUnknownTenant = Optional.empty();
    OnUnknownKey onUnknownKey = OnUnknownKey.DENY;
    Optional<YamlNode> node = policy.value("callers");
    if (node.isPresent()) {
      Section section =
          Section.of(
              "callers",
              node.get(),
              problems,
              "apiKey",
              "tenant",
              "program",
              "onUnknownTenant",
              "onUnknownKey");
      bearer = addKeySources(section, keys);
      addNameSources(section, "tenant", "X-Tenant-Id", tenants);
      addNameSources(section, "program", "X-Program-Id", programs);
      onUnknownTenant = onUnknownTenant(section);
      onUnknownKey = onUnknownKey(section);
    }
    return new CallersPart(tenants, programs, keys, bearer, onUnknownTenant, onUnknownKey);
  }

  private static Optional<OnUnknownTenant> onUnknownTenant(Section callers) {
    if (!callers.has("onUnknownTenant")) {
      if (callers.has("tenant")) {
        callers.missing(
            "onUnknownTenant",
            "write `global` (judge as a request without a tenant) or `deny` for a tenant that is"
                + " not in this policy");
      } else if (callers.has("program")) {
        callers.missing(
            "onUnknownTenant",
            "write `global` (judge as a request without a program) or `deny` for a program that is"
                + " not in this policy");
      }
      return Optional.empty();
    }
    boolean global =
        callers.oneOf("onUnknownTenant", "global", "deny").orElse("deny").equals("global");
    return Optional.of(global ? OnUnknownTenant.GLOBAL : OnUnknownTenant.DENY);
  }

  private static OnUnknownKey onUnknownKey(Section callers) {
    if (callers.has("apiKey") && !callers.has("onUnknownKey")) {
      callers.missing(
          "onUnknownKey",
          "write `ignore` (judge as a request without a key) or `deny` for a key that is not in this"
              + " policy");
    }
    return callers.oneOf("onUnknownKey", "ignore", "deny").orElse("deny").equals("ignore")
        ? OnUnknownKey.IGNORE
        : OnUnknownKey.DENY;
  }

  private void addNameSources(
      Section callers, String key, String example, List<NameSourcePart> sources) {
    Optional<YamlNode> node =
        callers.sequence(key, "a list of sources", "[{header: " + example + "}]");
    if (!node.isPresent()) {
      return;
    }
    if (node.get().values().isEmpty()) {
      problems.error(
          node.get().place(),
          "WRONG_VALUE",
          Problems.quoted(callers.path(key))
              + " names no source; write "
              + Problems.quoted("[{header: " + example + "}]")
              + " or leave it out");
    }
    NameSourceReader reader = new NameSourceReader(problems, key, example);
    for (YamlNode item : node.get().values()) {
      Optional<NameSourcePart> source = reader.read(callers.path(key) + "[]", item);
      if (source.isPresent()) {
        sources.add(source.get());
      }
    }
  }

  private Optional<BearerKeyPart> addKeySources(Section callers, List<KeySource> sources) {
    Optional<YamlNode> node = callers.value("apiKey");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section section =
        Section.of("callers.apiKey", node.get(), problems, "header", "query", "basic", "bearer");
    if (node.get().isMapping() && section.keys().isEmpty()) {
      problems.error(
          node.get().place(),
          "WRONG_VALUE",
          "`callers.apiKey` names no place; write `{header: X-API-Key}`, `{query: api_key}`,"
              + " `{basic: password}` or `{bearer: live_}`");
    }
    if (section.has("header")) {
      Optional<String> header = header(section, section.requiredText("header", "X-API-Key"));
      if (header.isPresent() && header.get().equalsIgnoreCase("Authorization")) {
        problems.error(
            section.value("header").get().place(),
            "WRONG_VALUE",
            "`Authorization` holds a scheme before what it carries, so it is never the key alone;"
                + " write `{basic: password}` or `{bearer: live_}`, or another header");
      } else if (header.isPresent()) {
        sources.add(KeySource.header(header.get()));
      }
    }
    if (section.has("query")) {
      Optional<String> name = section.requiredText("query", "api_key");
      if (name.isPresent() && isPrintable(name.get())) {
        sources.add(KeySource.query(name.get()));
      } else if (name.isPresent()) {
        problems.error(
            section.value("query").get().place(),
            "WRONG_VALUE",
            Problems.quoted(name.get())
                + " cannot be the name of a parameter; write it in printable ASCII, without blanks"
                + " and escapes, such as `api_key`");
      }
    }
    if (section.has("basic") && section.oneOf("basic", "password").isPresent()) {
      sources.add(KeySource.basicPassword());
    }
    Optional<BearerKeyPart> bearer = new BearerKeyReader(problems).read(section);
    if (bearer.isPresent()) {
      sources.add(KeySource.bearer(bearer.get().prefix));
    }
    return bearer;
  }

  private Optional<String> header(Section section, Optional<String> name) {
    if (name.isPresent() && !HttpToken.is(name.get())) {
      problems.error(
          section.value("header").get().place(),
          "WRONG_VALUE",
          Problems.quoted(name.get()) + " cannot be the name of a header");
      return Optional.empty();
    }
    return name;
  }

  /** Whether a text is the name of a parameter as it is once it has been decoded. */
  private static boolean isPrintable(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || "%&=;#+".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
