package io.portcullis.policy;

import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.caller.TenantSource;
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
        if (header.isPresent() && !HttpToken.is(header.get())) {
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
}
