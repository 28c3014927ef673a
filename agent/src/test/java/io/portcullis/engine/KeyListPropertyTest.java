package io.portcullis.engine;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of a key, a program, a tenant and of nobody, in every combination. */
class KeyListPropertyTest {
  private static final List<String> PLACES = List.of("192.0.2.1", "192.0.2.2", "192.0.2.3");

  /** What a scope says of its list, as a policy writes it. */
  private enum Written {
    INHERITS,
    OPEN,
    EMPTY,
    HERE,
    ELSEWHERE,
    DISABLED,
    OVER
  }

  private record Scope(String name, Written written, Mode mode) {
    boolean isSet() {
      return written != Written.INHERITS;
    }

    Allowlist list() {
      return switch (written) {
        case OPEN -> Allowlist.open(name);
        case HERE -> Allowlist.of(name, mode, entries("192.0.2.1"));
        case ELSEWHERE -> Allowlist.of(name, mode, entries("192.0.2.2"));
        case DISABLED -> Allowlist.of(name, mode, entries("-192.0.2.1"));
        case OVER ->
            Allowlist.of(
                name,
                mode,
                List.of(
                    entries("192.0.2.1")
                        .get(0)
                        .during(
                            TimeSpan.of(
                                java.util.OptionalLong.empty(), java.util.OptionalLong.of(5)))));
        default -> Allowlist.of(name, mode, List.of());
      };
    }

    /** The oracle of one list, in the words of the reference. */
    String says(String client, boolean emptyDenies) {
      if (written == Written.OPEN) {
        return "pass NO_RESTRICTION " + name + " -";
      }
      if (mode == Mode.OFF) {
        return "skipped";
      }
      String deny = (mode == Mode.MONITOR ? "would-deny" : "deny") + " IP_NOT_ALLOWED " + name;
      return switch (written) {
        case HERE, ELSEWHERE -> {
          String on = written == Written.HERE ? "192.0.2.1" : "192.0.2.2";
          yield client.equals(on) ? "pass ADMITTED " + name + " " + on : deny + " not_on_list";
        }
        case OVER -> deny + (client.equals("192.0.2.1") ? " out_of_time" : " not_on_list");
        default -> emptyDenies ? deny + " empty_allowlist" : "pass NO_RESTRICTION " + name + " -";
      };
    }
  }

  @Property(tries = 3000)
  void mostSpecificListThatIsSetDecides(
      @ForAll long seed, @ForAll boolean emptyDenies, @ForAll boolean widen) {
    Random random = new Random(seed);
    Scope global = scope("global", random, false);
    Scope tenant = scope("tenant:t", random, false);
    Scope program = scope("program:t/p", random, true);
    Scope key = scope("key:k", random, true);
    AllowlistCheck.Builder builder =
        AllowlistCheck.builder(
                global.list(), emptyDenies ? EmptyAllowlist.DENY : EmptyAllowlist.ALLOW)
            .tenant("t", tenant.list());
    if (program.isSet()) {
      builder.program("t", "p", program.list());
    }
    if (key.isSet()) {
      builder.key("k", key.list());
    }
    if (!widen) {
      builder.keysOnlyNarrow();
    }
    AllowlistCheck check = builder.build();

    for (String client : PLACES) {
      for (Caller caller : callers()) {
        List<Scope> chain = new ArrayList<>();
        if (caller.hasKey()) {
          chain.add(key);
        }
        if (caller.hasProgram()) {
          chain.add(program);
        }
        chain.add(caller.hasTenant() ? tenant : global);
        String where = chain + " of " + client + (widen ? "" : ", keys only narrow");
        assertThat(words(check, caller, client))
            .as(where)
            .isEqualTo(expected(chain, client, emptyDenies, widen));
      }
    }
  }

  // The oracle of a chain: its first list that is set; if keys only narrow, the first two of
  // which the second is not the key's, and then the one that objects more.
  private static String expected(
      List<Scope> chain, String client, boolean emptyDenies, boolean widen) {
    Scope first = governing(chain);
    String said = first.says(client, emptyDenies);
    if (widen || !first.name().startsWith("key:")) {
      return said;
    }
    String other = governing(chain.subList(1, chain.size())).says(client, emptyDenies);
    for (String start : List.of("deny", "would-deny", "pass ADMITTED", "pass NO_RESTRICTION")) {
      for (String one : List.of(said, other)) {
        if (one.startsWith(start)) {
          return one;
        }
      }
    }
    return "skipped";
  }

  private static Scope governing(List<Scope> chain) {
    for (Scope scope : chain.subList(0, chain.size() - 1)) {
      if (scope.isSet()) {
        return scope;
      }
    }
    return chain.get(chain.size() - 1);
  }

  private static List<Caller> callers() {
    Caller tenant = Caller.ofTenant("t");
    return List.of(
        Caller.ANONYMOUS,
        Caller.ANONYMOUS.withKey("k"),
        tenant,
        tenant.withKey("k"),
        tenant.withProgram("p"),
        tenant.withProgram("p").withKey("k"));
  }

  private static Scope scope(String name, Random random, boolean mayInherit) {
    Written[] all = Written.values();
    Written written = all[random.nextInt(all.length)];
    if (!mayInherit && written == Written.INHERITS) {
      written = Written.EMPTY;
    }
    return new Scope(name, written, Mode.values()[random.nextInt(3)]);
  }

  private static String words(AllowlistCheck check, Caller caller, String client) {
    Evaluation evaluation = evaluation(ClientAddress.of(Origin.PEER, address(client)), caller);
    Verdict verdict = check.judge(evaluation);
    if (verdict.kind() == Verdict.Kind.SKIPPED) {
      return "skipped";
    }
    Optional<String> entry = verdict.entry().map(Entry::id);
    String why = verdict.reason().isEmpty() ? "-" : verdict.reason();
    return verdict.kind().word()
        + " "
        + verdict.code().map(Code::name).orElse("-")
        + " "
        + verdict.scope()
        + " "
        + entry.orElse(why);
  }

  private static Evaluation evaluation(ClientAddress client, Caller caller) {
    Evaluation evaluation =
        new Evaluation(RequestFacts.fromHiddenPeer().build(), new StubResolver(client), () -> 7);
    evaluation.foundCaller(caller);
    return evaluation;
  }

  @ParameterizedTest
  @CsvSource({
    // key's list, its mode, tenant's list, its mode, may widen; client; the verdict
    "HERE, ENFORCE, ELSEWHERE, ENFORCE, true, 192.0.2.1, pass ADMITTED key:k 192.0.2.1",
    "HERE, ENFORCE, ELSEWHERE, ENFORCE, true, 192.0.2.2, deny IP_NOT_ALLOWED key:k not_on_list",
    "OPEN, ENFORCE, ELSEWHERE, ENFORCE, true, 192.0.2.3, pass NO_RESTRICTION key:k -",
    "INHERITS, ENFORCE, ELSEWHERE, ENFORCE, true, 192.0.2.2, pass ADMITTED tenant:t 192.0.2.2",
    "INHERITS, ENFORCE, ELSEWHERE, ENFORCE, true, 192.0.2.1, deny IP_NOT_ALLOWED tenant:t not_on_list",
    // a key stays strict whatever its tenant's mode, and its own mode is of no account to its
    // tenant
    "HERE, ENFORCE, ELSEWHERE, OFF, true, 192.0.2.2, deny IP_NOT_ALLOWED key:k not_on_list",
    "HERE, ENFORCE, ELSEWHERE, MONITOR, true, 192.0.2.2, deny IP_NOT_ALLOWED key:k not_on_list",
    "INHERITS, MONITOR, ELSEWHERE, ENFORCE, true, 192.0.2.1, deny IP_NOT_ALLOWED tenant:t not_on_list",
    "HERE, MONITOR, ELSEWHERE, ENFORCE, true, 192.0.2.3, would-deny IP_NOT_ALLOWED key:k not_on_list",
    // an entry that is over restricts as before
    "OVER, ENFORCE, OPEN, ENFORCE, true, 192.0.2.1, deny IP_NOT_ALLOWED key:k out_of_time",
    // keys that only narrow
    "HERE, ENFORCE, ELSEWHERE, ENFORCE, false, 192.0.2.1, deny IP_NOT_ALLOWED tenant:t not_on_list",
    "HERE, ENFORCE, ELSEWHERE, ENFORCE, false, 192.0.2.2, deny IP_NOT_ALLOWED key:k not_on_list",
    "HERE, ENFORCE, ELSEWHERE, ENFORCE, false, 192.0.2.3, deny IP_NOT_ALLOWED key:k not_on_list",
    "OPEN, ENFORCE, ELSEWHERE, ENFORCE, false, 192.0.2.2, pass ADMITTED tenant:t 192.0.2.2",
    "OPEN, ENFORCE, ELSEWHERE, ENFORCE, false, 192.0.2.1, deny IP_NOT_ALLOWED tenant:t not_on_list",
    "HERE, OFF, ELSEWHERE, ENFORCE, false, 192.0.2.1, deny IP_NOT_ALLOWED tenant:t not_on_list",
    "HERE, MONITOR, ELSEWHERE, ENFORCE, false, 192.0.2.1, deny IP_NOT_ALLOWED tenant:t not_on_list",
    "HERE, ENFORCE, HERE, OFF, false, 192.0.2.1, pass ADMITTED key:k 192.0.2.1",
    "HERE, ENFORCE, EMPTY, ENFORCE, false, 192.0.2.1, pass ADMITTED key:k 192.0.2.1",
  })
  void listOfAKeyReplacesThatOfItsTenantOrNarrowsIt(
      Written ofKey,
      Mode modeOfKey,
      Written ofTenant,
      Mode modeOfTenant,
      boolean widen,
      String client,
      String expected) {
    AllowlistCheck.Builder builder =
        AllowlistCheck.builder(Allowlist.open("global"), EmptyAllowlist.ALLOW)
            .tenant("t", new Scope("tenant:t", ofTenant, modeOfTenant).list());
    if (ofKey != Written.INHERITS) {
      builder.key("k", new Scope("key:k", ofKey, modeOfKey).list());
    }
    if (!widen) {
      builder.keysOnlyNarrow();
    }
    assertThat(words(builder.build(), Caller.ofTenant("t").withKey("k"), client))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void clientThatIsNotReadIsOnNoListAndAProxyIsNone(boolean widen) {
    AllowlistCheck.Builder builder =
        AllowlistCheck.builder(Allowlist.open("global"), EmptyAllowlist.ALLOW)
            .tenant("t", new Scope("tenant:t", Written.HERE, Mode.ENFORCE).list())
            .key("k", new Scope("key:k", Written.HERE, Mode.ENFORCE).list());
    AllowlistCheck check = widen ? builder.build() : builder.keysOnlyNarrow().build();
    Caller caller = Caller.ofTenant("t").withKey("k");

    assertThat(check.judge(evaluation(ClientAddress.unreadable("garbage"), caller)).kind())
        .isEqualTo(Verdict.Kind.NOT_EVALUATED);
    ClientAddress proxy = ClientAddress.of(Origin.PROXY_ITSELF, address("192.0.2.1"));
    assertThat(check.judge(evaluation(proxy, caller)).reason()).isEqualTo("proxy_itself");
  }
}
