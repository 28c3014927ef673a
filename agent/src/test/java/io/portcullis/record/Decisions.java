package io.portcullis.record;

import static io.portcullis.testing.Facts.entries;

import io.portcullis.caller.CallerCheck;
import io.portcullis.caller.NameSource;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.Decision;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decisions of a small policy: 203.0.113.0/24 may call, for the tenant acme nobody but one. */
final class Decisions {
  private Decisions() {}

  static Decision of(Mode mode, Request request) {
    Allowlist global = Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24"));
    Allowlist acme = Allowlist.of("tenant:a \"c\" me", Mode.ENFORCE, entries("203.0.113.1"));
    return Pipeline.of(
            mode,
            ClientAddressCheck.of(),
            CallerCheck.builder()
                .tenantSources(List.of(NameSource.header("X-Tenant-Id")))
                .tenants(Set.of("a \"c\" me"))
                .build(),
            AllowlistCheck.of(global, Map.of("a \"c\" me", acme), EmptyAllowlist.ALLOW))
        .explain(new Evaluation(request, PeerOnly.INSTANCE));
  }
}
