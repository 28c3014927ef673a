package io.portcullis.policy;

import io.portcullis.caller.ApiKey;
import io.portcullis.caller.KeyHash;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code operators}: who may use the management API, by name. */
final class OperatorsReader {
  private final Problems problems;
  private final Set<String> tenants;
  private final Map<KeyHash, String> byHash = new HashMap<>();

  /** A reader of operators of these tenants and no others. */
  OperatorsReader(Problems problems, Set<String> tenants) {
    this.problems = problems;
    this.tenants = tenants;
  }

  Operators read(Section policy) {
    Map<String, Operator> operators = new LinkedHashMap<>();
    Optional<YamlNode> node = policy.value("operators");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys("operators", node.get(), problems);
      for (String name : section.keys()) {
        if (!ApiKey.isId(name)) {
          problems.error(
              section.placeOf(name),
              "WRONG_VALUE",
              "the name of an operator is made of 1 to 128 letters, digits and `-`, `_`, `.`, `:`,"
                  + " this one is not");
          continue; // the problems of its parts would show it
        }
        Optional<YamlNode> one = section.value(name);
        if (one.isPresent()) {
          Optional<Operator> operator = operator(name, section.path(name), one.get());
          if (operator.isPresent()) {
            operators.put(name, operator.get());
          }
        }
      }
    }
    return Operators.of(operators.values());
  }

  private Optional<Operator> operator(String name, String path, YamlNode node) {
    Section section = Section.of(path, node, problems, "sha256", "role", "tenants");
    if (!node.isMapping()) {
      return Optional.empty();
    }
    Optional<KeyHash> hash = hash(name, section);
    Optional<Operator.Role> role = role(section);
    Set<String> own = tenants(section);
    if (role.isPresent() && role.get() == Operator.Role.TENANT_ADMIN && !section.has("tenants")) {
      section.missing("tenants", "a tenant-admin is one of certain tenants; write `[acme]`");
      return Optional.empty();
    }
    if (role.isPresent() && role.get() == Operator.Role.PLATFORM_ADMIN && section.has("tenants")) {
      problems.error(
          section.placeOf("tenants"),
          "WRONG_VALUE",
          "a platform-admin is one of all tenants; leave "
              + Problems.quoted(section.path("tenants"))
              + " out, or make it a `tenant-admin`");
      return Optional.empty();
    }
    // Without its tenants it would see all of them.
    boolean narrowed = own.isEmpty() == !section.has("tenants");
    return hash.isPresent() && role.isPresent() && narrowed
        ? Optional.of(Operator.of(name, hash.get(), role.get(), own))
        : Optional.<Operator>empty();
  }

  private Optional<Operator.Role> role(Section section) {
    if (!section.has("role")) {
      section.missing("role", "write `viewer`, `tenant-admin` or `platform-admin`");
      return Optional.empty();
    }
    Optional<String> word = section.oneOf("role", "viewer", "tenant-admin", "platform-admin");
    if (word.isPresent()) {
      for (Operator.Role role : Operator.Role.values()) {
        if (role.word().equals(word.get())) {
          return Optional.of(role);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<KeyHash> hash(String name, Section section) {
    Optional<KeyHash> hash = new KeyHashReader(problems, "token").read(section);
    String first = hash.isPresent() ? byHash.get(hash.get()) : null;
    if (first != null) {
      problems.error(
          section.value("sha256").get().place(),
          "DUPLICATE_TOKEN",
          "the operators "
              + Problems.quoted(first)
              + " and "
              + Problems.quoted(name)
              + " have the same `sha256`; make a token for each, so that it can be told who called");
      return Optional.empty();
    }
    if (hash.isPresent()) {
      byHash.put(hash.get(), name);
    }
    return hash;
  }

  private Set<String> tenants(Section section) {
    Set<String> own = new LinkedHashSet<>();
    Optional<YamlNode> list = section.sequence("tenants", "a list of tenants", "[acme]");
    if (!list.isPresent()) {
      return own;
    }
    if (list.get().values().isEmpty()) {
      problems.error(
          list.get().place(),
          "WRONG_VALUE",
          Problems.quoted(section.path("tenants"))
              + " names no tenant; write `[acme]`, or leave it out for a viewer of everything");
    }
    for (YamlNode item : list.get().values()) {
      Optional<String> tenant = section.textOf(item, section.path("tenants"));
      if (tenant.isPresent() && !tenants.contains(tenant.get())) {
        problems.error(
            item.place(),
            "UNKNOWN_TENANT",
            "there is no tenant "
                + Problems.quoted(tenant.get())
                + " under `tenants`"
                + problems.suggestion(tenant.get(), tenants));
      } else if (tenant.isPresent() && !own.add(tenant.get())) {
        problems.error(
            item.place(),
            "WRONG_VALUE",
            "the tenant " + Problems.quoted(tenant.get()) + " stands twice; keep one of the two");
      }
    }
    return own;
  }
}
