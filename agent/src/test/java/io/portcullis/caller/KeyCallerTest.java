package io.portcullis.caller;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Caller;
import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and programs beside tenants: who is found to call. */
class KeyCallerTest {
  private static final String SECRET = "s3cret-of-";

  // one: of acme; prepaid: of acme's program; two: of acme and globex; all: of every tenant
  private static final List<ApiKey> KEYS =
      List.of(
          ApiKey.of("one", hash("one"), List.of("acme")),
          ApiKey.of("prepaid", hash("prepaid"), List.of("acme")).withProgram("prepaid"),
          ApiKey.of("two", hash("two"), List.of("acme", "globex")),
          ApiKey.ofEveryTenant("all", hash("all")));

  private static KeyHash hash(String id) {
    return KeyHash.ofKey(SECRET + id);
  }

  @ParameterizedTest
  @CsvSource({
    // key, tenant, program; caller as tenant/program/key, or code; reason
    "-, -, -, -/-/-, no_tenant",
    "one, -, -, acme/-/one, key",
    "one, acme, -, acme/-/one, key",
    "one, globex, -, KEY_NOT_ALLOWED, key_of_other_tenant",
    "one, nobody, -, KEY_NOT_ALLOWED, key_of_other_tenant",
    "one, -, debit, acme/debit/one, key",
    "prepaid, -, -, acme/prepaid/prepaid, key",
    "prepaid, acme, prepaid, acme/prepaid/prepaid, key",
    "prepaid, -, debit, KEY_NOT_ALLOWED, key_of_other_program",
    "prepaid, -, nothing, KEY_NOT_ALLOWED, key_of_other_program",
    "two, acme, -, acme/-/two, key",
    "two, globex, -, globex/-/two, key",
    "two, initech, -, KEY_NOT_ALLOWED, key_of_other_tenant",
    "two, -, -, CALLER_UNKNOWN, key_without_tenant",
    "two, -, prepaid, CALLER_UNKNOWN, key_without_tenant",
    "all, initech, -, initech/-/all, key",
    "all, -, -, CALLER_UNKNOWN, key_without_tenant",
    "all, nobody, -, CALLER_UNKNOWN, unknown_tenant",
    "wrong, acme, -, CALLER_UNKNOWN, unknown_key",
    "wrong, -, -, CALLER_UNKNOWN, unknown_key",
    "-, acme, prepaid, acme/prepaid/-, program",
    "-, acme, nothing, CALLER_UNKNOWN, unknown_program",
    // a program of another tenant is none of this one
    "-, globex, prepaid, CALLER_UNKNOWN, unknown_program",
    "-, -, prepaid, CALLER_UNKNOWN, unknown_program",
    "-, nobody, prepaid, CALLER_UNKNOWN, unknown_tenant",
  })
  void callerIsFoundOrRefused(
      String key, String tenant, String program, String expected, String reason) {
    assertCaller(OnUnknownTenant.DENY, OnUnknownKey.DENY, key, tenant, program, expected, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "two, -, -, -/-/two, key_without_tenant",
    "two, nobody, -, KEY_NOT_ALLOWED, key_of_other_tenant",
    "two, -, prepaid, -/-/two, key_without_tenant",
    "all, -, -, -/-/all, key_without_tenant",
    "all, nobody, -, -/-/all, unknown_tenant",
    "one, -, nothing, acme/-/one, unknown_program",
    "-, acme, nothing, acme/-/-, unknown_program",
    "-, -, prepaid, -/-/-, unknown_program",
    "-, nobody, prepaid, -/-/-, unknown_tenant",
    "wrong, acme, -, acme/-/-, unknown_key",
    "wrong, acme, prepaid, acme/prepaid/-, unknown_key",
    "wrong, -, -, -/-/-, unknown_key",
    "wrong, nobody, -, -/-/-, unknown_tenant",
  })
  void unknownNamesAreLeftOutWhereThePolicySaysSo(
      String key, String tenant, String program, String expected, String reason) {
    assertCaller(
        OnUnknownTenant.GLOBAL, OnUnknownKey.IGNORE, key, tenant, program, expected, reason);
  }

  private static void assertCaller(
      OnUnknownTenant unknownTenant,
      OnUnknownKey unknownKey,
      String key,
      String tenant,
      String program,
      String expected,
      String reason) {
    RequestFacts.Builder carried = request(tenant, program);
    RequestFacts.Builder written = request(tenant, program);
    if (!key.equals("-")) {
      carried.header("X-API-Key", SECRET + key);
      written.keyId(key);
    }
    // A request that names the key by its id is judged like one that carries it.
    for (RequestFacts request : List.of(carried.build(), written.build())) {
      Evaluation evaluation = new Evaluation(request, PeerOnly.INSTANCE);
      Verdict verdict = check(unknownTenant, unknownKey).judge(evaluation);
      assertThat(verdict.code().map(Code::name).orElse(words(evaluation.caller())))
          .isEqualTo(expected);
      assertThat(verdict.reason()).isEqualTo(reason);
      assertThat(evaluation.isCallerUndetermined()).isEqualTo(verdict.code().isPresent());
      verdict.code().ifPresent(code -> assertThat(code.told()).isEqualTo(Code.CALLER_UNREADABLE));
      assertThat(verdict.toString()).doesNotContain(SECRET);
    }
  }

  private static String words(Caller caller) {
    return (caller.hasTenant() ? caller.tenant() : "-")
        + "/"
        + (caller.hasProgram() ? caller.program() : "-")
        + "/"
        + (caller.hasKey() ? caller.key() : "-");
  }

  private static RequestFacts.Builder request(String tenant, String program) {
    RequestFacts.Builder request = from("192.0.2.1");
    if (!tenant.equals("-")) {
      request.header("X-Tenant-Id", tenant);
    }
    if (!program.equals("-")) {
      request.header("X-Program-Id", program);
    }
    return request;
  }

  private static CallerCheck check(OnUnknownTenant unknownTenant, OnUnknownKey unknownKey) {
    return CallerCheck.builder()
        .tenantSources(List.of(NameSource.header("X-Tenant-Id")))
        .programSources(List.of(NameSource.header("X-Program-Id"), NameSource.header("X-Program")))
        .tenants(List.of("acme", "globex", "initech"))
        .program("acme", "prepaid")
        .program("acme", "debit")
        .onUnknownTenant(unknownTenant)
        .keys(
            List.of(
                KeySource.header("X-API-Key"),
                KeySource.query("api_key"),
                KeySource.basicPassword()),
            KEYS,
            unknownKey)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    // the header, the query, the tenant; code or key; reason
    "one, one, -, one, key",
    "one, two, -, KEY_NOT_ALLOWED, two_keys",
    "one, wrong, -, KEY_NOT_ALLOWED, two_keys",
    "wrong, wrong2, -, KEY_NOT_ALLOWED, two_keys",
    "one, %, -, CALLER_UNREADABLE, query_malformed",
    "'a,b', one, -, CALLER_UNREADABLE, header_list",
    // what cannot be read is told first, then the keys, then what disagrees
    "one, two, 'a,b', CALLER_UNREADABLE, header_list",
    "one, two, nobody, KEY_NOT_ALLOWED, two_keys",
  })
  void placesOfOneKeyHoldOneKey(
      String header, String query, String tenant, String expected, String reason) {
    String value = query.equals("%") ? query : SECRET + query;
    RequestFacts.Builder request =
        request(tenant, "-").header("X-API-Key", SECRET + header).target("/x?api_key=" + value);
    Evaluation evaluation = new Evaluation(request.build(), PeerOnly.INSTANCE);
    Verdict verdict = check(OnUnknownTenant.GLOBAL, OnUnknownKey.IGNORE).judge(evaluation);
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.code().map(Code::name).orElseGet(() -> evaluation.caller().key()))
        .isEqualTo(expected);
  }

  @Test
  void twoProgramsAreNone() {
    RequestFacts request = request("acme", "prepaid").header("X-Program", "debit").build();
    Verdict verdict =
        check(OnUnknownTenant.GLOBAL, OnUnknownKey.IGNORE)
            .judge(new Evaluation(request, PeerOnly.INSTANCE));
    assertThat(verdict.code()).contains(Code.TENANT_CONFLICT);
    assertThat(verdict.reason()).isEqualTo("programs_disagree");
  }

  @Test
  void keyThatIsWrittenBesideAnotherThatIsCarriedIsTwo() {
    RequestFacts request =
        request("acme", "-").keyId("one").header("X-API-Key", SECRET + "two").build();
    Verdict verdict =
        check(OnUnknownTenant.GLOBAL, OnUnknownKey.IGNORE)
            .judge(new Evaluation(request, PeerOnly.INSTANCE));
    assertThat(verdict.reason()).isEqualTo("two_keys");
  }

  @Test
  void recordOfAMisusedKeyNamesIt() {
    Evaluation evaluation =
        new Evaluation(
            request("globex", "-").header("X-API-Key", SECRET + "one").build(), PeerOnly.INSTANCE);
    check(OnUnknownTenant.DENY, OnUnknownKey.DENY).judge(evaluation);
    assertThat(words(evaluation.caller())).isEqualTo("-/-/one");
  }

  @Property(tries = 300)
  void keysAreFoundByTheirHashAndNothingElseIs(@ForAll long seed) {
    Random random = new Random(seed);
    List<ApiKey> keys = new ArrayList<>();
    for (int i = random.nextInt(50); i >= 0; i--) {
      keys.add(ApiKey.ofEveryTenant("k" + i, KeyHash.ofKey("secret" + i + seed)));
    }
    KeyTable table = KeyTable.of(keys);
    for (ApiKey key : keys) {
      assertThat(table.lookup("secret" + key.id().substring(1) + seed)).isSameAs(key);
      assertThat(table.lookup("secret" + key.id().substring(1) + seed + " ")).isNull();
      assertThat(table.lookup(key.hash().hex())).isNull();
      assertThat(table.ofId(key.id())).isSameAs(key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // FIPS 180-4's own example, and the empty text
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  })
  void hashIsSha256(String key, String hex) {
    assertThat(KeyHash.ofKey(key).hex()).isEqualTo(hex);
    assertThat(KeyHash.parse(hex)).contains(KeyHash.ofKey(key));
    assertThat(KeyHash.parse(hex.toUpperCase(java.util.Locale.ROOT))).contains(KeyHash.ofKey(key));
    assertThat(KeyHash.ofKey(key).toString()).doesNotContain(hex.substring(0, 4));
  }

  @ParameterizedTest
  @CsvSource({"''", "abc", "g", "\u0661", "' '"})
  void anythingElseIsNoHash(String text) {
    assertThat(KeyHash.parse(text)).isEmpty();
    String hex = KeyHash.ofKey("k").hex();
    if (!text.isEmpty()) {
      assertThat(KeyHash.parse(text + hex.substring(text.length() - 1))).isEmpty();
      assertThat(
              KeyHash.parse(text.charAt(0) == 'a' ? hex + "a" : text.charAt(0) + hex.substring(1)))
          .isEmpty();
    }
  }
}
