package io.portcullis.policy;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.CheckName;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.Verdict;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code groups} come to in a policy that is in force. */
class GroupsPolicyTest {
  /** In the seed's words: network access of the endpoint, of the group, inherit; who is let in. */
  @ParameterizedTest
  @CsvSource({
    // group, endpoint, inherit, group's address, endpoint's address, group's domain, neither
    "on,   off, true,  true,  false, true,  false",
    "on,   on,  true,  true,  true,  true,  false",
    "on,   on,  false, false, true,  false, false",
    "on,   off, false, true,  true,  true,  true",
    "off,  off, true,  true,  true,  true,  true",
    "off,  on,  true,  false, true,  false, false",
    "off,  on,  false, false, true,  false, false",
    "off,  off, false, true,  true,  true,  true",
    "none, off, true,  true,  true,  true,  true",
    "none, on,  true,  false, true,  false, false",
    "on,   empty, true,  true, false, true, false",
    "on,   empty, false, true, true,  true, true",
    "empty, on,  true,  false, true, false, false",
  })
  void endpointTakesOfItsGroupWhatTheTableSays(
      String group,
      String endpoint,
      boolean inherit,
      boolean ofGroup,
      boolean ofEndpoint,
      boolean ofDomain,
      boolean stranger) {
    PolicySnapshot policy =
        policy(
            "groups: {g: {match: [/g/**]"
                + network(group, "domains: [app.test], addresses: [192.0.2.1]")
                + ", endpoints: {e: {match: /g/e, inherit: "
                + inherit
                + network(endpoint, "addresses: [192.0.2.2]")
                + "}}}}");
    assertThat(isLetIn(policy, from("192.0.2.1").target("/g/e"))).isEqualTo(ofGroup);
    assertThat(isLetIn(policy, from("192.0.2.2").target("/g/e"))).isEqualTo(ofEndpoint);
    assertThat(
            isLetIn(policy, from("192.0.2.3").target("/g/e").header("Origin", "https://app.test")))
        .isEqualTo(ofDomain);
    assertThat(isLetIn(policy, from("192.0.2.3").target("/g/e"))).isEqualTo(stranger);
    boolean groupFilters = group.equals("on");
    assertThat(isLetIn(policy, from("192.0.2.2").target("/g/other"))).isEqualTo(!groupFilters);
  }

  private static String network(String state, String lists) {
    switch (state) {
      case "none":
        return "";
      case "on":
        return ", network: {" + lists + "}";
      case "off":
        return ", network: {enabled: false, " + lists + "}";
      default:
        return ", network: {domains: [], addresses: []}";
    }
  }

  private static final String SHOP =
      """
      sets: {office: [192.0.2.1]}
      exempt: {addresses: [192.0.2.99]}
      groups:
        api:
          match: [/api/**]
          network: {domains: [app.test, "*.apps.test"], addresses: [{set: office}]}
          endpoints:
            hook: {match: POST /api/hook, inherit: false, network: {addresses: [192.0.2.7]}}
            open: {match: GET /api/open, inherit: false}
            outside: {match: GET /elsewhere, network: {addresses: [192.0.2.8]}}
            watched: {match: /api/watched, mode: monitor}
        deep:
          match: [/api/deep/**]
          network: {addresses: [192.0.2.1, 192.0.2.2]}
        watching:
          mode: monitor
          match: [/log]
          network: {addresses: [192.0.2.1]}
          endpoints:
            strict: {match: /log/strict, mode: enforce}
        silent: {mode: off, match: [/silent], network: {addresses: [192.0.2.1]}}
        timed:
          match: [/timed]
          network: {addresses: [{address: 192.0.2.1, until: 2026-12-01T00:00:00Z}]}
        domainOnly: {match: [/page], network: {domains: [app.test, "null"]}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # peer | method target | header | code | scope | reason or entry
          192.0.2.1 | GET /api/a       |                              | ADMITTED | group:api | 192.0.2.1
          192.0.2.3 | GET /api/a       | Origin: https://x.apps.test  | ADMITTED | group:api | domain_matches
          192.0.2.3 | GET /api/a       | Referer: http://app.test/p   | ADMITTED | group:api | domain_matches
          192.0.2.3 | GET /api/a       |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/a       | Origin: https://evil.test    | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/a       | Host: app.test               | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.99 | GET /api/a      |                              | EXEMPT_ADDRESS | - | -
          192.0.2.3 | GET /other       |                              | NO_RESTRICTION | global | -
          192.0.2.3 | GET /API/A       |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api         |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api.json    |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          # an endpoint in place of its group, and only for what is exactly its own
          192.0.2.7 | POST /api/hook   |                              | ADMITTED | endpoint:api/hook | 192.0.2.7
          192.0.2.1 | POST /api/hook   |                              | NETWORK_ACCESS_DENIED | endpoint:api/hook | not_on_list
          192.0.2.7 | GET /api/hook    |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.1 | GET /api/hook    |                              | ADMITTED | group:api | 192.0.2.1
          192.0.2.7 | POST /api/Hook   |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.1 | POST /api/Hook   |                              | NETWORK_ACCESS_DENIED | endpoint:api/hook | not_on_list
          192.0.2.7 | POST /api/hook/  |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.7 | POST /api/hook.do |                             | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/open    |                              | NO_RESTRICTION | global | -
          192.0.2.3 | HEAD /api/open   |                              | NO_RESTRICTION | global | -
          192.0.2.3 | POST /api/open   |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/open/   |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/OPEN    |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          # the method that is asked for counts too
          192.0.2.3 | GET /api/open    | X-HTTP-Method-Override: POST | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/open?_method=delete |                  | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.1 | PUT /api/hook    | X-HTTP-Method-Override: POST | NETWORK_ACCESS_DENIED | endpoint:api/hook | not_on_list
          192.0.2.7 | PUT /api/hook    | X-HTTP-Method-Override: POST | NETWORK_ACCESS_DENIED | group:api | not_on_list
          # an endpoint outside of its group's paths
          192.0.2.8 | GET /elsewhere   |                              | ADMITTED | endpoint:api/outside | 192.0.2.8
          192.0.2.1 | HEAD /elsewhere  |                              | ADMITTED | endpoint:api/outside | 192.0.2.1
          192.0.2.3 | GET /elsewhere   |                              | NETWORK_ACCESS_DENIED | endpoint:api/outside | not_on_list
          192.0.2.8 | POST /elsewhere  |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          # several groups: all must let it in
          192.0.2.1 | GET /api/deep/x  |                              | ADMITTED | group:api | 192.0.2.1
          192.0.2.2 | GET /api/deep/x  |                              | NETWORK_ACCESS_DENIED | group:api | not_on_list
          192.0.2.3 | GET /api/deep/x  | Origin: https://app.test     | NETWORK_ACCESS_DENIED | group:deep | not_on_list
          # modes
          192.0.2.3 | GET /api/watched |                              | would-deny NETWORK_ACCESS_DENIED | endpoint:api/watched | not_on_list
          192.0.2.3 | GET /log         |                              | would-deny NETWORK_ACCESS_DENIED | group:watching | not_on_list
          192.0.2.3 | GET /log/strict  |                              | NETWORK_ACCESS_DENIED | endpoint:watching/strict | not_on_list
          192.0.2.3 | GET /silent      |                              | NO_RESTRICTION | global | -
          # times, and domains alone
          192.0.2.1 | GET /timed       |                              | ADMITTED | group:timed | 192.0.2.1
          192.0.2.3 | GET /timed       |                              | NETWORK_ACCESS_DENIED | group:timed | not_on_list
          192.0.2.1 | GET /page        |                              | NETWORK_ACCESS_DENIED | group:domainOnly | no_domain_named
          192.0.2.1 | GET /page        | Origin: https://evil.test    | NETWORK_ACCESS_DENIED | group:domainOnly | domain_not_listed
          192.0.2.1 | GET /page        | Origin: https://app.test,x   | NETWORK_ACCESS_DENIED | group:domainOnly | domain_unreadable
          192.0.2.1 | GET /page        | Origin: null                 | ADMITTED | group:domainOnly | domain_matches
          192.0.2.1 | GET /page        | Origin:;Referer: http://app.test/ | NETWORK_ACCESS_DENIED | group:domainOnly | domain_unreadable
          192.0.2.1 | GET /page        | Origin: http://x.test;Referer: http://app.test/ | NETWORK_ACCESS_DENIED | group:domainOnly | domain_not_listed
          192.0.2.1 | GET /page        | Origin: http://app.test;Origin: http://app.test | NETWORK_ACCESS_DENIED | group:domainOnly | domain_unreadable
          # odd targets near a path of a group
          192.0.2.1 | GET /x/..;/api/a |                              | PATH_AMBIGUOUS | - | ambiguous_target
          192.0.2.1 | GET //elsewhere  |                              | PATH_AMBIGUOUS | - | ambiguous_target
          """)
  void requestIsDecided(
      String peer, String line, String headers, String code, String scope, String detail) {
    RequestFacts.Builder facts = from(peer).at(1_790_000_000_000L);
    facts.method(line.split(" ")[0]).target(line.split(" ")[1]);
    for (String header : headers == null ? new String[0] : headers.split(";")) {
      int colon = header.indexOf(':');
      facts.header(header.substring(0, colon), header.substring(colon + 1).trim());
    }

    Decision decision = decide(policy(SHOP), facts.build());

    Verdict settling = decision.settling();
    String effect = decision.effect() == Decision.Effect.WOULD_DENY ? "would-deny " : "";
    assertThat(effect + decision.code()).isEqualTo(code);
    assertThat(settling.scope()).isEqualTo(scope.equals("-") ? "" : scope);
    String told = settling.entry().map(e -> e.id()).orElse(settling.reason());
    if (!detail.equals("-")) {
      assertThat(told).isEqualTo(detail);
    }
  }

  @Test
  void entryOutOfTimeKeepsItsEndpointShut() {
    RequestFacts late = from("192.0.2.1").target("/timed").at(1_800_000_000_000L).build();
    Decision decision = decide(policy(SHOP), late);
    assertThat(decision.settling().reason()).isEqualTo("out_of_time");
    assertThat(decision.settling().scope()).isEqualTo("group:timed");
  }

  @Test
  void testOfATimedEndpointHasToSayWhenItIs() {
    PolicyLoad load =
        load(
            """
            groups: {g: {match: [/a], network: {addresses: [{address: 192.0.2.1, until: 2099-12-01T00:00:00Z}]}}}
            tests:
              - {name: elsewhere, request: {peer: 192.0.2.1, target: /b}, expect: {decision: allow}}
              - {name: here, request: {peer: 192.0.2.1, target: /a}, expect: {decision: allow}}
            """);
    assertThat(load.problems()).hasSize(1);
    assertThat(load.problems().get(0).toString())
        .contains("POLICY_TEST_FAILED the test `here` failed")
        .contains("which does not say when it is made");
  }

  private static final String HOSTS =
      """
      groups:
        g:
          match: [/h]
          network: {domains: [app.test], domainSources: [origin, host]}
        o:
          match: [/o]
          network: {domains: [app.test]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /h                   | Host: app.test                          | ADMITTED
          /h                   | Host: APP.test.:8080                    | ADMITTED
          /h                   | Host: evil.test                         | NETWORK_ACCESS_DENIED
          /h                   |                                         | NETWORK_ACCESS_DENIED
          /h                   | Host:                                   | NETWORK_ACCESS_DENIED
          /h                   | Host: app.test;Origin: http://evil.test | NETWORK_ACCESS_DENIED
          /h                   | Host: evil.test;Origin: http://app.test | ADMITTED
          /h                   | Host: app.test;Host: app.test           | HOST_CONFLICT
          /h                   | Host: app.test;Host: evil.test          | HOST_CONFLICT
          http://app.test/h    |                                         | ADMITTED
          http://app.test/h    | Host: app.test                          | ADMITTED
          http://app.test:80/h | Host: app.test                          | ADMITTED
          http://app.test:80/h | Host: app.test:81                       | HOST_CONFLICT
          http://app.test/h    | Host: evil.test                         | HOST_CONFLICT
          http://evil.test/h   | Host: app.test                          | HOST_CONFLICT
          http://a@app.test/h  | Host: app.test                          | PATH_AMBIGUOUS
          http://app.test/h    | Host:                                   | HOST_CONFLICT
          # nobody asks for the host
          http://app.test/o    | Host: evil.test;Origin: http://app.test | ADMITTED
          http://app.test/x    | Host: evil.test                         | NO_RESTRICTION
          """)
  void hostIsOneOrNone(String target, String headers, String code) {
    RequestFacts.Builder facts = from("192.0.2.1").target(target);
    for (String header : headers == null ? new String[0] : headers.split(";")) {
      int colon = header.indexOf(':');
      facts.header(header.substring(0, colon), header.substring(colon + 1).trim());
    }
    Decision decision = decide(policy(HOSTS), facts.build());
    assertThat(decision.code().name()).isEqualTo(code);
    assertThat(decision.code().status())
        .isEqualTo(
            code.endsWith("DENIED") ? 403 : code.matches(".*(CONFLICT|AMBIGUOUS)") ? 400 : 0);
  }

  @Test
  void trustedProxyItselfMatchesNoAddress() {
    PolicySnapshot policy =
        policy(
            """
            clientAddress: {header: X-Forwarded-For, trustedProxies: [10.0.0.5]}
            groups: {g: {match: [/a], network: {domains: [app.test], addresses: [10.0.0.0/8]}}}
            """);
    RequestFacts.Builder facts = from("10.0.0.5").target("/a");
    assertThat(decide(policy, facts.build()).settling().reason()).isEqualTo("proxy_itself");
    assertThat(isLetIn(policy, facts.header("Origin", "http://app.test"))).isTrue();
    assertThat(isLetIn(policy, from("10.0.0.6").target("/a"))).isTrue();
  }

  @Test
  void sourcesAreThoseOfWhereTheDomainIsWritten() {
    PolicySnapshot policy =
        policy(
            """
            groups:
              g:
                match: [/g/**]
                network: {domains: [page.test], domainSources: [referer]}
                endpoints:
                  inherits: {match: /g/a, network: {domains: [a.test]}}
                  own: {match: /g/b, network: {domains: [b.test], domainSources: [origin]}}
            """);
    assertThat(isLetIn(policy, from("192.0.2.1").target("/g/a").header("Referer", "http://a.test")))
        .isTrue();
    assertThat(isLetIn(policy, from("192.0.2.1").target("/g/a").header("Origin", "http://a.test")))
        .isFalse();
    assertThat(isLetIn(policy, from("192.0.2.1").target("/g/b").header("Origin", "http://b.test")))
        .isTrue();
    assertThat(
            isLetIn(policy, from("192.0.2.1").target("/g/b").header("Origin", "http://page.test")))
        .isFalse();
    assertThat(
            isLetIn(policy, from("192.0.2.1").target("/g/b").header("Referer", "http://page.test")))
        .isTrue();
  }

  @Test
  void endpointThatOnlyInheritsIsAskedOnceWithItsGroup() {
    PolicySnapshot policy =
        policy(
            "groups: {g: {match: [/a], network: {addresses: [192.0.2.1]}, endpoints: {one: {match:"
                + " /a}, two: {match: /a}}}}");
    Decision decision = decide(policy, from("192.0.2.1").target("/a").build());
    assertThat(decision.settling().scope()).isEqualTo("group:g");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enforce", "monitor"})
  void unreadableClientIsRefusedForThatAndNothingElse(String mode) {
    PolicySnapshot policy =
        policy(
            "clientAddress: {header: X-Forwarded-For, trustedProxies: [10.0.0.5]}\ngroups: {g:"
                + " {mode: "
                + mode
                + ", match: [/a], network: {addresses: [192.0.2.1]}}}");
    Decision decision =
        decide(policy, from("10.0.0.5").header("X-Forwarded-For", "x").target("/a").build());
    assertThat(decision.code().name()).isEqualTo("CLIENT_ADDRESS_UNREADABLE");
    assertThat(
            decision.verdicts().stream()
                .filter(verdict -> verdict.check() == CheckName.ENDPOINT)
                .map(Verdict::kind))
        .containsExactly(Verdict.Kind.NOT_EVALUATED);
  }

  private static boolean isLetIn(PolicySnapshot policy, RequestFacts.Builder facts) {
    return decide(policy, facts.build()).effect() == Decision.Effect.ALLOW;
  }

  private static Decision decide(PolicySnapshot policy, RequestFacts request) {
    return policy
        .pipeline()
        .explain(new Evaluation(request, policy.clientAddress(), () -> request.at().orElseThrow()));
  }

  private static PolicySnapshot policy(String keys) {
    PolicyLoad load = load(keys);
    return load.snapshot().orElseThrow(() -> new AssertionError(load.problems()));
  }

  private static PolicyLoad load(String keys) {
    byte[] text = ("portcullis: 1\n" + keys).getBytes(StandardCharsets.UTF_8);
    return PolicyReader.read(PolicyText.of("policy.yaml", text, Map.of()));
  }
}
