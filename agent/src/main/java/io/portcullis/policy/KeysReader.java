package io.portcullis.policy;

import io.portcullis.caller.ApiKey;
import io.portcullis.caller.KeyHash;
import io.portcullis.policy.PolicyDocument.KeyPart;
import io.portcullis.policy.PolicyDocument.KeysPart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code keys}: the API keys by their ids. */
final class KeysReader {
  private final Problems problems;
  private final ScopeReader scopes;

  KeysReader(Problems problems, ScopeReader scopes) {
    this.problems = problems;
    this.scopes = scopes;
  }

  KeysPart read(Section policy) {
    Map<String, KeyPart> keys = new LinkedHashMap<>();
    Optional<YamlNode> node = policy.value("keys");
    if (node.isPresent()) {
      Section section = Section.withAnyKeys("keys", node.get(), problems);
      for (String id : section.keys()) {
        if (!ApiKey.isId(id)) {
          refuseId(section.placeOf(id));
          continue; // the problems of its parts would show it
        }
        Optional<YamlNode> key = section.value(id);
        if (key.isPresent()) {
          keys.put(id, key(section.path(id), section.placeOf(id), key.get()));
        }
      }
    }
    return new KeysPart(policy.placeOf("keys"), keys);
  }

  private void refuseId(Place place) {
    problems.error(
        place,
        "WRONG_VALUE",
        "the id of a key is made of 1 to 128 letters, digits and `-`, `_`, `.`, `:`, this one is"
            + " not");
  }

  private KeyPart key(String name, Place place, YamlNode node) {
    Section section =
        Section.of(name, node, problems, "sha256", "tenants", "program", "mode", "allow");
    Optional<KeyHash> hash =
        node.isMapping()
            ? new KeyHashReader(problems, "key").read(section)
            : Optional.<KeyHash>empty();
    boolean ofEveryTenant = false;
    Map<String, Place> tenants = new LinkedHashMap<>();
    if (node.isMapping() && !section.has("tenants")) {
      section.missing("tenants", "write `tenants: [acme]`, or `tenants: \"*\"` for every tenant");
    }
    Optional<YamlNode> written = section.value("tenants");
    if (written.isPresent() && written.get().isScalar() && written.get().text().equals("*")) {
      ofEveryTenant = true;
    } else if (written.isPresent()) {
      addTenants(section, tenants);
    }
    Optional<String> program =
        section.has("program")
            ? section.requiredText("program", "prepaid")
            : Optional.<String>empty();
    Place programPlace =
        program.isPresent() ? section.value("program").get().place() : section.place();
    if (program.isPresent() && (ofEveryTenant || tenants.size() > 1)) {
      problems.error(
          programPlace,
          "PROGRAM_NEEDS_TENANT",
          "a key with a program has exactly one tenant; leave "
              + Problems.quoted(section.path("program"))
              + " out, or write the one tenant that the program is of");
    }
    scopes.warnOfIdleMode(section, "the list of its program or its tenant");
    return new KeyPart(
        place, hash, ofEveryTenant, tenants, program, programPlace, scopes.keyScope(section));
  }

  private void addTenants(Section section, Map<String, Place> tenants) {
    Optional<YamlNode> list =
        section.sequence("tenants", "a list of tenants, or `\"*\"`", "[acme]");
    if (!list.isPresent()) {
      return;
    }
    if (list.get().values().isEmpty()) {
      problems.error(
          list.get().place(),
          "WRONG_VALUE",
          Problems.quoted(section.path("tenants"))
              + " names no tenant; write `[acme]`, or `\"*\"` for every tenant");
    }
    for (YamlNode item : list.get().values()) {
      Optional<String> tenant = section.textOf(item, section.path("tenants"));
      if (tenant.isPresent() && tenant.get().equals("*")) {
        problems.error(
            item.place(),
            "STAR_NOT_ALLOWED",
            "`*` must not stand among the items of "
                + Problems.quoted(section.path("tenants"))
                + "; for every tenant write `\"*\"` in place of the whole list");
      } else if (tenant.isPresent() && tenants.put(tenant.get(), item.place()) != null) {
        problems.error(
            item.place(),
            "WRONG_VALUE",
            "the tenant " + Problems.quoted(tenant.get()) + " stands twice; keep one of the two");
      }
    }
  }
}
