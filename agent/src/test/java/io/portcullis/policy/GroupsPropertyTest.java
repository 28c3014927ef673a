package io.portcullis.policy;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random groups, read and compiled, against the sentences of the documentation taken literally. */
class GroupsPropertyTest {
  record Network(boolean enabled, Set<String> domains, Set<String> addresses) {
    String yaml() {
      return "{enabled: " + enabled + ", domains: " + domains + ", addresses: " + addresses + "}";
    }
  }

  record Endpoint(String match, boolean inherit, Network network) {
    String yaml(int i) {
      return "e"
          + i
          + ": {match: "
          + match
          + ", inherit: "
          + inherit
          + ", network: "
          + network.yaml()
          + "}";
    }
  }

  record Group(String match, Network network, List<Endpoint> endpoints) {
    String yaml(int i) {
      StringBuilder inner = new StringBuilder();
      for (int e = 0; e < endpoints.size(); e++) {
        inner.append(e == 0 ? "" : ", ").append(endpoints.get(e).yaml(e));
      }
      return "  g"
          + i
          + ": {match: "
          + match
          + ", network: "
          + network.yaml()
          + ", endpoints: {"
          + inner
          + "}}\n";
    }
  }

  record Call(String method, String override, String path, String address, String domain) {}

  @Property(tries = 3000)
  void requestIsLetInWhereEverySentenceLetsItIn(
      @ForAll("groups") List<Group> groups, @ForAll("calls") Call call) {
    StringBuilder yaml = new StringBuilder("portcullis: 1\ngroups:\n");
    for (int i = 0; i < groups.size(); i++) {
      yaml.append(groups.get(i).yaml(i));
    }
    RequestFacts.Builder facts = from(call.address).method(call.method).target(call.path);
    if (!call.override.isEmpty()) {
      facts.header("X-HTTP-Method-Override", call.override);
    }
    if (!call.domain.isEmpty()) {
      facts.header("Origin", "https://" + call.domain);
    }
    assertThat(isLetIn(policy(yaml.toString()), facts.build()))
        .as("%s\n%s", yaml, call)
        .isEqualTo(groups.stream().allMatch(group -> letsIn(group, call)));
  }

  private static boolean letsIn(Group group, Call call) {
    Set<String> methods = new TreeSet<>(List.of(call.method));
    if (!call.override.isEmpty()) {
      methods.add(call.override);
    }
    boolean inside = pathTouches(group.match, call.path) && hasMethod(group.match, methods);
    boolean letIn = true;
    for (Endpoint endpoint : group.endpoints) {
      if (pathTouches(endpoint.match, call.path)) {
        inside = true;
        if (hasMethod(endpoint.match, methods)) {
          letIn &= letsIn(inForce(group, endpoint), call);
        }
      }
    }
    boolean takenOver = true;
    for (String method : methods) {
      takenOver &=
          group.endpoints.stream()
              .anyMatch(e -> pathEquals(e.match, call.path) && hasMethod(e.match, Set.of(method)));
    }
    return letIn && (!inside || takenOver || letsIn(List.of(group.network), call));
  }

  private static List<Network> inForce(Group group, Endpoint endpoint) {
    List<Network> inForce = new ArrayList<>();
    if (endpoint.network.enabled) {
      inForce.add(endpoint.network);
    }
    if (endpoint.inherit) {
      inForce.add(group.network);
    }
    return inForce;
  }

  private static boolean letsIn(List<Network> united, Call call) {
    Set<String> domains = new TreeSet<>();
    Set<String> addresses = new TreeSet<>();
    for (Network network : united) {
      if (network.enabled) {
        domains.addAll(network.domains);
        addresses.addAll(network.addresses);
      }
    }
    return (domains.isEmpty() && addresses.isEmpty())
        || domains.contains(call.domain)
        || addresses.contains(call.address);
  }

  private static boolean hasMethod(String match, Set<String> methods) {
    String only = match.startsWith("/") ? "" : match.substring(0, match.indexOf(' '));
    return only.isEmpty()
        || methods.contains(only)
        || (only.equals("GET") && methods.contains("HEAD"));
  }

  private static boolean pathEquals(String match, String path) {
    boolean open = match.endsWith("/**");
    return path.matches(regex(match) + (open ? "/?" : ""));
  }

  private static boolean pathTouches(String match, String path) {
    return path.matches("(?i)" + regex(match) + "/?");
  }

  private static String regex(String match) {
    String path = match.substring(match.indexOf('/'));
    boolean open = path.endsWith("/**");
    String bare = open ? path.substring(0, path.length() - 3) : path;
    return bare.replace("*", "[^/]+") + (open ? "(/[^/]+)*" : "");
  }

  private static boolean isLetIn(PolicySnapshot policy, RequestFacts request) {
    return policy.pipeline().explain(new Evaluation(request, policy.clientAddress())).effect()
        == Decision.Effect.ALLOW;
  }

  private static PolicySnapshot policy(String yaml) {
    byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
    PolicyLoad load = PolicyReader.read(PolicyText.of("policy.yaml", text, Map.of()));
    return load.snapshot().orElseThrow(() -> new AssertionError(load.problems()));
  }

  @Provide
  Arbitrary<List<Group>> groups() {
    Arbitrary<String> match =
        Arbitraries.of(
            "/a/**", "/a", "/a/b", "/a/b/**", "POST /a/b", "GET /a/b/c", "/*/b", "GET /a/**");
    Arbitrary<Network> network =
        Combinators.combine(
                Arbitraries.of(true, true, false),
                Arbitraries.of("a.test", "b.test").set().ofMaxSize(1),
                Arbitraries.of("192.0.2.1", "192.0.2.2").set().ofMaxSize(1))
            .as(
                (on, domains, addresses) ->
                    new Network(on, new TreeSet<>(domains), new TreeSet<>(addresses)));
    Arbitrary<Endpoint> endpoint =
        Combinators.combine(match, Arbitraries.of(true, false), network).as(Endpoint::new);
    return Combinators.combine(match, network, endpoint.list().ofMaxSize(3))
        .as(Group::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(2)
        .map(groups -> groups.stream().collect(Collectors.toList()));
  }

  @Provide
  Arbitrary<Call> calls() {
    return Combinators.combine(
            Arbitraries.of("GET", "POST", "HEAD", "DELETE"),
            Arbitraries.of("", "", "", "POST", "GET"),
            Arbitraries.of("/a", "/a/b", "/a/b/c", "/x/b", "/a/b/", "/A/b", "/other"),
            Arbitraries.of("192.0.2.1", "192.0.2.2", "192.0.2.3"),
            Arbitraries.of("", "a.test", "b.test", "c.test"))
        .as(Call::new);
  }
}
