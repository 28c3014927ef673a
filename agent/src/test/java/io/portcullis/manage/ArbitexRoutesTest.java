package io.portcullis.manage;

import static io.portcullis.manage.OtherSystem.json;
import static io.portcullis.manage.OtherSystem.names;
import static io.portcullis.manage.OtherSystem.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of arbitex's manual, as it stands there. */
class ArbitexRoutesTest {
  private static final String ALL = "/api/admin/ip-allowlist/";
  private static final String ONE = ALL + "{id}";
  private static final String ORG = "8d4b2c1e-0a3f-4e9d-b7c6-1a2b3c4d5e6f";
  private static final String HQ = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

  /** Made out of turn, so that the order of the answer is that of the times. */
  private static final String BEFORE =
      """
      managed: 1
      global:
        allow:
          - {address: 192.0.2.7, id: old-global, createdBy: ada, createdAt: "2026-01-01T00:00:00Z"}
      tenants:
        acme:
          allow:
            - {address: 198.51.100.0/24, id: newest, createdBy: ada, createdAt: "2026-05-01T00:00:00Z"}
        ORG:
          allow:
            - address: 203.0.113.0/24
              id: HQ
              description: Corporate HQ egress
              createdBy: ada
              createdAt: "2026-03-01T12:00:00Z"
      """
          .replace("ORG", ORG)
          .replace("HQ\n", HQ + "\n");

  private static final String NEW =
      """
      {
      "ip_range": "203.0.113.0/24",
      "description": "Corporate HQ egress",
      "tenant_id": "8d4b2c1e-0a3f-4e9d-b7c6-1a2b3c4d5e6f",
      "is_active": true
      }
      """;

  @TempDir Path folder;
  private OtherSystem arbitex;

  @BeforeEach
  void open() {
    arbitex = OtherSystem.in(folder, "arbitex", BEFORE);
  }

  @AfterEach
  void close() {
    arbitex.close();
  }

  private JsonNode list(String token, String query) throws Exception {
    return json(arbitex.call(token, "GET " + ALL, query, ""), 200);
  }

  private Reply add(String token, String body) throws Exception {
    return arbitex.call(token, "POST " + ALL, "?from=198.51.100.9", body);
  }

  @Test
  void entriesAreListedNewestFirstWithAllTheirFields() throws Exception {
    JsonNode all = list("root", "");
    assertThat(texts(all, "id")).containsExactly("newest", HQ, "old-global", "desk");
    assertThat(all.get(1))
        .hasToString(
            "{\"id\":\""
                + HQ
                + "\",\"ip_range\":\"203.0.113.0/24\",\"description\":\"Corporate HQ egress\","
                + "\"tenant_id\":\""
                + ORG
                + "\",\"is_active\":true,\"created_by_id\":\"ada\","
                + "\"created_at\":\"2026-03-01T12:00:00Z\"}");
    assertThat(all.at("/2/tenant_id").isNull()).isTrue();
  }

  @Test
  void tenantsAdminSeesItsOwnAlone() throws Exception {
    assertThat(texts(list("acme-admin", ""), "id")).containsExactly("newest");
    assertThat(texts(list("both-admin", ""), "id")).containsExactly("newest");
    json(arbitex.call("acme-admin", "GET " + ONE, "", "", HQ), 404);
    json(arbitex.call("acme-admin", "GET " + ONE, "", "", "old-global"), 404);
    json(arbitex.call("acme-admin", "PUT " + ONE, "", "{}", HQ), 404);
    json(arbitex.call("acme-admin", "DELETE " + ONE, "", "", HQ), 404);
  }

  @Test
  void longListIsAnsweredInParts() throws Exception {
    Reply part = arbitex.call("root", "GET " + ALL, "?limit=2&offset=1", "");
    assertThat(texts(json(part, 200), "id")).containsExactly(HQ, "old-global");
    assertThat(part.header("Link"))
        .isEqualTo("</api/admin/ip-allowlist/?limit=2&offset=3>; rel=\"next\"");
    assertThat(texts(list("root", "?limit=2&offset=3"), "id")).containsExactly("desk");
  }

  @Test
  void entryIsFetchedByItsId() throws Exception {
    JsonNode entry = json(arbitex.call("root", "GET " + ONE, "", "", HQ), 200);
    assertThat(entry).isEqualTo(list("root", "").get(1));
    JsonNode error = json(arbitex.call("root", "GET " + ONE, "", "", "unknown"), 404);
    assertThat(error)
        .hasToString("{\"error\":\"not_found\",\"detail\":\"IP allowlist entry not found\"}");
  }

  @Test
  void entryIsCreatedAndCountsAtOnce() throws Exception {
    assertThat(arbitex.stand().admits("globex", "192.0.2.77")).isTrue();
    JsonNode entry =
        json(arbitex.call("root", "POST " + ALL, "?force=true", NEW.replace(ORG, "globex")), 201);
    assertThat(names(entry))
        .containsExactly(
            "id",
            "ip_range",
            "description",
            "tenant_id",
            "is_active",
            "created_by_id",
            "created_at");
    assertThat(entry.get("tenant_id").asText()).isEqualTo("globex");
    assertThat(entry.get("created_by_id").asText()).isEqualTo("root");
    assertThat(entry.get("created_at").asText()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(arbitex.stand().admits("globex", "192.0.2.77")).isFalse();
    assertThat(arbitex.stand().admits("globex", "203.0.113.9")).isTrue();
    assertThat(list("root", "").get(0)).isEqualTo(entry);
    assertThat(json(add("root", NEW), 201).get("tenant_id").asText()).isEqualTo(ORG);
  }

  @Test
  void entryWithoutATenantIsOfTheOldGlobalList() throws Exception {
    for (String body :
        List.of(
            "{\"ip_range\":\"192.0.2.8\"}", "{\"ip_range\":\"192.0.2.9\",\"tenant_id\":null}")) {
      JsonNode entry = json(add("root", body), 201);
      assertThat(entry.get("tenant_id").isNull()).isTrue();
      assertThat(entry.get("is_active").asBoolean()).isTrue();
    }
    assertThat(texts(arbitex.stand().get("/v1/global/entries", "root").get("entries"), "address"))
        .containsExactly("192.0.2.9", "192.0.2.8", "192.0.2.7");
    assertThat(json(add("acme-admin", "{\"ip_range\":\"192.0.2.8\"}"), 403).get("error").asText())
        .isEqualTo("not_your_tenant");
  }

  @Test
  void entryThatIsNotActiveIsKeptAndDoesNotCount() throws Exception {
    json(
        add("root", "{\"ip_range\":\"192.0.2.8\",\"tenant_id\":\"acme\",\"is_active\":false}"),
        201);
    assertThat(arbitex.stand().admits("acme", "192.0.2.8")).isFalse();
  }

  @Test
  void onlyWhatIsNamedIsUpdated() throws Exception {
    String body = "{\"description\": \"Updated label\", \"is_active\": false}";
    JsonNode refused = json(arbitex.call("root", "PUT " + ONE, "", body, HQ), 409);
    assertThat(refused.get("error").asText()).isEqualTo("would_open");
    JsonNode entry = json(arbitex.call("root", "PUT " + ONE, "?force=true", body, HQ), 200);
    assertThat(entry.get("ip_range").asText()).isEqualTo("203.0.113.0/24");
    assertThat(entry.get("description").asText()).isEqualTo("Updated label");
    assertThat(entry.get("is_active").asBoolean()).isFalse();
    assertThat(entry.get("created_by_id").asText()).isEqualTo("ada");
    JsonNode on = json(arbitex.call("root", "PUT " + ONE, "", "{\"is_active\": true}", HQ), 200);
    assertThat(on.get("description").asText()).isEqualTo("Updated label");
    assertThat(on.get("is_active").asBoolean()).isTrue();
  }

  @Test
  void entryStaysWithItsTenant() throws Exception {
    String same = "{\"tenant_id\": \"" + ORG + "\", \"description\": \"x\"}";
    json(arbitex.call("root", "PUT " + ONE, "", same, HQ), 200);
    for (String other : List.of("\"acme\"", "null")) {
      JsonNode error =
          json(arbitex.call("root", "PUT " + ONE, "", "{\"tenant_id\": " + other + "}", HQ), 422);
      assertThat(error.at("/detail/0/loc")).hasToString("[\"body\",\"tenant_id\"]");
    }
    json(arbitex.call("root", "PUT " + ONE, "", "{\"tenant_id\": null}", "old-global"), 200);
  }

  @Test
  void entryIsDeleted() throws Exception {
    json(add("root", NEW), 201);
    Reply gone = arbitex.call("root", "DELETE " + ONE, "", "", HQ);
    assertThat(gone.status()).isEqualTo(204);
    assertThat(gone.text()).isEmpty();
    json(arbitex.call("root", "GET " + ONE, "", "", HQ), 404);
    assertThat(arbitex.newestChange().get("event").asText())
        .isEqualTo("ip_allowlist.entry_removed");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.0/24",
    "203.0.113.42/24, 203.0.113.0/24",
    "203.0.113.10-20, 203.0.113.10-203.0.113.20",
    "203.0.113.10-203.0.113.20, 203.0.113.10-203.0.113.20",
    "203.0.113.42, 203.0.113.42",
    "2001:db8::1, 2001:db8::1"
  })
  void everyFormOfARuleIsTaken(String sent, String kept) throws Exception {
    String body = "{\"ip_range\":\"" + sent + "\",\"tenant_id\":\"" + ORG + "\"}";
    assertThat(json(add("root", body), 201).get("ip_range").asText()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/33, Invalid CIDR value",
    "0.0.0.0/0, 0.0.0.0/0 (allow all) is not permitted",
    "::/0, ::/0 (allow all) is not permitted",
    "1.2.3.4/0, 0.0.0.0/0 (allow all) is not permitted",
    "203.0.113.10-x, Invalid range value",
    "203.0.113.20-10, Invalid range value",
    "office, Invalid IP address",
    "'', Invalid IP address"
  })
  void wrongRuleIsNamedInTheDetailArray(String range, String message) throws Exception {
    JsonNode error = json(add("root", "{\"ip_range\":\"" + range + "\"}"), 422);
    assertThat(error.get("detail")).hasSize(1);
    assertThat(error.at("/detail/0/loc")).hasToString("[\"body\",\"ip_range\"]");
    assertThat(error.at("/detail/0/msg").asText()).startsWith(message);
    JsonNode put =
        json(arbitex.call("root", "PUT " + ONE, "", "{\"ip_range\":\"" + range + "\"}", HQ), 422);
    assertThat(put.at("/detail/0/msg").asText()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | ip_range",
        "{\"ip_range\": null} | ip_range",
        "{\"ip_range\": 5} | ip_range",
        "{\"ip_range\": \"192.0.2.8\", \"is_active\": \"yes\"} | is_active",
        "{\"ip_range\": \"192.0.2.8\", \"is_active\": null} | is_active",
        "{\"ip_range\": \"192.0.2.8\", \"tenant_id\": 1} | tenant_id",
        "{\"ip_range\": \"192.0.2.8\", \"description\": []} | description",
        "{\"ip_range\": \"192.0.2.8\", \"description\": \"\\u0007\"} | description",
        "{\"ip_range\": \"192.0.2.8\", \"org_id\": \"acme\"} | org_id"
      })
  void wrongFieldIsNamedInTheDetailArray(String body, String field) throws Exception {
    JsonNode error = json(add("root", body), 422);
    assertThat(error.get("detail")).hasSize(1);
    assertThat(error.at("/detail/0/loc/1").asText()).isEqualTo(field);
    assertThat(error.at("/detail/0/type").asText()).isEqualTo("validation_error");
  }

  @Test
  void whatIsWrongOutsideOfTheBodyIsInTheDetailArrayToo() throws Exception {
    for (Reply reply :
        List.of(
            arbitex.call("root", "GET " + ALL, "?limit=0", ""),
            arbitex.call("root", "GET " + ALL, "?page=2", ""),
            arbitex.call(
                "acme-admin",
                "POST " + ALL,
                "",
                "{\"ip_range\":\"198.51.100.9\",\"tenant_id\":\"acme\"}"))) {
      assertThat(json(reply, 422).at("/detail/0/loc")).hasToString("[\"request\"]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET " + ALL, "POST " + ALL, "GET " + ONE, "PUT " + ONE, "DELETE " + ONE})
  void callsAreForAdmins(String call) throws Exception {
    for (String viewer : List.of("watcher", "acme-desk")) {
      assertThat(json(arbitex.call(viewer, call, "", NEW, "newest"), 403).get("error").asText())
          .isEqualTo("forbidden");
    }
    JsonNode error = json(arbitex.call("nobody", call, "", NEW, "newest"), 401);
    assertThat(names(error)).containsExactly("error", "detail");
  }

  @Test
  void nobodyLocksItselfOut() throws Exception {
    String body = "{\"ip_range\": \"198.51.100.0/25\"}";
    JsonNode error =
        json(arbitex.call("acme-admin", "PUT " + ONE, "?from=198.51.100.200", body, "newest"), 400);
    assertThat(error.get("error").asText()).isEqualTo("ip_lockout_prevented");
    assertThat(error.get("detail").asText()).contains("198.51.100.200");
    json(arbitex.call("acme-admin", "PUT " + ONE, "?from=198.51.100.9", body, "newest"), 200);
  }

  @Test
  void idThatStandsInTwoListsIsNotGuessed() throws Exception {
    arbitex
        .stand()
        .send(
            "POST /v1/tenants/globex/entries",
            "root",
            "{\"address\":\"192.0.2.1\",\"id\":\"desk\"}");
    JsonNode error = json(arbitex.call("root", "DELETE " + ONE, "", "", "desk"), 409);
    assertThat(error.get("error").asText()).isEqualTo("entry_ambiguous");
    JsonNode file = json(arbitex.call("both-admin", "GET " + ONE, "", "", "desk"), 200);
    assertThat(file.get("tenant_id").asText()).isEqualTo("globex");
  }

  @Test
  void entryOfThePolicyFileIsChangedThere() throws Exception {
    JsonNode error = json(arbitex.call("root", "PUT " + ONE, "", "{}", "desk"), 409);
    assertThat(error.get("error").asText()).isEqualTo("entry_of_file");
    assertThat(error.get("detail").asText()).contains("policy.yaml:");
  }

  @Test
  void whatWasSeenIsChangedOnlyWhileItIsSo() throws Exception {
    String tag = arbitex.call("root", "GET " + ONE, "", "", HQ).header("ETag");
    List<String> seen = List.of("If-Match: " + tag);
    String put = "PUT " + ALL + HQ;
    json(arbitex.call("root", "PUT " + ONE, put, "{\"description\":\"a\"}", seen), 200);
    json(arbitex.call("root", "PUT " + ONE, put, "{\"description\":\"b\"}", seen), 412);
    String list = arbitex.call("root", "GET " + ALL, "", "").header("ETag");
    String post = "POST " + ALL;
    json(arbitex.call("root", post, post, NEW, List.of("If-Match: " + list)), 201);
    json(arbitex.call("root", post, post, NEW, List.of("If-Match: " + list)), 412);
  }

  @Test
  void wrongMethodIsToldInTheSameWords() throws Exception {
    Reply reply = arbitex.stand().send("PATCH " + ALL, "root", "{}");
    assertThat(reply.header("Allow")).isEqualTo("GET, POST");
    assertThat(json(reply, 405).get("error").asText()).isEqualTo("method_not_allowed");
  }
}
