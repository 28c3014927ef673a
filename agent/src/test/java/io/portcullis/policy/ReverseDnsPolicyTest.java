package io.portcullis.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.OnIndeterminate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverseDnsPolicyTest {
  private static final String HEAD =
      """
      portcullis: 1
      callers: {tenant: [{header: X-Tenant-Id}], onUnknownTenant: deny}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reverseDns: []                        | WRONG_VALUE `global.reverseDns` is empty, and no address carries none of no names; leave it out if any address will do
          reverseDns: certificates              | WRONG_VALUE `global.reverseDns` is `certificate` or a list of names, this is `certificates`; write `[api.example.com, "*.example.com"]`
          reverseDns: {names: [a.test]}         | WRONG_TYPE `global.reverseDns` is `certificate` or a list of names, this is a mapping; write `[api.example.com, "*.example.com"]`
          reverseDns: certificate               | CERTIFICATE_NOT_DEMANDED `global.reverseDns` takes the names from the client's certificate, and `global.certificate` is missing; write whose certificates are accepted, or list the names: `[api.example.com, "*.example.com"]`
          reverseDns: ["*.com"]                 | NAME_INVALID invalid name `*.com`:
          reverseDns: [203.0.113.9]             | NAME_INVALID invalid name `203.0.113.9`:
          """)
  void badNamesAreTold(String written, String problem) {
    List<String> errors = errors(HEAD + "global: {allow: \"*\", " + written.trim() + "}\n");
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).contains(problem.trim());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          servers: []               | WRONG_VALUE `dns.servers` is empty; leave it out for the servers of the system
          servers: [dns.example]    | SERVER_INVALID
          timeout: 2                | DURATION_INVALID `2` has no unit
          timeout: 0s               | WRONG_VALUE `dns.timeout` is of `1ms` to `1m`, not `0s`
          budget: 2m                | WRONG_VALUE `dns.budget` is of `1ms` to `1m`, not `2m`
          staleFor: 25h             | WRONG_VALUE `dns.staleFor` is of `0s` to `24h`, not `25h`
          maxWaiting: 0             | WRONG_VALUE `dns.maxWaiting` is between 1 and 10000, not `0`
          onIndeterminate: maybe    | WRONG_VALUE `dns.onIndeterminate` is `deny` or `allow`, not `maybe`
          server: 192.0.2.53        | UNKNOWN_KEY unknown key `server` in `dns`; did you mean `servers`?
          """)
  void badSettingsAreTold(String written, String problem) {
    List<String> errors =
        errors(
            HEAD + "global: {allow: \"*\", reverseDns: [a.test]}\ndns: {" + written.trim() + "}\n");
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).contains(problem.trim());
  }

  @Test
  void settingsAreTakenAsWritten() {
    PolicySnapshot policy =
        read("""
                portcullis: 1
                global: {allow: "*", reverseDns: [a.test]}
                dns: {servers: ["127.0.0.1:5353"], timeout: 500ms, budget: 1s, staleFor: 0s, maxWaiting: 7, onIndeterminate: allow}
                """)
            .snapshot()
            .orElseThrow();
    DnsSettings dns = policy.dns().orElseThrow();
    assertThat(dns.servers()).hasSize(1);
    assertThat(dns.servers().get(0).getPort()).isEqualTo(5353);
    assertThat(dns.timeoutMillis()).isEqualTo(500);
    assertThat(dns.budgetMillis()).isEqualTo(1000);
    assertThat(dns.staleForMillis()).isZero();
    assertThat(dns.maxWaiting()).isEqualTo(7);
    assertThat(dns.onIndeterminate()).isEqualTo(OnIndeterminate.ALLOW);
  }

  @Test
  void nobodyIsAskedByAPolicyWithoutNames() {
    assertThat(read("portcullis: 1\n").snapshot().orElseThrow().dns()).isEmpty();
    PolicyLoad idle = read("portcullis: 1\ndns: {timeout: 1s}\n");
    assertThat(idle.snapshot().orElseThrow().dns()).isEmpty();
    assertThat(idle.warnings().toString()).contains("DNS_UNUSED");
    assertThat(
            read("portcullis: 1\nmode: off\nglobal: {reverseDns: [a.test]}\n")
                .snapshot()
                .orElseThrow()
                .dns())
        .isEmpty();
  }

  @Test
  void timeoutOverTheBudgetIsWarnedOf() {
    assertThat(
            read("portcullis: 1\nglobal: {reverseDns: [a.test]}\ndns: {timeout: 4s, budget: 3s}\n")
                .warnings()
                .toString())
        .contains("TIMEOUT_OVER_BUDGET");
  }

  @Test
  void tenantWithNamesIsRestricted() {
    assertThat(errors(HEAD + "tenants: {acme: {reverseDns: [a.test]}}\n"))
        .hasSize(1)
        .allMatch(e -> e.contains("GLOBAL_MISSING"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {192.0.2.1: {ptr: [a.test]}, a.test: {a: [192.0.2.1]}}                                   | allow, code: NO_RESTRICTION
          {192.0.2.1: {ptr: [A.TEST.]}, a.test: {a: [192.0.2.9, 192.0.2.1]}}                       | allow
          {192.0.2.1: {ptr: [x.b.test]}, x.b.test: {cname: c.test}, c.test: {a: [192.0.2.1]}}      | allow
          {192.0.2.1: {ptr: [x.y.b.test]}, x.y.b.test: {a: [192.0.2.1]}}                           | deny, code: REVERSE_DNS_MISMATCH
          {192.0.2.1: {ptr: [b.test]}, b.test: {a: [192.0.2.1]}}                                   | deny, code: REVERSE_DNS_MISMATCH
          {192.0.2.1: {ptr: [a.test]}, a.test: {a: [192.0.2.2]}}                                   | deny, code: REVERSE_DNS_MISMATCH
          {192.0.2.1: {ptr: []}, a.test: {a: [192.0.2.1]}}                                         | deny, code: REVERSE_DNS_MISMATCH
          {a.test: {a: [192.0.2.1]}}                                                               | deny, code: REVERSE_DNS_MISMATCH
          {192.0.2.1: timeout, a.test: {a: [192.0.2.1]}}                                           | deny, code: REVERSE_DNS_UNAVAILABLE
          {192.0.2.1: {ptr: servfail}}                                                             | deny, code: REVERSE_DNS_UNAVAILABLE
          {192.0.2.1: {ptr: [a.test]}, a.test: timeout}                                            | deny, code: REVERSE_DNS_UNAVAILABLE
          {192.0.2.1: {ptr: [a.test]}, a.test: {a: servfail, aaaa: []}}                            | deny, code: REVERSE_DNS_UNAVAILABLE
          {192.0.2.1: {ptr: [a.test]}, a.test: {a: [192.0.2.1], aaaa: timeout}}                    | allow
          {192.0.2.1: {ptr: [a.test]}, a.test: {cname: a.test}}                                    | deny, code: REVERSE_DNS_UNAVAILABLE
          {}                                                                                       | deny, code: REVERSE_DNS_MISMATCH
          """)
  void writtenNamesAreJudgedAsThoseOfDns(String dns, String expected) {
    assertThat(
            errors(
                """
                portcullis: 1
                global: {allow: "*", reverseDns: [a.test, "*.b.test"]}
                exempt: {addresses: [192.0.2.0/24]}
                tests:
                  - {name: t, request: {peer: 192.0.2.1, dns: %s}, expect: {decision: %s}}
                """
                    .formatted(dns.trim(), expected.trim().replace(", code: NO_RESTRICTION", ""))))
        .isEmpty();
  }

  @Test
  void exactNameIsEnoughWhereTheOperatorSaysSo() {
    assertThat(
            errors(
                """
                portcullis: 1
                global: {allow: "*", reverseDns: [a.test, "*.b.test"]}
                dns: {onIndeterminate: allow}
                tests:
                  - {name: exact, request: {peer: 192.0.2.1, dns: {192.0.2.1: timeout, a.test: {a: [192.0.2.1]}}}, expect: {decision: allow}}
                  - {name: star, request: {peer: 192.0.2.1, dns: {192.0.2.1: timeout, x.b.test: {a: [192.0.2.1]}}}, expect: {decision: deny, code: REVERSE_DNS_UNAVAILABLE}}
                  - {name: determinate, request: {peer: 192.0.2.1, dns: {a.test: {a: [192.0.2.1]}}}, expect: {decision: deny, code: REVERSE_DNS_MISMATCH}}
                """))
        .isEmpty();
  }

  @Test
  void proxyThatNamesNobodyHasNoNameThatCounts() {
    String dns = "{192.0.2.1: {ptr: [a.test]}, a.test: {a: [192.0.2.1]}}";
    assertThat(
            errors(
                """
                portcullis: 1
                clientAddress: {header: X-Real-IP, trustedProxies: [192.0.2.1]}
                global: {allow: "*", reverseDns: [a.test]}
                tests:
                  - {name: none, request: {peer: 192.0.2.1, dns: %s}, expect: {decision: deny, code: REVERSE_DNS_MISMATCH, scope: global}}
                  - {name: bad, request: {peer: 192.0.2.1, headers: {X-Real-IP: junk}, dns: %s}, expect: {decision: deny, code: CLIENT_ADDRESS_UNREADABLE}}
                """
                    .formatted(dns, dns)))
        .isEmpty();
  }

  @Test
  void modeOfTheScopeGovernsIt() {
    assertThat(
            errors(
                HEAD
                    + """
                    global: {mode: monitor, allow: "*", reverseDns: [a.test]}
                    tenants: {off: {mode: off, reverseDns: [a.test]}, on: {reverseDns: [a.test]}}
                    tests:
                      - {name: monitored, request: {peer: 192.0.2.1}, expect: {decision: would-deny, code: REVERSE_DNS_MISMATCH, check: reverseDns}}
                      - {name: off, request: {peer: 192.0.2.1, headers: {X-Tenant-Id: off}}, expect: {decision: allow}}
                      - {name: on, request: {peer: 192.0.2.1, headers: {X-Tenant-Id: on}}, expect: {decision: deny, scope: "tenant:on"}}
                    """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {x y: {ptr: [a.test]}}         | NAME_INVALID
          {192.0.2.1: {a: [192.0.2.1]}}  | UNKNOWN_KEY
          {a.test: {a: ["2001:db8::1"]}} | WRONG_VALUE
          {a.test: {a: [a.test]}}        | ADDRESS_INVALID
          {a.test: nxdomain}             | WRONG_TYPE
          {192.0.2.1: {ptr: nxdomain}}   | WRONG_TYPE
          """)
  void badAnswersAreTold(String dns, String code) {
    assertThat(
            errors(
                "portcullis: 1\ntests:\n  - {name: t, request: {peer: 192.0.2.1, dns: "
                    + dns.trim()
                    + "}, expect: {decision: allow}}\n"))
        .hasSize(1)
        .allMatch(error -> error.contains(code.trim()));
  }

  private static List<String> errors(String policy) {
    return read(policy).errors().stream().map(Problem::toString).toList();
  }

  private static PolicyLoad read(String policy) {
    return PolicyReader.read(PolicyText.of("policy.yaml", policy.getBytes(UTF_8), Map.of()));
  }
}
