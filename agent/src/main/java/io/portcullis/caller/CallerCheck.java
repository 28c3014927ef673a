package io.portcullis.caller;

import io.portcullis.engine.BodyReading;
import io.portcullis.engine.Caller;
import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.engine.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tenant, program and API key a request is for. All sources are read; those that yield a name
 * must agree, and the name must be exactly one of the policy. A key of one tenant is a source of
 * its tenant, and of its program if it has one.
 *
 * <p>What cannot be read is told before what disagrees, and that before what is unknown. The
 * reasons differ in the record only: see {@link Code#told}.
 */
public final class CallerCheck implements Check {
  private static final Verdict NOT_CONFIGURED = Verdict.skipped(CheckName.CALLER, "not_configured");
  private static final Verdict NO_TENANT = Verdict.pass(CheckName.CALLER, "no_tenant");
  private static final Verdict TENANT = Verdict.pass(CheckName.CALLER, "tenant");
  private static final Verdict PROGRAM = Verdict.pass(CheckName.CALLER, "program");
  private static final Verdict KEY = Verdict.pass(CheckName.CALLER, "key");
  private static final Verdict IGNORED_KEY = Verdict.pass(CheckName.CALLER, "unknown_key");
  private static final Verdict AS_GLOBAL = Verdict.pass(CheckName.CALLER, "unknown_tenant");
  private static final Verdict AS_TENANT = Verdict.pass(CheckName.CALLER, "unknown_program");
  private static final Verdict KEY_AS_GLOBAL = Verdict.pass(CheckName.CALLER, "key_without_tenant");

  private static final Verdict NOT_READ = Verdict.notEvaluated(CheckName.CALLER, "body_not_read");

  private static final Verdict TWO_KEYS = denial(Code.KEY_NOT_ALLOWED, "two_keys");
  private static final Verdict UNKNOWN_KEY = denial(Code.CALLER_UNKNOWN, "unknown_key");
  private static final Verdict CONFLICT = denial(Code.TENANT_CONFLICT, "sources_disagree");
  private static final Verdict PROGRAMS = denial(Code.TENANT_CONFLICT, "programs_disagree");
  private static final Verdict NOT_OF_TENANT = denial(Code.KEY_NOT_ALLOWED, "key_of_other_tenant");
  private static final Verdict NOT_OF_PROGRAM =
      denial(Code.KEY_NOT_ALLOWED, "key_of_other_program");
  private static final Verdict UNKNOWN_TENANT = denial(Code.CALLER_UNKNOWN, "unknown_tenant");
  private static final Verdict UNKNOWN_PROGRAM = denial(Code.CALLER_UNKNOWN, "unknown_program");
  private static final Verdict NO_TENANT_OF_KEY = denial(Code.CALLER_UNKNOWN, "key_without_tenant");

  private final NameSource[] tenantSources;
  private final NameSource[] programSources;
  private final InBody[] tenantBodies;
  private final InBody[] programBodies;
  private final KeySource[] keySources;
  private final Map<String, Tenant> tenants;
  private final KeyTable keys;
  private final OnUnknownTenant onUnknownTenant;
  private final OnUnknownKey onUnknownKey;

  private CallerCheck(Builder builder) {
    this.tenantSources = without(builder.tenantSources);
    this.programSources = without(builder.programSources);
    this.tenantBodies = only(builder.tenantSources);
    this.programBodies = only(builder.programSources);
    this.keySources = builder.keySources.toArray(new KeySource[0]);
    this.tenants = builder.tenants;
    this.keys = KeyTable.of(builder.keys);
    this.onUnknownTenant = builder.onUnknownTenant;
    this.onUnknownKey = builder.onUnknownKey;
  }

  private static Verdict denial(Code code, String reason) {
    return Verdict.deny(CheckName.CALLER, code, reason, "");
  }

  /** A check that so far reads nothing and knows nobody. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public CheckName name() {
    return CheckName.CALLER;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    Request request = evaluation.request();
    if (tenantSources.length == 0
        && programSources.length == 0
        && keySources.length == 0
        && tenantBodies.length == 0
        && programBodies.length == 0) {
      return NOT_CONFIGURED;
    }
    Claim tenant = named(tenantSources, evaluation);
    Claim program = named(programSources, evaluation);
    Claim secret = secret(request);
    if (tenant.isUnreadable() || program.isUnreadable() || secret.isUnreadable()) {
      Claim bad = tenant.isUnreadable() ? tenant : program.isUnreadable() ? program : secret;
      return refused(denial(bad.code(), bad.reason()), evaluation);
    }
    if (secret.isSeveral()) {
      return refused(TWO_KEYS, evaluation);
    }
    boolean presented = secret.isPresent() || request.keyId().isPresent();
    ApiKey key = secret.isPresent() ? keys.lookup(secret.text()) : null;
    if (request.keyId().isPresent()) {
      ApiKey written = keys.ofId(request.keyId().get());
      if (secret.isPresent() && key != written) {
        return refused(TWO_KEYS, evaluation);
      }
      key = written;
    }
    if (presented && key == null && onUnknownKey == OnUnknownKey.DENY) {
      return refused(UNKNOWN_KEY, evaluation);
    }
    if (key != null) {
      // For the record, whatever is found out about the tenant.
      evaluation.foundCaller(Caller.ANONYMOUS.withKey(key.id()));
    }
    if (tenant.isSeveral()) {
      return refused(CONFLICT, evaluation);
    }
    if (program.isSeveral()) {
      return refused(PROGRAMS, evaluation);
    }
    if (tenantBodies.length + programBodies.length == 0) {
      return judged(tenant, program, key, presented, evaluation);
    }
    return withBody(tenant, program, key, presented, evaluation);
  }

  /** The same once the body is there, which is asked for last: reading it costs most. */
  private Verdict withBody(
      Claim tenant, Claim program, @Nullable ApiKey key, boolean presented, Evaluation evaluation) {
    int maxBytes = 0;
    long timeoutMillis = 0;
    for (InBody[] sources : new InBody[][] {tenantBodies, programBodies}) {
      for (InBody source : sources) {
        if (source.asksForBody(evaluation)) {
          maxBytes = Math.max(maxBytes, source.maxBytes());
          timeoutMillis = Math.max(timeoutMillis, source.timeoutMillis());
        }
      }
    }
    if (maxBytes > 0) {
      if (evaluation.isSettled() && !evaluation.knownBody().isPresent()) {
        return refused(NOT_READ, evaluation);
      }
      BodyReading reading = evaluation.body(maxBytes, timeoutMillis);
      if (!reading.body().isPresent()) {
        return evaluation.isSettled()
            ? refused(NOT_READ, evaluation)
            : evaluation.waitFor(CheckName.CALLER, reading);
      }
    }
    Claim tenants = tenant.and(named(tenantBodies, evaluation));
    Claim programs = program.and(named(programBodies, evaluation));
    Claim bad = tenants.isUnreadable() ? tenants : programs;
    if (bad.isUnreadable()) {
      return refused(denial(bad.code(), bad.reason()), evaluation);
    }
    if (tenants.isSeveral()) {
      return refused(CONFLICT, evaluation);
    }
    return programs.isSeveral()
        ? refused(PROGRAMS, evaluation)
        : judged(tenants, programs, key, presented, evaluation);
  }

  private static NameSource[] without(List<NameSource> sources) {
    List<NameSource> others = new ArrayList<>(sources);
    others.removeAll(Arrays.asList(only(sources)));
    return others.toArray(new NameSource[0]);
  }

  /** Those that stand in the body. */
  private static InBody[] only(List<NameSource> sources) {
    List<InBody> bodies = new ArrayList<>();
    for (NameSource source : sources) {
      if (source instanceof InBody) {
        bodies.add((InBody) source);
      }
    }
    return bodies.toArray(new InBody[0]);
  }

  private Verdict judged(
      Claim tenant, Claim program, @Nullable ApiKey key, boolean presented, Evaluation evaluation) {
    if (key != null) {
      if (tenant.isPresent() && !key.isOf(tenant.text())) {
        return refused(NOT_OF_TENANT, evaluation);
      }
      if (program.isPresent()
          && key.program().isPresent()
          && !key.program().get().equals(program.text())) {
        return refused(NOT_OF_PROGRAM, evaluation);
      }
      if (!tenant.isPresent() && !key.hasOneTenant()) {
        return unknown(NO_TENANT_OF_KEY, KEY_AS_GLOBAL, evaluation);
      }
    }
    String name;
    if (tenant.isPresent()) {
      name = tenant.text();
    } else if (key != null) {
      name = key.tenants().get(0);
    } else if (program.isPresent()) {
      // A program is one of a tenant: without it nobody knows which.
      return unknown(UNKNOWN_PROGRAM, AS_TENANT, evaluation);
    } else {
      return presented ? IGNORED_KEY : NO_TENANT;
    }
    Tenant known = tenants.get(name);
    if (known == null) {
      return unknown(UNKNOWN_TENANT, AS_GLOBAL, evaluation);
    }
    return withProgram(known, program, key, presented, evaluation);
  }

  private Verdict withProgram(
      Tenant tenant,
      Claim program,
      @Nullable ApiKey key,
      boolean presented,
      Evaluation evaluation) {
    Caller caller = tenant.caller;
    boolean unknown = false;
    String name = program.isPresent() ? program.text() : "";
    if (key != null && key.program().isPresent()) {
      name = key.program().get();
    }
    if (!name.isEmpty()) {
      Caller known = tenant.programs.get(name);
      unknown = known == null;
      if (unknown && onUnknownTenant == OnUnknownTenant.DENY) {
        return refused(UNKNOWN_PROGRAM, evaluation);
      }
      caller = known == null ? caller : known;
    }
    evaluation.foundCaller(key == null ? caller : caller.withKey(key.id()));
    if (unknown) {
      return AS_TENANT;
    }
    if (key != null) {
      return KEY;
    }
    if (presented) {
      return IGNORED_KEY;
    }
    return caller.hasProgram() ? PROGRAM : TENANT;
  }

  private Verdict unknown(Verdict denied, Verdict asGlobal, Evaluation evaluation) {
    return onUnknownTenant == OnUnknownTenant.GLOBAL ? asGlobal : refused(denied, evaluation);
  }

  private static Verdict refused(Verdict verdict, Evaluation evaluation) {
    evaluation.callerUndetermined();
    return verdict;
  }

  /** What all sources of a name say together. */
  private static Claim named(NameSource[] sources, Evaluation evaluation) {
    Claim claim = Claim.NONE;
    for (NameSource source : sources) {
      claim = claim.and(source.claimOf(evaluation));
    }
    return claim;
  }

  private Claim secret(Request request) {
    Claim claim = Claim.NONE;
    for (KeySource source : keySources) {
      claim = claim.and(source.claimOf(request));
    }
    return claim;
  }

  /** A tenant and its programs, each as the caller that it makes. */
  private static final class Tenant {
    final Caller caller;
    final Map<String, Caller> programs = new HashMap<>();

    Tenant(String name) {
      this.caller = Caller.ofTenant(name);
    }
  }

  /** The only mutable stage of {@link CallerCheck}; used once. */
  public static final class Builder {
    private final List<NameSource> tenantSources = new ArrayList<>();
    private final List<NameSource> programSources = new ArrayList<>();
    private List<KeySource> keySources = Collections.emptyList();
    private final Map<String, Tenant> tenants = new HashMap<>();
    private Collection<ApiKey> keys = Collections.emptyList();
    private OnUnknownTenant onUnknownTenant = OnUnknownTenant.DENY;
    private OnUnknownKey onUnknownKey = OnUnknownKey.DENY;

    private Builder() {}

    /** All places that may name a tenant. */
    public Builder tenantSources(Collection<? extends NameSource> sources) {
      tenantSources.addAll(sources);
      return this;
    }

    /** All places that may name a program. */
    public Builder programSources(Collection<? extends NameSource> sources) {
      programSources.addAll(sources);
      return this;
    }

    /** A tenant of the policy. */
    public Builder tenant(String name) {
      tenants.put(name, new Tenant(name));
      return this;
    }

    /** Tenants of the policy. */
    public Builder tenants(Collection<String> names) {
      for (String name : names) {
        tenant(name);
      }
      return this;
    }

    /** A program of a tenant that is known already. */
    public Builder program(String tenant, String name) {
      Tenant known = tenants.get(tenant);
      if (known == null) {
        throw new IllegalArgumentException("a program of no tenant");
      }
      known.programs.put(name, known.caller.withProgram(name));
      return this;
    }

    /** {@link OnUnknownTenant#DENY} if it is not said. */
    public Builder onUnknownTenant(OnUnknownTenant what) {
      onUnknownTenant = what;
      return this;
    }

    /** The keys of the policy, all places that may carry one, and what becomes of others. */
    public Builder keys(List<KeySource> sources, Collection<ApiKey> known, OnUnknownKey unknown) {
      keySources = new ArrayList<>(sources);
      keys = new ArrayList<>(known);
      onUnknownKey = unknown;
      return this;
    }

    public CallerCheck build() {
      return new CallerCheck(this);
    }
  }
}
