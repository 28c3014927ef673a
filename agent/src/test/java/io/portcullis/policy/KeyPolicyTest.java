package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.caller.KeyHash;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys and programs in a policy: what is wrong, what its tests see, what is told of them. */
class KeyPolicyTest {
  private static final String HEAD =
      """
      portcullis: 1
      callers:
        apiKey: {header: X-API-Key, query: api_key, basic: password}
        tenant: [{header: X-Tenant-Id}]
        program: [{header: X-Program-Id}]
        onUnknownTenant: deny
        onUnknownKey: deny
      global: {allow: [192.0.2.0/28]}
      tenants:
        acme:
          allow: [203.0.113.0/24]
          programs:
            prepaid: {allow: [203.0.113.10]}
            debit: {}
        globex: {allow: [198.51.100.0/24]}
      """;

  private static final String KEYS =
      HEAD
          + """
          keys:
            own: {sha256: HASH-own, tenants: [acme], allow: [192.0.2.128/25]}
            null-list: {sha256: HASH-null, tenants: [acme], allow: null}
            absent-list: {sha256: HASH-absent, tenants: [acme]}
            open: {sha256: HASH-open, tenants: [acme], allow: "*"}
            empty: {sha256: HASH-empty, tenants: [acme], allow: []}
            prepaid: {sha256: HASH-prepaid, tenants: [acme], program: prepaid}
            debit: {sha256: HASH-debit, tenants: [acme], program: debit}
            several: {sha256: HASH-several, tenants: [acme, globex]}
            watched: {sha256: HASH-watched, tenants: [acme], mode: monitor, allow: [192.0.2.128/25]}
            every: {sha256: HASH-every, tenants: "*", allow: [192.0.2.64/28]}
          """;

  @Test
  void testsOfAPolicyUseKeysWithoutTheirSecret() {
    assertThat(
            load(KEYS
                    + """
                        tests:
                          - {name: own list, request: {peer: 192.0.2.200, key: own}, expect: {decision: allow, scope: "key:own", tenant: acme, key: own, program: null}}
                          - {name: it replaces, request: {peer: 203.0.113.1, key: own}, expect: {decision: deny, code: IP_NOT_ALLOWED, scope: "key:own"}}
                          - {name: null inherits, request: {peer: 203.0.113.1, key: null-list}, expect: {decision: allow, scope: "tenant:acme"}}
                          - {name: so does none, request: {peer: 192.0.2.200, key: absent-list}, expect: {decision: deny, scope: "tenant:acme"}}
                          - {name: star is open, request: {peer: 8.8.8.8, key: open}, expect: {decision: allow, code: NO_RESTRICTION, scope: "key:open"}}
                          - {name: nothing is open, request: {peer: 8.8.8.8, key: empty}, expect: {decision: allow, code: NO_RESTRICTION, scope: "key:empty"}}
                          - {name: program of a key, request: {peer: 203.0.113.10, key: prepaid}, expect: {decision: allow, scope: "program:acme/prepaid", program: prepaid}}
                          - {name: and nobody else, request: {peer: 203.0.113.11, key: prepaid}, expect: {decision: deny, scope: "program:acme/prepaid"}}
                          - {name: a program without a list, request: {peer: 203.0.113.11, key: debit}, expect: {decision: allow, scope: "tenant:acme", program: debit}}
                          - {name: the carrier counts too, request: {peer: 192.0.2.200, headers: {X-API-Key: SECRET-own}}, expect: {decision: allow, key: own}}
                          - {name: in the query, request: {peer: 192.0.2.200, target: "/x?api_key=SECRET-own"}, expect: {decision: allow, key: own}}
                          - {name: two keys, request: {peer: 192.0.2.200, target: "/x?api_key=SECRET-own", key: open}, expect: {decision: deny, code: KEY_NOT_ALLOWED, status: 403}}
                          - {name: of another, request: {peer: 192.0.2.200, key: own, headers: {X-Tenant-Id: globex}}, expect: {decision: deny, code: KEY_NOT_ALLOWED, key: own, tenant: null}}
                          - {name: several, request: {peer: 198.51.100.1, key: several, headers: {X-Tenant-Id: globex}}, expect: {decision: allow, scope: "tenant:globex"}}
                          - {name: none named, request: {peer: 198.51.100.1, key: several}, expect: {decision: deny, code: CALLER_UNKNOWN}}
                          - {name: watched, request: {peer: 203.0.113.1, key: watched}, expect: {decision: would-deny, scope: "key:watched"}}
                          - {name: unknown, request: {peer: 203.0.113.1, headers: {X-API-Key: x}}, expect: {decision: deny, code: CALLER_UNKNOWN}}
                          - {name: program, request: {peer: 203.0.113.11, headers: {X-Tenant-Id: acme, X-Program-Id: prepaid}}, expect: {decision: deny, scope: "program:acme/prepaid", key: null}}
                        """)
                .problems())
        .isEmpty();
  }

  @Test
  void keyWithoutATenantIsJudgedByItsOwnListThenTheGlobalOne() {
    String yaml =
        KEYS.replace("onUnknownTenant: deny", "onUnknownTenant: global")
            + """
            tests:
              - {name: own list, request: {peer: 192.0.2.65, key: every}, expect: {decision: allow, scope: "key:every", tenant: null}}
              - {name: not global, request: {peer: 192.0.2.1, key: every}, expect: {decision: deny, scope: "key:every"}}
              - {name: global, request: {peer: 192.0.2.1, key: several}, expect: {decision: allow, scope: global}}
            """;
    assertThat(load(yaml).problems()).isEmpty();
  }

  @Test
  void keysThatMayNotWidenOnlyNarrow() {
    String yaml =
        KEYS
            + """
            limits: {keysMayWiden: false}
            tests:
              - {name: not wider, request: {peer: 192.0.2.200, key: own}, expect: {decision: deny, scope: "tenant:acme"}}
              - {name: not open, request: {peer: 8.8.8.8, key: open}, expect: {decision: deny, scope: "tenant:acme"}}
              - {name: as its tenant, request: {peer: 203.0.113.1, key: open}, expect: {decision: allow, scope: "tenant:acme"}}
            """;
    assertThat(load(yaml).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys: {a: {sha256: sk_live_S3cret, tenants: [acme]}}",
        "keys: {a: {sha256: 's3cretS3cret', tenants: [acme]}}",
        "keys: {a: {sha256: [S3cret], tenants: [acme]}}",
        "keys: {a: S3cret}",
        "keys: {a: {sha256: HASH-x, tenants: S3cret}}",
        "keys: {a: {key: S3cret, tenants: [acme]}}",
        "keys: {'S3cret/S3cret': {sha256: HASH-x, tenants: [acme]}}",
      })
  void noProblemShowsWhatMayBeAKey(String keys) {
    PolicyLoad load = load(HEAD + keys + "\n");
    assertThat(load.isFit()).isFalse();
    assertThat(load.errors()).isNotEmpty();
    assertThat(load.problems().toString().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("s3cret");
  }

  @Test
  void outlineNamesScopesWithAListOfTheirOwnAndShortensHashes() {
    PolicyOutline outline = PolicyOutline.of(text(KEYS));
    assertThat(outline.scopes().keySet())
        .contains("program:acme/prepaid", "key:own", "key:open", "key:empty", "key:every")
        .doesNotContain("program:acme/debit", "key:null-list", "key:absent-list");
    assertThat(outline.scopes().get("key:empty"))
        .isNotNull()
        .extracting(AddressScope::isRestricted)
        .isEqualTo(false);
    assertThat(outline.settings())
        .containsEntry("limits.keysMayWiden", "true")
        .containsEntry("keys.prepaid.program", "prepaid")
        .containsEntry("keys.own.sha256", KeyHash.ofKey("SECRET-own").hex().substring(0, 8) + "…");
    assertThat(outline.settings().toString()).doesNotContain(KeyHash.ofKey("SECRET-own").hex());
  }

  private static PolicyLoad load(String yaml) {
    return PolicyReader.read(text(yaml));
  }

  /** A policy in which {@code HASH-name} is the hash of the key {@code SECRET-name}. */
  private static PolicyText text(String yaml) {
    String full =
        java.util.regex.Pattern.compile("HASH-(\\w+)")
            .matcher(yaml)
            .replaceAll(name -> KeyHash.ofKey("SECRET-" + name.group(1)).hex());
    return PolicyText.of("policy.yaml", full.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
