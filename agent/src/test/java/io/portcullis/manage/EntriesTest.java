package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.caller.KeyHash;
import io.portcullis.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Managed entries as operators see them, over real connections and a real disk. */
class EntriesTest {
  static final String POLICY =
      """
      portcullis: 1
      callers:
        tenant: [{header: X-Tenant-Id}]
        program: [{header: X-Program-Id}]
        apiKey: {header: X-API-Key}
        onUnknownTenant: deny
        onUnknownKey: ignore
      limits: {entriesPerTenant: 5}
      sets:
        office: [192.0.2.64/26]
      exempt: {paths: [/health]}
      tenants:
        acme:
          allow:
            - 203.0.113.0/24
            - {address: 192.0.2.1, id: desk}
          programs:
            prepaid: {allow: [203.0.113.10]}
        globex: {}
        hooli: {allow: [{set: office}]}
      global: {allow: [192.0.2.2]}
      keys:
        acme-cron: {sha256: CRON, tenants: [acme], allow: [192.0.2.9]}
        shared: {sha256: SHARED, tenants: [acme, globex]}
      groups:
        internal:
          match: [/api/**]
          network: {domains: [app.example.com], addresses: [{set: office}, 192.0.2.200]}
          endpoints:
            reports: {match: GET /api/reports}
            hook: {match: POST /api/hook, inherit: false, network: {addresses: [203.0.113.0/24]}}
            free: {match: GET /api/free, inherit: false}
      operators:
        root: {sha256: ROOT, role: platform-admin}
        sees-all: {sha256: VIEWER, role: viewer}
        acme-desk: {sha256: ACME, role: viewer, tenants: [acme]}
        acme-admin: {sha256: ADMIN, role: tenant-admin, tenants: [acme]}
        globex-admin: {sha256: GLOBEX, role: tenant-admin, tenants: [globex]}
      tests:
        - name: the office keeps access
          request: {peer: 203.0.113.9, headers: {X-Tenant-Id: acme}, at: 2026-11-21T00:00:00Z}
          expect: {decision: allow}
      """
          .replace("CRON", KeyHash.ofKey("cron").hex())
          .replace("SHARED", KeyHash.ofKey("shared").hex())
          .replace("ROOT", KeyHash.ofKey("root").hex())
          .replace("VIEWER", KeyHash.ofKey("viewer").hex())
          .replace("ACME", KeyHash.ofKey("acme").hex())
          .replace("ADMIN", KeyHash.ofKey("admin").hex())
          .replace("GLOBEX", KeyHash.ofKey("globex").hex());

  private static final String ACME = "/v1/tenants/acme/entries";

  @TempDir Path folder;
  private Stand stand;

  @BeforeEach
  void open() {
    stand = Stand.over(folder, POLICY);
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private static JsonNode json(Reply reply) throws Exception {
    return new ObjectMapper().readTree(reply.text());
  }

  private JsonNode add(String path, String body, String token) throws Exception {
    Reply reply = stand.send("POST " + path, token, body);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return json(reply);
  }

  private void refused(Reply reply, int status, String code) throws Exception {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(json(reply).get("code").asText()).isEqualTo(code);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
  }

  private List<String> addresses(String path) throws Exception {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : stand.get(path, "root").get("entries")) {
      addresses.add(entry.get("address").asText());
    }
    return addresses;
  }

  private List<String> events() throws Exception {
    List<String> events = new ArrayList<>();
    for (JsonNode change : stand.get("/v1/changes", "root").get("changes")) {
      events.add(0, change.get("event").asText());
    }
    return events;
  }

  @Test
  void addedEntryCountsOnTheNextRequestAndIsOnTheDisk() throws Exception {
    assertThat(stand.admits("acme", "198.51.100.7")).isFalse();
    String revision = stand.revision();
    JsonNode entry =
        add(
            ACME,
            "{\"address\":\"198.51.100.7\",\"description\":\"Büro\",\"owner\":\"ada\"}",
            "root");
    assertThat(stand.admits("acme", "198.51.100.7")).isTrue();
    assertThat(stand.revision()).isNotEqualTo(revision);
    assertThat(entry.get("type").asText()).isEqualTo("single");
    assertThat(entry.get("createdBy").asText()).isEqualTo("root");
    assertThat(entry.get("createdAt").asText()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(entry.get("source").asText()).isEqualTo("managed");
    assertThat(Files.readString(folder.resolve("state/managed.yaml")))
        .contains("\"198.51.100.7\"", "\"B\\u00fcro\"");
    JsonNode again = stand.get(ACME + "/" + entry.get("id").asText(), "root");
    assertThat(again).isEqualTo(entry);
    stand.close();
    stand = Stand.over(folder);
    assertThat(stand.admits("acme", "198.51.100.7")).isTrue();
    assertThat(stand.get(ACME + "/" + entry.get("id").asText(), "root")).isEqualTo(entry);
  }

  @Test
  void newestEntryComesFirstAndThoseOfTheFileLastWithTheirPlaces() throws Exception {
    add(ACME, "{\"address\":\"198.51.100.7\"}", "root");
    add(ACME, "{\"address\":\"198.51.100.8-9\"}", "root");
    assertThat(addresses(ACME))
        .containsExactly(
            "198.51.100.8-198.51.100.9", "198.51.100.7", "203.0.113.0/24", "192.0.2.1");
    JsonNode page = stand.get(ACME + "?limit=2&offset=1", "root");
    assertThat(page.get("total").asInt()).isEqualTo(4);
    assertThat(page.get("next").asInt()).isEqualTo(3);
    assertThat(page.at("/entries/1/source").asText()).endsWith("policy.yaml:15");
    assertThat(stand.get(ACME + "?offset=3", "root").get("next").isNull()).isTrue();
  }

  @Test
  void putChangesWhatItNamesAndNothingElse() throws Exception {
    String id =
        add(
                ACME,
                "{\"address\":\"198.51.100.7\",\"owner\":\"ada\",\"until\":\"2027-01-01T00:00:00Z\"}",
                "root")
            .get("id")
            .asText();
    Reply reply =
        stand.send(
            "PUT " + ACME + "/" + id, "root", "{\"address\":\"198.51.100.8\",\"until\":null}");
    assertThat(reply.status()).isEqualTo(200);
    JsonNode entry = json(reply);
    assertThat(entry.get("owner").asText()).isEqualTo("ada");
    assertThat(entry.get("until").isNull()).isTrue();
    assertThat(stand.admits("acme", "198.51.100.8")).isTrue();
    assertThat(stand.admits("acme", "198.51.100.7")).isFalse();
    stand.send("PUT " + ACME + "/" + id + "?force=true", "root", "{\"enabled\":false}");
    assertThat(stand.admits("acme", "198.51.100.8")).isFalse();
    refused(
        stand.send("PUT " + ACME + "/" + id, "root", "{\"id\":\"x\"}"), 422, "VALIDATION_ERROR");
  }

  @Test
  void deletedEntryIsGone() throws Exception {
    String id = add(ACME, "{\"address\":\"198.51.100.7\"}", "root").get("id").asText();
    assertThat(stand.send("DELETE " + ACME + "/" + id, "root", "").status()).isEqualTo(204);
    assertThat(stand.admits("acme", "198.51.100.7")).isFalse();
    refused(stand.send("DELETE " + ACME + "/" + id, "root", ""), 404, "NOT_FOUND");
    assertThat(events()).containsExactly("ip_allowlist.entry_added", "ip_allowlist.entry_removed");
  }

  @Test
  void changeSaysWhoFromWhereAndWhatWas() throws Exception {
    Reply reply =
        stand.send(
            "POST " + ACME + "?from=203.0.113.9",
            "admin",
            "{\"address\":\"198.51.100.7\",\"id\":\"b1\"}");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    stand.send("PUT " + ACME + "/b1?from=203.0.113.9", "admin", "{\"description\":\"x\"}");
    JsonNode change = stand.get("/v1/changes", "root").at("/changes/0");
    assertThat(change.get("event").asText()).isEqualTo("ip_allowlist.entry_updated");
    assertThat(change.get("who").asText()).isEqualTo("acme-admin");
    assertThat(change.get("from").asText()).isEqualTo("203.0.113.9");
    assertThat(change.get("target").asText()).isEqualTo("tenant:acme");
    assertThat(change.get("entry").asText()).isEqualTo("b1");
    assertThat(change.get("value").asText()).isEqualTo("198.51.100.7");
    assertThat(change.get("before").asText()).contains("\"description\":null");
    assertThat(change.get("after").asText()).contains("\"description\":\"x\"");
  }

  @Test
  void entryOfTheFileIsChangedThere() throws Exception {
    Reply reply = stand.send("PUT " + ACME + "/desk", "root", "{\"enabled\":false}");
    refused(reply, 409, "ENTRY_OF_FILE");
    assertThat(reply.text()).contains("policy.yaml:16");
    refused(stand.send("DELETE " + ACME + "/203.0.113.0_24", "root", ""), 409, "ENTRY_OF_FILE");
  }

  @Test
  void everyBadEntryIsNamedAndNoneIsAdded() throws Exception {
    Reply reply =
        stand.send(
            "POST " + ACME,
            "root",
            "{\"entries\":[{\"address\":\"10.0.0.0/99\"},\"198.51.100.7\",\"not-an-ip\","
                + "{\"address\":\"192.0.2.3\",\"pear\":1},{\"address\":\"192.0.2.3\",\"enabled\":\"yes\"},"
                + "{},{\"address\":\"*\"},{\"set\":\"office\"},{\"address\":\"192.0.2.4\",\"from\":\"2026-01-01\"}]}");
    refused(reply, 422, "VALIDATION_ERROR");
    JsonNode invalid = json(reply).get("invalidEntries");
    List<Integer> wrong = new ArrayList<>();
    invalid.forEach(row -> wrong.add(row.get("index").asInt()));
    assertThat(wrong).containsExactly(0, 2, 3, 4, 5, 6, 7, 8);
    assertThat(invalid.at("/0/address").asText()).isEqualTo("10.0.0.0/99");
    assertThat(invalid.at("/0/reason").asText()).contains("invalid CIDR value", "prefix over 32");
    assertThat(folder.resolve("state/managed.yaml")).doesNotExist();
    assertThat(stand.admits("acme", "198.51.100.7")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0/0", "::/0", "::ffff:0:0/96", "0.0.0.0-255.255.255.255"})
  void wholeFamilyIsRefused(String rule) throws Exception {
    Reply reply = stand.send("POST " + ACME, "root", "{\"address\":\"" + rule + "\"}");
    refused(reply, 422, "VALIDATION_ERROR");
    assertThat(reply.text()).contains("(allow all) is not permitted");
  }

  @Test
  void hostBitsAreMaskedAndSaidBack() throws Exception {
    JsonNode entry = add(ACME, "{\"address\":\"198.51.100.7/24\"}", "root");
    assertThat(entry.get("address").asText()).isEqualTo("198.51.100.0/24");
    assertThat(entry.get("warnings").toString()).contains("bits set behind its prefix");
  }

  @Test
  void overTheLimitOfTheTenantIsRefused() throws Exception {
    add(ACME, "{\"entries\":[\"198.51.100.1\",\"198.51.100.2\",\"198.51.100.3\"]}", "root");
    refused(
        stand.send("POST " + ACME, "root", "{\"address\":\"198.51.100.4\"}"),
        422,
        "TOO_MANY_ENTRIES");
    assertThat(addresses(ACME)).hasSize(5);
  }

  @Test
  void sameIdTwiceIsAConflict() throws Exception {
    refused(
        stand.send("POST " + ACME, "root", "{\"address\":\"198.51.100.4\",\"id\":\"desk\"}"),
        409,
        "ENTRY_EXISTS");
  }

  @Test
  void everyListTakesEntries() throws Exception {
    for (String path :
        List.of(
            "/v1/programs/acme/prepaid",
            "/v1/keys/acme-cron",
            "/v1/global",
            "/v1/sets/office",
            "/v1/exempt")) {
      JsonNode added = add(path + "/entries", "{\"address\":\"198.51.100.77\"}", "root");
      String one = path + "/entries/" + added.get("id").asText();
      assertThat(addresses(path + "/entries").get(0)).isEqualTo("198.51.100.77");
      assertThat(stand.send("PUT " + one, "root", "{\"owner\":\"bob\"}").status()).isEqualTo(200);
      assertThat(stand.get(one, "viewer").get("owner").asText()).isEqualTo("bob");
      assertThat(stand.send("DELETE " + one + "?force=true", "root", "").status()).isEqualTo(204);
    }
    refused(stand.send("GET /v1/tenants/nobody/entries", "root", ""), 404, "NOT_FOUND");
    refused(stand.send("GET /v1/sets/nobody/entries", "root", ""), 404, "NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "acme, /v1/tenants/acme, 200, 403",
    "acme, /v1/tenants/globex, 403, 403",
    "acme, /v1/tenants/nobody, 403, 403",
    "acme, /v1/global, 403, 403",
    "viewer, /v1/tenants/acme, 200, 403",
    "viewer, /v1/global, 200, 403",
    "admin, /v1/tenants/acme, 200, 201",
    "admin, /v1/programs/acme/prepaid, 200, 201",
    "admin, /v1/programs/globex/x, 403, 403",
    "admin, /v1/keys/acme-cron, 200, 201",
    "admin, /v1/keys/shared, 403, 403",
    "admin, /v1/keys/nobody, 403, 403",
    "admin, /v1/tenants/globex, 403, 403",
    "admin, /v1/sets/office, 403, 403",
    "admin, /v1/exempt, 403, 403",
    "admin, /v1/global, 403, 403",
    "root, /v1/keys/shared, 200, 201"
  })
  void everyRoleDoesWhatItMay(String token, String path, int read, int write) throws Exception {
    assertThat(stand.send("GET " + path + "/entries", token, "").status()).isEqualTo(read);
    Reply reply =
        stand.send(
            "POST " + path + "/entries?force=true&from=203.0.113.10",
            token,
            "{\"address\":\"198.51.100.77\"}");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(write);
  }

  @Test
  void staleTagIsRefusedAndTheNewOneIsNot() throws Exception {
    Reply made = stand.send("POST " + ACME, "root", "{\"address\":\"198.51.100.7\",\"id\":\"a\"}");
    String one = ACME + "/a";
    String tag = stand.call("GET " + one, Stand.bearer("root")).header("ETag");
    assertThat(made.header("ETag")).isEqualTo(tag);
    Reply changed = stand.send("PUT " + one, "root", "{\"owner\":\"x\"}", "If-Match: " + tag);
    assertThat(changed.status()).isEqualTo(200);
    refused(
        stand.send("PUT " + one, "root", "{\"owner\":\"y\"}", "If-Match: " + tag),
        412,
        "PRECONDITION_FAILED");
    refused(
        stand.send("DELETE " + one, "root", "", "If-Match: " + tag), 412, "PRECONDITION_FAILED");
    assertThat(
            stand.send("DELETE " + one, "root", "", "If-Match: " + changed.header("ETag")).status())
        .isEqualTo(204);
    String list = stand.call("GET " + ACME, Stand.bearer("root")).header("ETag");
    assertThat(
            stand
                .send("POST " + ACME, "root", "{\"address\":\"198.51.100.7\"}", "If-Match: " + list)
                .status())
        .isEqualTo(201);
    refused(
        stand.send("POST " + ACME, "root", "{\"address\":\"198.51.100.8\"}", "If-Match: " + list),
        412,
        "PRECONDITION_FAILED");
  }

  @Test
  void nobodyLocksOutHisOwnAddressUnlessForced() throws Exception {
    String globex = "/v1/tenants/globex/entries";
    String body = "{\"address\":\"198.51.100.7\"}";
    refused(stand.send("POST " + globex, "globex", body), 422, "VALIDATION_ERROR");
    refused(
        stand.send("POST " + globex + "?from=192.0.2.300", "globex", body),
        422,
        "VALIDATION_ERROR");
    Reply locked = stand.send("POST " + globex + "?from=192.0.2.5", "globex", body);
    refused(locked, 400, "IP_LOCKOUT_PREVENTED");
    assertThat(json(locked).get("address").asText()).isEqualTo("192.0.2.5");
    assertThat(folder.resolve("state/managed.yaml")).doesNotExist();
    assertThat(stand.send("POST " + globex + "?from=198.51.100.7", "globex", body).status())
        .isEqualTo(201);
    assertThat(
            stand
                .send(
                    "POST " + globex + "?from=192.0.2.5&force=true",
                    "globex",
                    "{\"address\":\"198.51.100.8\"}")
                .status())
        .isEqualTo(201);
    assertThat(events())
        .containsExactly(
            "ip_allowlist.entry_added", "IP_ALLOWLIST_FORCE_UPDATE", "ip_allowlist.entry_added");
    assertThat(stand.get("/v1/changes", "root").at("/changes/1/overridden").asText())
        .isEqualTo("IP_LOCKOUT_PREVENTED");
  }

  @Test
  void lastEntryIsNotTakenAwayUnlessForced() throws Exception {
    String globex = "/v1/tenants/globex/entries";
    String one =
        globex + "/" + add(globex, "{\"address\":\"198.51.100.7\"}", "root").get("id").asText();
    refused(stand.send("DELETE " + one, "root", ""), 409, "WOULD_OPEN");
    refused(stand.send("PUT " + one, "root", "{\"enabled\":false}"), 409, "WOULD_OPEN");
    assertThat(stand.admits("globex", "192.0.2.5")).isFalse();
    assertThat(stand.send("DELETE " + one + "?force=true", "root", "").status()).isEqualTo(204);
    assertThat(stand.admits("globex", "192.0.2.5")).isTrue();
    assertThat(events()).contains("IP_ALLOWLIST_FORCE_UPDATE");
  }

  @Test
  void recentlyAdmittedClientsAreNotRefusedUnlessForced() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(stand.admits("globex", "192.0.2.5")).isTrue();
    }
    assertThat(stand.admits("globex", "198.51.100.7")).isTrue();
    Reply reply =
        stand.send("POST /v1/tenants/globex/entries", "root", "{\"address\":\"198.51.100.0/24\"}");
    refused(reply, 409, "WOULD_DENY_RECENT_CLIENTS");
    assertThat(json(reply).get("clients").toString())
        .isEqualTo(
            "[{\"address\":\"192.0.2.5\",\"count\":3,\"tenant\":\"globex\",\"program\":null,\"key\":null}]");
    assertThat(json(reply).get("requestCount").asInt()).isEqualTo(3);
    assertThat(stand.admits("globex", "192.0.2.5")).isTrue();
    assertThat(
            stand
                .send(
                    "POST /v1/tenants/globex/entries?force=true",
                    "root",
                    "{\"address\":\"198.51.100.0/24\"}")
                .status())
        .isEqualTo(201);
    assertThat(stand.admits("globex", "192.0.2.5")).isFalse();
  }

  @Test
  void testsOfThePolicyCannotBeForced() throws Exception {
    String refusing =
        POLICY.replace(
            "expect: {decision: allow}",
            "expect: {decision: allow}\n"
                + "  - name: nobody from there\n"
                + "    request: {peer: 198.51.100.7, headers: {X-Tenant-Id: acme}}\n"
                + "    expect: {decision: deny}\n");
    stand.close();
    stand = Stand.over(folder, refusing);
    Reply reply =
        stand.send("POST " + ACME + "?force=true", "root", "{\"address\":\"198.51.100.0/24\"}");
    refused(reply, 409, "POLICY_TESTS_FAILED");
    assertThat(json(reply).at("/failedTests/0/name").asText()).isEqualTo("nobody from there");
    assertThat(stand.admits("acme", "198.51.100.7")).isFalse();
    assertThat(folder.resolve("state/managed.yaml")).doesNotExist();
  }

  @Test
  void otherJvmOfTheDirectoryFollows() throws Exception {
    try (Stand other = Stand.over(folder)) {
      add(ACME, "{\"address\":\"198.51.100.7\",\"id\":\"a\"}", "root");
      Eventually.so(() -> other.admits("acme", "198.51.100.7"));
      // What the other one writes, before this one has seen it, is not lost here.
      assertThat(other.send("POST " + ACME, "root", "{\"address\":\"198.51.100.8\"}").status())
          .isEqualTo(201);
      add(ACME, "{\"address\":\"198.51.100.9\"}", "root");
      assertThat(addresses(ACME)).startsWith("198.51.100.9", "198.51.100.8", "198.51.100.7");
      assertThat(stand.send("DELETE " + ACME + "/a", "root", "").status()).isEqualTo(204);
      Eventually.so(() -> !other.admits("acme", "198.51.100.7"));
    }
  }

  @Test
  void handMadeFaultKeepsWhatWasManagedAndTheFileStillCounts() throws Exception {
    add(ACME, "{\"address\":\"198.51.100.7\"}", "root");
    Path managed = folder.resolve("state/managed.yaml");
    String good = Files.readString(managed);
    Files.writeString(managed, good + "oops: 1\n");
    Eventually.so(() -> !stand.watched().policy.failing().isEmpty());
    assertThat(stand.watched().policy.failing().get(0).toString())
        .contains("state/managed.yaml:", "unknown key `oops`");
    assertThat(stand.admits("acme", "198.51.100.7")).isTrue();
    refused(
        stand.send("POST " + ACME, "root", "{\"address\":\"198.51.100.8\"}"),
        409,
        "MANAGED_REJECTED");
    Files.writeString(folder.resolve("policy.yaml"), POLICY.replace("192.0.2.1,", "192.0.2.99,"));
    Eventually.so(() -> stand.admits("acme", "192.0.2.99"));
    assertThat(stand.admits("acme", "198.51.100.7")).isTrue();
    assertThat(stand.watched().policy.failing()).isNotEmpty();
    Files.writeString(managed, good);
    Eventually.so(() -> stand.watched().policy.failing().isEmpty());
  }

  @Test
  void withoutAStateItOnlyReads() throws Exception {
    try (Stand reading = Stand.of(POLICY)) {
      assertThat(reading.get(ACME, "root").get("total").asInt()).isEqualTo(2);
      refused(
          reading.send("POST " + ACME, "root", "{\"address\":\"198.51.100.7\"}"), 403, "READ_ONLY");
    }
  }

  @ParameterizedTest
  @CsvSource({"{", "[]", "null", "5", "{\"entries\":[]}", "{\"entries\":5}", "''"})
  void whatIsNoEntryIsTold(String body) throws Exception {
    refused(stand.send("POST " + ACME, "root", body), 422, "VALIDATION_ERROR");
  }
}
