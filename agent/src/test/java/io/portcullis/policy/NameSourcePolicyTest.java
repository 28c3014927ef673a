package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.PolicyRows.Row;
import io.portcullis.source.PolicyText;
import io.portcullis.testing.NamedFiles;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Places where requests name their tenant: what is wrong with one, and what a good one does. */
class NameSourcePolicyTest {
  static List<Row> rows() {
    return PolicyRows.of("name-sources.txt");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyProblemIsToldWhereItIs(Row row) {
    List<String> told =
        PolicyReader.read(row.text()).problems().stream().map(Problem::toString).toList();
    assertThat(told).containsExactlyElementsOf(row.problems());
    assertThat(String.join("\n", told)).doesNotContain("hunter2").doesNotContain("aHVudGVyMg");
  }

  private static final String POLICY =
      """
      portcullis: 1
      callers:
        tenant:
          - {host: "{tenant}.api.example.com"}
          - {path: "/t/{tenant}/**"}
          - {jwt: {claims: [org_id], verify: {jwks: keys.json, issuer: "https://id.example", audience: api}}}
        onUnknownTenant: deny
      global: {allow: [192.0.2.0/24]}
      tenants: {acme: {allow: [203.0.113.0/24]}}
      tests:
      """;

  private static List<Problem> problems(String tests) {
    String yaml = POLICY + tests;
    Map<String, byte[]> files = new HashMap<>();
    for (String name : PolicyReader.listsNamed(yaml.getBytes(StandardCharsets.UTF_8))) {
      files.put(name, NamedFiles.contentOf(name, "192.0.2.128/28"));
    }
    assertThat(files).containsOnlyKeys("keys.json");
    PolicyLoad load =
        PolicyReader.read(
            PolicyText.of("policy.yaml", yaml.getBytes(StandardCharsets.UTF_8), files));
    return load.problems();
  }

  @Test
  void testsOfAPolicyNameTenantsInEveryPlace() {
    assertThat(
            problems(
                """
                  - name: by host
                    request: {peer: 203.0.113.9, headers: {Host: "ACME.api.example.com:8443"}}
                    expect: {decision: allow, tenant: acme}
                  - name: by path
                    request: {peer: 203.0.113.9, target: /t/acme/orders}
                    expect: {decision: allow, tenant: acme}
                  - name: hosts that differ
                    request: {peer: 203.0.113.9, target: "http://globex.api.example.com/", headers: {Host: acme.api.example.com}}
                    expect: {decision: deny, code: HOST_CONFLICT, status: 400}
                  - name: an ambiguous path
                    request: {peer: 203.0.113.9, target: /t/acme/../globex}
                    expect: {decision: deny, code: PATH_AMBIGUOUS, check: path}
                  - name: places that disagree
                    request: {peer: 203.0.113.9, target: /t/acme, headers: {Host: globex.api.example.com}}
                    expect: {decision: deny, code: TENANT_CONFLICT}
                  - name: a token
                    request: {peer: 203.0.113.9, at: 2026-11-20T00:00:00Z, headers: {Authorization: Bearer TOKEN}}
                    expect: {decision: allow, tenant: acme}
                  - name: a token that is over
                    request: {peer: 203.0.113.9, at: 2026-11-21T00:01:00Z, headers: {Authorization: Bearer TOKEN}}
                    expect: {decision: deny, code: CALLER_UNREADABLE, tenant: null}
                  - name: a token that was changed
                    request: {peer: 203.0.113.9, at: 2026-11-20T00:00:00Z, headers: {Authorization: Bearer xTOKEN}}
                    expect: {decision: deny, code: CALLER_UNREADABLE}
                """
                    .replace("TOKEN", TOKEN)))
        .isEmpty();
  }

  @Test
  void testWithATokenSaysWhenItIsMade() {
    String test =
        """
          - name: a token
            request: {peer: 203.0.113.9, headers: {Authorization: Bearer TOKEN}}
            expect: {decision: allow}
        """;
    assertThat(problems(test.replace("TOKEN", TOKEN)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("POLICY_TEST_FAILED");
              assertThat(problem.message()).contains("write `at: 2026-11-20T00:00:00Z`");
            });
  }

  /** Signed by the key of docs/keys.json, for acme, until the 21st of November 2026. */
  private static final String TOKEN =
      "eyJhbGciOiJFUzI1NiIsImtpZCI6IjIwMjYtMTEifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUiLCJhdWQiOiJhc"
          + "GkiLCJleHAiOjE3OTUyMTkyMDAsIm9yZ19pZCI6ImFjbWUifQ.YJDKL9a9CRR7gzc7HfhClgGxjSwBcHibCClXvd"
          + "vohUa9rYoPDz0CsHSSgIOfu2gCr4coxjwQQsBmFKSPnqi6Mg";
}
