package io.portcullis.policy;

import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A policy that uses the whole language and has nothing wrong with it. */
final class GoodPolicy {
  static final String YAML =
      """
      portcullis: 1
      mode: enforce
      clientAddress:
        header: X-Forwarded-For
        trustedProxies: [10.0.0.5, 10.0.0.6, {set: load-balancers}]
        onUnreadable: deny
        proxyAsClient: false
      sets:
        corporate:
          - 203.0.113.0/25
          - address: 198.51.100.7
            id: vpn-exit
            description: VPN exit, Paris
            owner: netops
            enabled: true
          - 192.0.2.10-20
          - {address: 192.0.2.99, enabled: false}
        load-balancers: {file: lists/lb.txt}
        on-call:
          - address: 198.51.100.0/25
            id: autumn
            from: 2026-11-01T00:00:00Z
            until: 2026-12-01T00:00:00+01:00
        everywhere: [{set: corporate}, {file: lists/branches.txt}]
      callers:
        tenant: [{header: X-Tenant-Id}, {header: X-Org}]
        apiKey: {header: X-API-Key, query: api_key, basic: password, bearer: live_}
        program: [{header: X-Program-Id}]
        onUnknownTenant: global
        onUnknownKey: ignore
      exempt:
        paths: [/health, POST /auth/login]
        addresses: [192.0.2.200]
      defaults: {emptyAllowlist: allow}
      limits: {entriesPerTenant: 8, keysMayWiden: true}
      global: {allow: [203.0.113.128/25]}
      tenants:
        acme:
          allow: [{set: everywhere}, {set: on-call}, 198.51.100.128/25]
          programs:
            prepaid: {mode: enforce, allow: [203.0.113.10]}
            debit: {}
        beta: {mode: monitor, allow: ["2001:db8::/32"]}
        gamma: {allow: "*"}
        delta: {allow: []}
      keys:
        acme-cron:
          sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
          tenants: [acme]
          program: prepaid
          mode: enforce
          allow: [192.0.2.64/28]
        acme-inherits:
          sha256: "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
          tenants: [acme, beta]
          allow: null
        everybody:
          sha256: 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
          tenants: "*"
          allow: []
      groups:
        internal:
          mode: enforce
          match: [/internal/**]
          network:
            enabled: true
            domains: [app.example.com, "*.example.org"]
            domainSources: [origin, referer, host]
            acceptCallerChosenHost: true
            addresses: [10.20.0.0/16, {set: corporate}]
          endpoints:
            reports: {match: GET /internal/reports/**}
            hook: {mode: monitor, match: [POST /internal/hook], inherit: false, network: {addresses: [198.51.100.9]}}
      responses:
        IP_NOT_ALLOWED:
          status: 451
          contentType: application/json
          headers: {X-Reason: "${code}"}
          body: '{"ip":"${clientAddress}","id":"${decisionId}","t":"${tenant}","p":"${path}"}'
      tests:
        - name: the office calls for acme
          request: {peer: 203.0.113.9, target: /api/orders, headers: {X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: allow, code: ADMITTED, check: allowlist, tenant: acme, scope: tenant:acme, status: null}
        - name: the VPN is known by its id
          request: {peer: 198.51.100.7, headers: {X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {entry: vpn-exit, client: 198.51.100.7, mode: enforce}
        - name: a branch is in the file of a set in a set
          request: {peer: 172.16.5.1, headers: {X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: allow, entry: 172.16.0.0_16}
        - name: a disabled entry admits nobody
          request: {peer: 192.0.2.99, headers: {X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: deny, code: IP_NOT_ALLOWED, status: 451}
        - name: a proxy of the file speaks for the office
          request: {peer: 10.1.2.3, headers: {X-Forwarded-For: ["198.51.100.1", "203.0.113.9, 10.0.0.6"], X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: allow, client: 203.0.113.9}
        - name: a stranger's word counts for nothing
          request: {peer: 8.8.8.8, headers: {X-Forwarded-For: 203.0.113.9, X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: deny, client: 8.8.8.8}
        - name: garbage from a proxy is no client
          request: {peer: 10.0.0.5, headers: {X-Forwarded-For: garbage}}
          expect: {decision: deny, code: CLIENT_ADDRESS_UNREADABLE, client: null, status: 403}
        - name: without a tenant the global list counts
          request: {peer: 203.0.113.200}
          expect: {decision: allow, scope: global, tenant: null}
        - name: an unknown tenant is judged by the global list
          request: {peer: 203.0.113.9, headers: {X-Tenant-Id: nobody}}
          expect: {decision: deny, scope: global}
        - name: two tenants are none
          request: {peer: 203.0.113.9, headers: {X-Tenant-Id: acme, X-Org: beta}}
          expect: {decision: deny, code: TENANT_CONFLICT}
        - name: beta only watches
          request: {peer: 203.0.113.9, headers: {X-Tenant-Id: beta}}
          expect: {decision: would-deny, code: IP_NOT_ALLOWED}
        - name: gamma is open
          request: {peer: 8.8.8.8, headers: {X-Tenant-Id: gamma}}
          expect: {decision: allow, code: NO_RESTRICTION}
        - name: delta has set no list
          request: {peer: 8.8.8.8, headers: {X-Tenant-Id: delta}}
          expect: {decision: allow, code: NO_RESTRICTION}
        - name: on-call keeps access
          request: {peer: 198.51.100.9, headers: {X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: allow, entry: autumn}
        - name: and loses it on time
          request: {peer: 198.51.100.9, headers: {X-Tenant-Id: acme}, at: 2026-11-30T23:00:00Z}
          expect: {decision: deny}
        - name: a key has a list of its own
          request: {peer: 192.0.2.65, key: acme-cron}
          expect: {decision: allow, tenant: acme, program: prepaid, key: acme-cron, scope: "key:acme-cron"}
        - name: its secret is read from each place
          request: {peer: 203.0.113.9, target: "/x?api_key=abc", headers: {X-API-Key: abc, Authorization: "Basic dTphYmM=", X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: allow, key: acme-inherits, scope: "tenant:acme"}
        - name: health is for everybody
          request: {peer: 8.8.8.8, target: /health}
          expect: {decision: allow, code: EXEMPT_PATH}
        - name: login is for everybody that posts
          request: {peer: 8.8.8.8, method: POST, target: /auth/login}
          expect: {decision: allow, code: EXEMPT_PATH}
        - name: operations come in anywhere
          request: {peer: 192.0.2.200, headers: {X-Tenant-Id: acme}, at: 2026-11-20T00:00:00Z}
          expect: {decision: allow, code: EXEMPT_ADDRESS}
      """;

  static final Map<String, String> LISTS =
      Map.of(
          "lists/lb.txt", "# load balancers\n10.1.2.3\n10.1.2.4 # spare\n",
          "lists/branches.txt", "172.16.0.0/16\r\n\r\n172.17.0.0/16\r\n");

  private GoodPolicy() {}

  static PolicyText text() {
    return text(YAML);
  }

  /** Another policy beside the same lists. */
  static PolicyText text(String yaml) {
    return text(yaml.getBytes(StandardCharsets.UTF_8));
  }

  static PolicyText text(byte[] yaml) {
    Map<String, byte[]> lists = new java.util.TreeMap<>();
    LISTS.forEach((name, lines) -> lists.put(name, lines.getBytes(StandardCharsets.UTF_8)));
    return PolicyText.of("conf/policy.yaml", yaml, lists);
  }
}
