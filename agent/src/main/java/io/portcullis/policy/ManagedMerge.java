package io.portcullis.policy;

import io.portcullis.engine.Mode;
import io.portcullis.policy.PolicyDocument.CertificatePart;
import io.portcullis.policy.PolicyDocument.ExemptPart;
import io.portcullis.policy.PolicyDocument.KeyPart;
import io.portcullis.policy.PolicyDocument.KeysPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.policy.PolicyDocument.TenantsPart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lays what is managed over the document of the operator's file: each list is that of the file and
 * what is managed of it together. What is of a scope that the file does not have counts for
 * nothing, and is warned of. Used once.
 */
final class ManagedMerge {
  private final PolicyDocument file;
  private final ManagedLayer layer;
  private final Problems problems;

  private ManagedMerge(PolicyDocument file, ManagedLayer layer, Problems problems) {
    this.file = file;
    this.layer = layer;
    this.problems = problems;
  }

  /** The document of both together. */
  static PolicyDocument of(PolicyDocument file, ManagedLayer layer, Problems problems) {
    return new ManagedMerge(file, layer, problems).merged();
  }

  private PolicyDocument merged() {
    tellGone();
    Map<String, AddressList> sets = new LinkedHashMap<>();
    for (Map.Entry<String, AddressList> set : file.sets.entrySet()) {
      sets.put(
          set.getKey(),
          union(
                  Optional.of(set.getValue()),
                  ListScope.set(set.getKey()),
                  "",
                  set.getValue().place())
              .get());
    }
    Map<String, ScopePart> tenants = new LinkedHashMap<>();
    Map<String, Map<String, ScopePart>> programs = new LinkedHashMap<>();
    for (Map.Entry<String, ScopePart> tenant : file.tenants.byName.entrySet()) {
      String name = tenant.getKey();
      String path = "tenants." + name;
      tenants.put(name, scope(tenant.getValue(), ListScope.tenant(name), path));
      Map<String, ScopePart> own = new LinkedHashMap<>();
      for (Map.Entry<String, ScopePart> each : file.tenants.programsOf(name).entrySet()) {
        ListScope scope = ListScope.program(name, each.getKey());
        own.put(each.getKey(), scope(each.getValue(), scope, path + ".programs." + each.getKey()));
      }
      programs.put(name, own);
    }
    return file.with(
        sets,
        exempt(),
        global(),
        new TenantsPart(file.tenants.place, tenants, programs),
        new KeysPart(file.keys.place, keys()));
  }

  private ExemptPart exempt() {
    ManagedList list = layer.list(ListScope.EXEMPT);
    return list.isEmpty()
        ? file.exempt
        : new ExemptPart(
            file.exempt.paths,
            file.exempt.internalPaths,
            union(file.exempt.addresses, ListScope.EXEMPT, "exempt.addresses", file.tenants.place));
  }

  private Optional<ScopePart> global() {
    if (layer.list(ListScope.GLOBAL).isEmpty()) {
      return file.global;
    }
    ScopePart part = file.global.orElse(unset(file.tenants.place));
    return Optional.of(scope(part, ListScope.GLOBAL, "global"));
  }

  private Map<String, KeyPart> keys() {
    Map<String, KeyPart> keys = new LinkedHashMap<>();
    for (Map.Entry<String, KeyPart> key : file.keys.byId.entrySet()) {
      String id = key.getKey();
      KeyPart part = key.getValue();
      keys.put(id, part.with(scope(part.scope, ListScope.key(id), "keys." + id)));
      if (layer.keys().containsKey(id)) {
        problems.error(
            part.place,
            "DUPLICATE_KEY",
            "the key "
                + Problems.quoted(id)
                + " was made through the management API too; remove one of the two, or give this"
                + " one another id");
      }
    }
    for (ManagedKey key : layer.keys().values()) {
      Optional<KeyPart> part = part(key);
      if (part.isPresent()) {
        keys.put(key.id(), part.get());
      }
    }
    return keys;
  }

  /** A key that was made here; empty where it is inactive. */
  private Optional<KeyPart> part(ManagedKey key) {
    if (file.keys.byId.containsKey(key.id())) {
      return Optional.empty(); // told already
    }
    Map<String, Place> tenants = new LinkedHashMap<>();
    for (String tenant : key.tenants()) {
      if (file.tenants.byName.containsKey(tenant)) {
        tenants.put(tenant, file.keys.place);
      }
    }
    boolean hasProgram =
        !key.program().isPresent()
            || (tenants.size() == 1
                && file.tenants.programsOf(key.tenants().get(0)).containsKey(key.program().get()));
    boolean whole = key.isOfEveryTenant() || tenants.size() == key.tenants().size();
    if (!whole || !hasProgram || file.callers.keySources.isEmpty()) {
      problems.warning(
          file.keys.place,
          "SCOPE_GONE",
          "the key "
              + Problems.quoted(key.id())
              + ", which was made through the management API, is unknown while "
              + (!whole
                  ? "one of its tenants is not in this policy"
                  : hasProgram ? "no request can carry a key" : "its program is not in this policy")
              + "; it is kept, delete it or mend the policy");
      return Optional.empty();
    }
    ScopePart scope = scope(unset(file.keys.place), ListScope.key(key.id()), "keys." + key.id());
    return Optional.of(
        new KeyPart(
            file.keys.place,
            Optional.of(key.hash()),
            key.isOfEveryTenant(),
            tenants,
            key.program(),
            file.keys.place,
            scope));
  }

  private static ScopePart unset(Place place) {
    return new ScopePart(
        place,
        Mode.ENFORCE,
        Optional.<AddressList>empty(),
        Optional.<CertificatePart>empty(),
        Optional.<ReverseDnsPart>empty());
  }

  private ScopePart scope(ScopePart part, ListScope scope, String path) {
    return part.with(union(part.allow, scope, path + ".allow", part.place));
  }

  private Optional<AddressList> union(
      Optional<AddressList> written, ListScope scope, String name, Place fallback) {
    ManagedList managed = layer.list(scope);
    if (managed.isEmpty()) {
      return written;
    }
    AddressList more = managed.addressList(name, fallback);
    return Optional.of(written.isPresent() ? written.get().and(more) : more);
  }

  private void tellGone() {
    for (Map.Entry<ListScope, ManagedList> list : layer.lists().entrySet()) {
      ListScope scope = list.getKey();
      if (!isThere(scope)) {
        problems.warning(
            list.getValue().place().orElse(file.tenants.place),
            "SCOPE_GONE",
            Problems.quoted(scope.toString())
                + " is not in the policy file; what is managed of it is kept and counts for"
                + " nothing, remove it or write the scope again");
      }
    }
  }

  private boolean isThere(ListScope scope) {
    switch (scope.kind()) {
      case TENANT:
        return file.tenants.byName.containsKey(scope.name());
      case PROGRAM:
        return file.tenants.programsOf(scope.tenant()).containsKey(scope.name());
      case KEY:
        return file.keys.byId.containsKey(scope.name()) || layer.keys().containsKey(scope.name());
      case SET:
        return file.sets.containsKey(scope.name());
      default:
        return true;
    }
  }
}
