package io.portcullis.engine;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 5, 6 and 10 of the pipeline. */
class AddressChecksTest {
  private static final Allowlist GLOBAL =
      Allowlist.of(
          "global", Mode.ENFORCE, entries("203.0.113.0/24", "203.0.113.7", "2001:db8::/32"));
  private static final Allowlist ACME =
      Allowlist.of("tenant:acme", Mode.ENFORCE, entries("198.51.100.0/28", "-192.0.2.1"));
  private static final Allowlist WATCHED =
      Allowlist.of("tenant:watched", Mode.MONITOR, entries("198.51.100.0/28"));
  private static final Allowlist OFF =
      Allowlist.of("tenant:off", Mode.OFF, entries("198.51.100.0/28"));
  private static final Allowlist DISABLED =
      Allowlist.of("tenant:disabled", Mode.ENFORCE, entries("-198.51.100.0/28"));
  private static final Allowlist UNSET = Allowlist.of("tenant:unset", Mode.ENFORCE, List.of());
  private static final Allowlist UNSET_WATCHED =
      Allowlist.of("tenant:unset-watched", Mode.MONITOR, List.of());
  private static final Allowlist OPEN = Allowlist.open("tenant:open");

  private static final Map<String, Allowlist> TENANTS = tenants();

  private static Map<String, Allowlist> tenants() {
    Map<String, Allowlist> tenants = new HashMap<>();
    for (Allowlist list : List.of(ACME, WATCHED, OFF, DISABLED, UNSET, UNSET_WATCHED, OPEN)) {
      tenants.put(list.scope().substring("tenant:".length()), list);
    }
    return tenants;
  }

  @ParameterizedTest
  @CsvSource({
    // tenant, client, empty lists, verdict, code, scope, entry or reason
    "-, 203.0.113.8, ALLOW, PASS, ADMITTED, global, 203.0.113.0/24",
    "-, 203.0.113.7, ALLOW, PASS, ADMITTED, global, 203.0.113.7",
    "-, ::ffff:203.0.113.7, ALLOW, PASS, ADMITTED, global, 203.0.113.7",
    "-, 2001:db8::9, ALLOW, PASS, ADMITTED, global, 2001:db8::/32",
    "-, 203.0.114.0, ALLOW, DENY, IP_NOT_ALLOWED, global, not_on_list",
    "-, 2001:db9::, ALLOW, DENY, IP_NOT_ALLOWED, global, not_on_list",
    "-, 198.51.100.1, DENY, DENY, IP_NOT_ALLOWED, global, not_on_list",
    // a tenant's list stands in the place of the global one
    "acme, 198.51.100.1, ALLOW, PASS, ADMITTED, tenant:acme, 198.51.100.0/28",
    "acme, 203.0.113.8, ALLOW, DENY, IP_NOT_ALLOWED, tenant:acme, not_on_list",
    // a disabled entry admits nobody
    "acme, 192.0.2.1, ALLOW, DENY, IP_NOT_ALLOWED, tenant:acme, not_on_list",
    // its mode governs its own denials
    "watched, 198.51.100.1, ALLOW, PASS, ADMITTED, tenant:watched, 198.51.100.0/28",
    "watched, 203.0.113.8, ALLOW, WOULD_DENY, IP_NOT_ALLOWED, tenant:watched, not_on_list",
    "off, 203.0.113.8, ALLOW, SKIPPED, -, -, mode_off",
    "off, 203.0.113.8, DENY, SKIPPED, -, -, mode_off",
    // and restricts nobody
    "disabled, 203.0.113.8, ALLOW, PASS, NO_RESTRICTION, tenant:disabled, -",
    "disabled, 198.51.100.1, DENY, DENY, IP_NOT_ALLOWED, tenant:disabled, empty_allowlist",
    // an unset list is not the global one
    "unset, 203.0.114.0, ALLOW, PASS, NO_RESTRICTION, tenant:unset, -",
    "unset, 203.0.113.8, DENY, DENY, IP_NOT_ALLOWED, tenant:unset, empty_allowlist",
    "unset-watched, 203.0.113.8, DENY, WOULD_DENY, IP_NOT_ALLOWED, tenant:unset-watched, empty_allowlist",
    "missing, 203.0.114.0, ALLOW, PASS, NO_RESTRICTION, tenant:missing, -",
    "missing, 203.0.113.8, DENY, DENY, IP_NOT_ALLOWED, tenant:missing, empty_allowlist",
    // "*" is open whatever empty lists say
    "open, 203.0.114.0, ALLOW, PASS, NO_RESTRICTION, tenant:open, -",
    "open, 203.0.114.0, DENY, PASS, NO_RESTRICTION, tenant:open, -",
  })
  void listGovernsItsOwnCallers(
      String tenant,
      String client,
      EmptyAllowlist whenEmpty,
      Verdict.Kind kind,
      String code,
      String scope,
      String why) {
    Evaluation evaluation = evaluation(ClientAddress.of(Origin.PEER, address(client)));
    if (!tenant.equals("-")) {
      evaluation.foundCaller(Caller.ofTenant(tenant));
    }

    Verdict verdict = AllowlistCheck.of(GLOBAL, TENANTS, whenEmpty).judge(evaluation);

    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat(verdict.check()).isEqualTo(CheckName.ALLOWLIST);
    assertThat(verdict.code().map(Code::name).orElse("-")).isEqualTo(code);
    assertThat(orDash(verdict.scope())).isEqualTo(scope);
    assertThat(verdict.entry().map(Entry::id).orElse(orDash(verdict.reason()))).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource({
    "-, DENY, proxy_itself",
    "acme, DENY, proxy_itself",
    "watched, WOULD_DENY, proxy_itself",
    "unset, PASS, -",
    "open, PASS, -",
    "off, SKIPPED, mode_off",
  })
  void trustedProxyThatNamedNobodyIsOnNoList(String tenant, Verdict.Kind kind, String reason) {
    // The address itself is on every one of the lists that restrict.
    Allowlist holds = Allowlist.of("global", Mode.ENFORCE, entries("198.51.100.1"));
    Evaluation evaluation =
        evaluation(ClientAddress.of(Origin.PROXY_ITSELF, address("198.51.100.1")));
    if (!tenant.equals("-")) {
      evaluation.foundCaller(Caller.ofTenant(tenant));
    }

    Verdict verdict = AllowlistCheck.of(holds, TENANTS, EmptyAllowlist.ALLOW).judge(evaluation);

    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat(orDash(verdict.reason())).isEqualTo(reason);
  }

  @Test
  void clientFromAHeaderIsJudgedLikeAPeer() {
    Evaluation evaluation = evaluation(ClientAddress.of(Origin.HEADER, address("203.0.113.8")));
    assertThat(judgeAll(evaluation, "203.0.113.0/24"))
        .extracting(Verdict::kind)
        .containsExactly(Verdict.Kind.PASS, Verdict.Kind.PASS, Verdict.Kind.PASS);
  }

  @Test
  void unreadableClientIsDeniedAndNotLookedUp() {
    Evaluation evaluation = evaluation(ClientAddress.unreadable("hop_not_an_address"));

    List<Verdict> verdicts = judgeAll(evaluation, "203.0.113.0/24");

    assertThat(verdicts)
        .extracting(Verdict::kind)
        .containsExactly(Verdict.Kind.DENY, Verdict.Kind.NOT_EVALUATED, Verdict.Kind.NOT_EVALUATED);
    assertThat(verdicts.get(0).code()).contains(Code.CLIENT_ADDRESS_UNREADABLE);
    assertThat(verdicts.get(0).reason()).isEqualTo("hop_not_an_address");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, PEER, PASS, EXEMPT_ADDRESS",
    "192.0.2.1, HEADER, PASS, EXEMPT_ADDRESS",
    "192.0.2.1, PROXY_ITSELF, PASS, -",
    "192.0.2.2, PEER, PASS, -",
    "203.0.113.8, PEER, PASS, -",
    "192.0.2.9, PEER, PASS, -",
  })
  void exemptAddressSkipsTheListAndNothingElseDoes(
      String client, Origin origin, Verdict.Kind kind, String code) {
    Evaluation evaluation = evaluation(ClientAddress.of(origin, address(client)));

    Verdict verdict = ExemptAddressCheck.of(entries("192.0.2.1", "-192.0.2.9")).judge(evaluation);
    Verdict list = AllowlistCheck.of(GLOBAL, TENANTS, EmptyAllowlist.DENY).judge(evaluation);

    assertThat(verdict.kind()).isEqualTo(kind);
    assertThat(verdict.code().map(Code::name).orElse("-")).isEqualTo(code);
    boolean exempt = code.equals("EXEMPT_ADDRESS");
    assertThat(evaluation.isAddressExempt()).isEqualTo(exempt);
    assertThat(list.reason().equals("address_exempt")).isEqualTo(exempt);
    assertThat(list.kind() == Verdict.Kind.SKIPPED).isEqualTo(exempt);
  }

  @ParameterizedTest
  @CsvSource({"''", "-192.0.2.1"})
  void noEnabledExemptAddressMeansNoSuchCheck(String rule) {
    ExemptAddressCheck check = ExemptAddressCheck.of(rule.isEmpty() ? List.of() : entries(rule));
    Evaluation evaluation = evaluation(ClientAddress.of(Origin.PEER, address("192.0.2.1")));
    assertThat(check.judge(evaluation).kind()).isEqualTo(Verdict.Kind.SKIPPED);
    assertThat(evaluation.isAddressExempt()).isFalse();
  }

  @Test
  void callerWhoIsUndeterminedHasNoListToBeJudgedBy() {
    Evaluation evaluation = evaluation(ClientAddress.of(Origin.PEER, address("203.0.113.8")));
    evaluation.callerUndetermined();
    Verdict verdict = AllowlistCheck.of(GLOBAL, TENANTS, EmptyAllowlist.ALLOW).judge(evaluation);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_EVALUATED);
  }

  @Test
  void verdictsOfAListAreMadeOnce() {
    AllowlistCheck check = AllowlistCheck.of(GLOBAL, TENANTS, EmptyAllowlist.ALLOW);
    for (String client : List.of("203.0.113.7", "203.0.113.9", "192.0.2.1")) {
      Verdict first = check.judge(evaluation(ClientAddress.of(Origin.PEER, address(client))));
      Verdict second = check.judge(evaluation(ClientAddress.of(Origin.PEER, address(client))));
      assertThat(second).isSameAs(first);
    }
  }

  /** The slow oracle: the narrowest enabled rule that holds the address, found by trying all. */
  @Property(tries = 300)
  void listAdmitsExactlyWhatAnEnabledEntryHolds(
      @ForAll @Size(max = 12) List<@IntRange(max = 4095) Integer> rules,
      @ForAll @IntRange(max = 255) int last) {
    String[] texts = new String[rules.size()];
    boolean restricts = false;
    boolean held = false;
    for (int i = 0; i < texts.length; i++) {
      int bits = 24 + (rules.get(i) >> 8) % 9;
      int start = (rules.get(i) & 255) & (-1 << (32 - bits));
      boolean enabled = rules.get(i) % 3 != 0;
      texts[i] = (enabled ? "" : "-") + "203.0.113." + start + "/" + bits;
      restricts |= enabled;
      held |= enabled && last >= start && last < start + (1 << (32 - bits));
    }
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries(texts));

    Verdict verdict =
        AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW)
            .judge(evaluation(ClientAddress.of(Origin.PEER, address("203.0.113." + last))));

    assertThat(list.restricts()).isEqualTo(restricts);
    assertThat(verdict.code())
        .contains(!restricts ? Code.NO_RESTRICTION : held ? Code.ADMITTED : Code.IP_NOT_ALLOWED);
  }

  private static List<Verdict> judgeAll(Evaluation evaluation, String rule) {
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries(rule));
    return List.of(
        ClientAddressCheck.of().judge(evaluation),
        ExemptAddressCheck.of(entries("192.0.2.1")).judge(evaluation),
        AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW).judge(evaluation));
  }

  private static Evaluation evaluation(ClientAddress client) {
    return new Evaluation(RequestFacts.from(address("10.0.0.1")).build(), new StubResolver(client));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
