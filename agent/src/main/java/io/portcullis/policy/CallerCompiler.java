package io.portcullis.policy;

import io.portcullis.caller.ApiKey;
import io.portcullis.caller.CallerCheck;
import io.portcullis.caller.KeyHash;
import io.portcullis.caller.NameSource;
import io.portcullis.caller.OnUnknownTenant;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.policy.PolicyDocument.KeyPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles who may be calling: tenants, programs and API keys, held against each other and against
 * the places where a request can name them. Used once.
 */
final class CallerCompiler {
  private final PolicyDocument document;
  private final NameSourceCompiler sources;
  private final ClientCertificates certificates;
  private final Problems problems;
  private List<NameSource> tenantSources = Collections.emptyList();
  private List<NameSource> programSources = Collections.emptyList();

  CallerCompiler(
      PolicyDocument document,
      NameSourceCompiler sources,
      ClientCertificates certificates,
      Problems problems) {
    this.certificates = certificates;
    this.document = document;
    this.sources = sources;
    this.problems = problems;
  }

  /** Tells all that is wrong; only then can the check be compiled. */
  void check() {
    tenantSources = sources.compile(document.callers.tenantSources, certificates);
    programSources = sources.compile(document.callers.programSources, certificates);
    checkNamedByHosts();
    checkTenantsReachable();
    checkProgramsReachable();
    if (!document.keys.byId.isEmpty() && document.callers.keySources.isEmpty()) {
      problems.error(
          document.keys.place,
          "KEYS_UNREACHABLE",
          "no request can carry a key; write where it stands, such as `callers: {apiKey: {header:"
              + " X-API-Key}, onUnknownKey: deny}`");
    }
    Map<KeyHash, String> byHash = new HashMap<>();
    for (Map.Entry<String, KeyPart> key : document.keys.byId.entrySet()) {
      checkReferences(key.getKey(), key.getValue());
      checkHash(key.getKey(), key.getValue(), byHash);
    }
    checkTests();
  }

  CallerCheck compile() {
    CallerCheck.Builder builder =
        CallerCheck.builder()
            .tenantSources(tenantSources)
            .programSources(programSources)
            .tenants(document.tenants.byName.keySet())
            .onUnknownTenant(document.callers.onUnknownTenant.orElse(OnUnknownTenant.DENY));
    for (Map.Entry<String, Map<String, ScopePart>> tenant : document.tenants.programs.entrySet()) {
      for (String program : tenant.getValue().keySet()) {
        builder.program(tenant.getKey(), program);
      }
    }
    List<ApiKey> keys = new ArrayList<>();
    for (Map.Entry<String, KeyPart> key : document.keys.byId.entrySet()) {
      keys.add(apiKey(key.getKey(), key.getValue()));
    }
    return builder.keys(document.callers.keySources, keys, document.callers.onUnknownKey).build();
  }

  private static ApiKey apiKey(String id, KeyPart part) {
    if (part.ofEveryTenant) {
      return ApiKey.ofEveryTenant(id, part.hash.get());
    }
    ApiKey key = ApiKey.of(id, part.hash.get(), part.tenants.keySet());
    return part.program.isPresent() ? key.withProgram(part.program.get()) : key;
  }

  private void checkNamedByHosts() {
    sources.checkNamedByHosts("tenant", document.callers.tenantSources, document.tenants.byName);
    for (Map<String, ScopePart> programs : document.tenants.programs.values()) {
      sources.checkNamedByHosts("program", document.callers.programSources, programs);
    }
  }

  /** Tenants that no request can name would be judged as if they were not there. */
  private void checkTenantsReachable() {
    if (!document.callers.tenantSources.isEmpty()) {
      return;
    }
    for (String tenant : document.tenants.byName.keySet()) {
      if (!isOnlyTenantOfAKey(tenant)) {
        problems.error(
            document.tenants.place,
            "TENANTS_UNREACHABLE",
            (document.keys.byId.isEmpty()
                    ? "no request can name a tenant"
                    : "no request can name the tenant "
                        + Problems.quoted(tenant)
                        + ", since it is the only tenant of no key")
                + "; write where it stands, such as `callers: {tenant: [{header: X-Tenant-Id}],"
                + " onUnknownTenant: deny}`");
        return;
      }
    }
  }

  private boolean isOnlyTenantOfAKey(String tenant) {
    for (KeyPart key : document.keys.byId.values()) {
      if (key.tenants.equals(Collections.singletonMap(tenant, key.tenants.get(tenant)))) {
        return true;
      }
    }
    return false;
  }

  private void checkProgramsReachable() {
    if (!document.callers.programSources.isEmpty()) {
      return;
    }
    for (Map.Entry<String, Map<String, ScopePart>> tenant : document.tenants.programs.entrySet()) {
      for (Map.Entry<String, ScopePart> program : tenant.getValue().entrySet()) {
        if (!isProgramOfAKey(tenant.getKey(), program.getKey())) {
          problems.error(
              program.getValue().place,
              "PROGRAMS_UNREACHABLE",
              "no request can name the program "
                  + Problems.quoted(program.getKey())
                  + "; write where it stands, such as `callers: {program: [{header:"
                  + " X-Program-Id}]}`, or the key that is its own");
        }
      }
    }
  }

  private boolean isProgramOfAKey(String tenant, String program) {
    for (KeyPart key : document.keys.byId.values()) {
      if (key.tenants.containsKey(tenant)
          && key.program.isPresent()
          && key.program.get().equals(program)) {
        return true;
      }
    }
    return false;
  }

  private void checkReferences(String id, KeyPart key) {
    Set<String> known = document.tenants.byName.keySet();
    for (Map.Entry<String, Place> tenant : key.tenants.entrySet()) {
      if (!known.contains(tenant.getKey())) {
        problems.error(
            tenant.getValue(),
            "UNKNOWN_TENANT",
            "there is no tenant "
                + Problems.quoted(tenant.getKey())
                + " under `tenants`"
                + problems.suggestion(tenant.getKey(), known));
      } else if (key.program.isPresent() && key.tenants.size() == 1) {
        Set<String> programs = document.tenants.programsOf(tenant.getKey()).keySet();
        if (!programs.contains(key.program.get())) {
          problems.error(
              key.programPlace,
              "UNKNOWN_PROGRAM",
              "the tenant "
                  + Problems.quoted(tenant.getKey())
                  + " has no program "
                  + Problems.quoted(key.program.get())
                  + problems.suggestion(key.program.get(), programs));
        }
      }
    }
    boolean several = key.ofEveryTenant || key.tenants.size() > 1;
    boolean toldAlready = !document.callers.tenantSources.isEmpty();
    if (several && !document.callers.onUnknownTenant.isPresent() && !toldAlready) {
      problems.error(
          key.place,
          "TENANT_UNDECIDED",
          "`callers.onUnknownTenant` is missing, for "
              + Problems.quoted(id)
              + " is the key of several tenants; write `global` (judge as a request without a"
              + " tenant) or `deny` for a request with it that names no tenant");
    }
  }

  private void checkHash(String id, KeyPart key, Map<KeyHash, String> byHash) {
    if (!key.hash.isPresent()) {
      return; // told already
    }
    String first = byHash.get(key.hash.get());
    if (first == null) {
      byHash.put(key.hash.get(), id);
    } else {
      problems.error(
          key.place,
          "DUPLICATE_API_KEY",
          "the keys "
              + Problems.quoted(first)
              + " and "
              + Problems.quoted(id)
              + " have the same `sha256`, so they are one key; keep one of the two");
    }
  }

  private void checkTests() {
    Set<String> known = document.keys.byId.keySet();
    for (PolicyTest test : document.tests) {
      if (test.request().keyId().isPresent() && !known.contains(test.request().keyId().get())) {
        String id = test.request().keyId().get();
        problems.error(
            test.place(),
            "UNKNOWN_API_KEY",
            "the test "
                + Problems.quoted(test.name())
                + " has the key "
                + Problems.quoted(id)
                + ", which is not under `keys`"
                + problems.suggestion(id, known));
      }
    }
  }
}
