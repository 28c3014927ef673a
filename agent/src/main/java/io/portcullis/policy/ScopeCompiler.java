package io.portcullis.policy;

import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.policy.PolicyDocument.KeyPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Compiles the lists of all scopes to the check that asks them: of {@code global}, and of tenants,
 * programs and keys. A program or a key without a list has none compiled, and so inherits. Used
 * once.
 */
final class ScopeCompiler {
  private final PolicyDocument document;
  private final ListCompiler lists;
  private final Problems problems;

  // The first scope that keeps anybody out, in words.
  private Optional<String> restricted = Optional.empty();
  private Place restrictedPlace;

  ScopeCompiler(PolicyDocument document, ListCompiler lists, Problems problems) {
    this.document = document;
    this.lists = lists;
    this.problems = problems;
    this.restrictedPlace = document.tenants.place;
  }

  /** The check; of use only where no problem was told. */
  AllowlistCheck compile() {
    Allowlist global = lists.allowlist("global", "global", document.global);
    AllowlistCheck.Builder check = AllowlistCheck.builder(global, document.emptyAllowlist);
    if (!document.limits.keysMayWiden) {
      check.keysOnlyNarrow();
    }
    for (Map.Entry<String, ScopePart> tenant : document.tenants.byName.entrySet()) {
      addTenant(tenant.getKey(), tenant.getValue(), check);
    }
    for (Map.Entry<String, KeyPart> key : document.keys.byId.entrySet()) {
      String id = key.getKey();
      ScopePart part = key.getValue().scope;
      if (part.allow.isPresent()) {
        Allowlist list = list("keys." + id, "key:" + id, part);
        note(list, part, "the key " + Problems.quoted(id), document.keys.place);
        check.key(id, list);
      }
    }
    if (restricted.isPresent()) {
      checkGlobal(global, restricted.get() + " is restricted, ");
    }
    return check.build();
  }

  private void addTenant(String name, ScopePart tenant, AllowlistCheck.Builder check) {
    Allowlist own = list("tenants." + name, "tenant:" + name, tenant);
    note(own, tenant, "the tenant " + Problems.quoted(name), document.tenants.place);
    check.tenant(name, own);
    for (Map.Entry<String, ScopePart> each : document.tenants.programsOf(name).entrySet()) {
      String program = each.getKey();
      ScopePart part = each.getValue();
      if (part.allow.isPresent()) {
        Allowlist list =
            list(
                "tenants." + name + ".programs." + program,
                "program:" + name + "/" + program,
                part);
        note(list, part, "the program " + Problems.quoted(program), document.tenants.place);
        warnOfOpenProgram(list, part, own, program);
        check.program(name, program, list);
      }
    }
  }

  private Allowlist list(String name, String scope, ScopePart part) {
    Allowlist list = lists.allowlist(name, scope, Optional.of(part));
    checkLimit(name, list, part);
    return list;
  }

  private void checkLimit(String name, Allowlist list, ScopePart written) {
    OptionalInt most = document.limits.entriesPerTenant;
    int held = list.entries().size();
    if (most.isPresent() && held > most.getAsInt()) {
      problems.error(
          written.allow.get().place(),
          "TOO_MANY_ENTRIES",
          Problems.quoted(name + ".allow")
              + " holds "
              + held
              + " entries, and `limits.entriesPerTenant` is "
              + most.getAsInt()
              + "; remove some, join neighbours to blocks, or raise the limit");
    }
  }

  private void note(Allowlist list, ScopePart written, String words, Place place) {
    if (!restricted.isPresent() && restricts(list, written)) {
      restricted = Optional.of(words);
      restrictedPlace = place;
    }
  }

  private boolean restricts(Allowlist list, ScopePart written) {
    if (written.certificate.isPresent() || written.reverseDns.isPresent()) {
      return true;
    }
    if (list.isOpen()) {
      return false;
    }
    // A list with an error in it, or in what it refers to, was written to restrict.
    boolean broken =
        written.allow.isPresent()
            && (!written.allow.get().isWhole()
                || (list.entries().isEmpty() && !written.allow.get().items().isEmpty()));
    return list.restricts() || broken || document.emptyAllowlist == EmptyAllowlist.DENY;
  }

  /** An empty list is a list: it stands in the place of the tenant's, and restricts nobody. */
  private void warnOfOpenProgram(Allowlist list, ScopePart part, Allowlist own, String program) {
    if (document.emptyAllowlist == EmptyAllowlist.ALLOW
        && !list.isOpen()
        && !list.restricts()
        && own.restricts()
        && part.allow.get().isWhole()) {
      problems.warning(
          part.allow.get().place(),
          "PROGRAM_OPEN",
          "the list of the program "
              + Problems.quoted(program)
              + " is empty and stands in the place of its tenant's, so whoever names it is let in;"
              + " leave it out to inherit, or write `\"*\"` if everybody is meant");
    }
  }

  /** Whoever leaves the tenant out is judged by global, so that has to be written on purpose. */
  private void checkGlobal(Allowlist global, String because) {
    if (!document.global.isPresent() || !document.global.get().allow.isPresent()) {
      problems.error(
          document.global.isPresent() ? document.global.get().place : restrictedPlace,
          "GLOBAL_MISSING",
          because
              + "so it has to be said who may call without naming a tenant; write `global: {allow:"
              + " [203.0.113.0/24]}`, or `global: {allow: \"*\"}` for everybody");
    } else if (document.emptyAllowlist == EmptyAllowlist.ALLOW
        && !global.isOpen()
        && !global.restricts()
        && document.global.get().allow.get().isWhole()) {
      problems.warning(
          document.global.get().allow.get().place(),
          "GLOBAL_OPEN",
          because
              + "but whoever leaves the tenant out is let in, since `global.allow` is empty; list"
              + " addresses, or write `\"*\"` if everybody is meant");
    }
  }
}
