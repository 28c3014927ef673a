package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.caller.KeyHash;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.testing.Facts;
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

/** Keys that are made through the API, a tenant's list as a whole, groups, and reloads. */
class KeysTest {
  @TempDir Path folder;
  private Stand stand;

  @BeforeEach
  void open() {
    stand = Stand.over(folder, EntriesTest.POLICY);
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private static JsonNode json(Reply reply) throws Exception {
    return new ObjectMapper().readTree(reply.text());
  }

  private JsonNode done(int status, String line, String token, String body) throws Exception {
    Reply reply = stand.send(line, token, body);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    return status == 204 ? new ObjectMapper().createObjectNode() : json(reply);
  }

  private boolean admits(String key, String address) {
    RequestFacts request =
        RequestFacts.from(Facts.address(address)).header("X-API-Key", key).build();
    Evaluation evaluation =
        new Evaluation(
            request, stand.watched().gate.policy().clientAddress(), () -> 1_763_683_200_000L);
    return stand.watched().gate.policy().pipeline().explain(evaluation).effect()
        == Decision.Effect.ALLOW;
  }

  @Test
  void secretIsShownOnceAndNeverWritten() throws Exception {
    JsonNode made =
        done(
            201,
            "POST /v1/keys",
            "root",
            "{\"id\":\"cron\",\"tenants\":[\"acme\"],\"description\":\"night\","
                + "\"allow\":[\"198.51.100.7\"]}");
    String secret = made.get("key").asText();
    assertThat(secret).startsWith("ptc_").hasSize(47);
    assertThat(admits(secret, "198.51.100.7")).isTrue();
    assertThat(admits(secret, "203.0.113.9")).isFalse();
    JsonNode shown = stand.get("/v1/keys/cron", "root");
    assertThat(shown.has("key")).isFalse();
    assertThat(shown.get("createdBy").asText()).isEqualTo("root");
    assertThat(shown.get("allow").get(0).get("address").asText()).isEqualTo("198.51.100.7");
    String everything =
        shown
            + stand.get("/v1/keys", "root").toString()
            + stand.get("/v1/changes", "root")
            + stand.get("/v1/policy", "root")
            + Files.readString(folder.resolve("state/changes.jsonl"));
    assertThat(everything)
        .contains("key_created")
        .doesNotContain(secret)
        .doesNotContain(KeyHash.ofKey(secret).hex());
    assertThat(Files.readString(folder.resolve("state/managed.yaml")))
        .contains(KeyHash.ofKey(secret).hex())
        .doesNotContain(secret);
  }

  @Test
  void keyIsChangedAndDeleted() throws Exception {
    String secret =
        done(201, "POST /v1/keys", "root", "{\"id\":\"cron\",\"tenants\":[\"acme\"]}")
            .get("key")
            .asText();
    assertThat(admits(secret, "203.0.113.9")).isTrue();
    assertThat(admits(secret, "198.51.100.7")).isFalse();
    done(200, "PATCH /v1/keys/cron", "root", "{\"allow\":[\"198.51.100.7\"]}");
    assertThat(admits(secret, "203.0.113.9")).isFalse();
    assertThat(admits(secret, "198.51.100.7")).isTrue();
    assertThat(
            json(stand.send("PATCH /v1/keys/cron", "root", "{\"allow\":\"*\"}"))
                .get("code")
                .asText())
        .isEqualTo("WOULD_OPEN");
    done(200, "PATCH /v1/keys/cron?force=true", "root", "{\"allow\":[]}");
    assertThat(admits(secret, "8.8.8.8")).isTrue();
    assertThat(stand.get("/v1/keys/cron", "root").get("allow").asText()).isEqualTo("*");
    done(200, "PATCH /v1/keys/cron", "root", "{\"allow\":null,\"description\":\"x\"}");
    assertThat(stand.get("/v1/keys/cron", "root").get("allow").isNull()).isTrue();
    assertThat(admits(secret, "8.8.8.8")).isFalse();
    done(204, "DELETE /v1/keys/cron", "root", "");
    assertThat(stand.send("GET /v1/keys/cron", "root", "").status()).isEqualTo(404);
    List<String> events = new ArrayList<>();
    stand
        .get("/v1/changes", "root")
        .get("changes")
        .forEach(change -> events.add(0, change.get("event").asText()));
    assertThat(events)
        .containsExactly(
            "key_created",
            "key_updated",
            "ip_allowlist.entry_added",
            "IP_ALLOWLIST_FORCE_UPDATE",
            "key_updated",
            "ip_allowlist.opened",
            "key_updated",
            "ip_allowlist.closed",
            "key_removed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root | {} | 422",
        "root | {\"tenants\":[]} | 422",
        "root | {\"tenants\":5} | 422",
        "root | {\"tenants\":[\"nobody\"]} | 422",
        "root | {\"tenants\":[\"acme\",\"acme\"]} | 422",
        "root | {\"tenants\":[\"acme\"],\"id\":\"a b\"} | 422",
        "root | {\"tenants\":[\"acme\"],\"key\":\"secret\"} | 422",
        "root | {\"tenants\":[\"acme\"],\"program\":\"none\"} | 422",
        "root | {\"tenants\":[\"acme\",\"globex\"],\"program\":\"prepaid\"} | 422",
        "root | {\"tenants\":[\"acme\"],\"allow\":\"everybody\"} | 422",
        "root | {\"tenants\":[\"acme\"],\"allow\":[\"10.0.0.0/99\"]} | 422",
        "root | {\"tenants\":[\"acme\"],\"id\":\"acme-cron\"} | 409",
        "root | {\"tenants\":[\"acme\"],\"program\":\"prepaid\"} | 201",
        "root | {\"tenants\":\"*\"} | 201",
        "admin | {\"tenants\":\"*\"} | 403",
        "admin | {\"tenants\":[\"acme\"],\"allow\":\"*\"} | 403",
        "admin | {\"tenants\":[\"acme\"],\"allow\":[]} | 403",
        "admin | {\"tenants\":[\"acme\",\"globex\"]} | 403",
        "admin | {\"tenants\":[\"globex\"]} | 403",
        "admin | {\"tenants\":[\"acme\"]} | 201",
        "admin | {\"tenants\":[\"acme\"],\"allow\":[\"198.51.100.7\"]} | 400",
        "admin | {\"tenants\":[\"acme\"],\"allow\":[\"203.0.113.0/28\"]} | 201",
        "viewer | {\"tenants\":[\"acme\"]} | 403"
      })
  void keyIsMadeByWhomItMayAndAsItMay(String token, String body, int status) throws Exception {
    done(status, "POST /v1/keys?from=203.0.113.9", token, body);
  }

  @Test
  void keyOfTheFileIsChangedThereButForItsManagedEntries() throws Exception {
    JsonNode changed =
        done(200, "PATCH /v1/keys/acme-cron", "root", "{\"allow\":[\"198.51.100.7\"]}");
    assertThat(changed.get("allow")).hasSize(1);
    assertThat(changed.get("source").asText()).contains("policy.yaml:");
    assertThat(admits("cron", "198.51.100.7")).isTrue();
    assertThat(admits("cron", "192.0.2.9")).isTrue();
    done(200, "PATCH /v1/keys/acme-cron", "root", "{\"allow\":[]}");
    assertThat(admits("cron", "198.51.100.7")).isFalse();
    assertThat(admits("cron", "192.0.2.9")).isTrue();
    done(409, "DELETE /v1/keys/acme-cron", "root", "");
    done(409, "PATCH /v1/keys/acme-cron", "root", "{\"description\":\"x\"}");
  }

  @Test
  void operatorOfATenantSeesItsOwnKeysAlone() throws Exception {
    JsonNode page = stand.get("/v1/keys", "acme");
    assertThat(page.get("total").asInt()).isEqualTo(1);
    assertThat(page.at("/keys/0/id").asText()).isEqualTo("acme-cron");
    assertThat(stand.get("/v1/keys?limit=1", "root").get("next").asInt()).isEqualTo(1);
  }

  @Test
  void managedPartOfATenantsListIsReplacedWhole() throws Exception {
    String first =
        done(
                200,
                "PATCH /v1/tenants/acme",
                "root",
                "{\"allow\":[\"198.51.100.7\",\"198.51.100.8\"]}")
            .at("/allow/1/id")
            .asText();
    Reply reply = stand.call("GET /v1/tenants/acme", Stand.bearer("root"));
    JsonNode second =
        done(
            200,
            "PATCH /v1/tenants/acme",
            "root",
            "{\"allow\":[{\"address\":\"198.51.100.7\",\"owner\":\"bob\"},\"198.51.100.9\"]}");
    assertThat(second.at("/allow/1/id").asText()).isEqualTo(first);
    assertThat(second.get("restricted").asBoolean()).isTrue();
    assertThat(stand.admits("acme", "198.51.100.8")).isFalse();
    assertThat(stand.admits("acme", "203.0.113.9")).isTrue();
    assertThat(
            stand
                .send(
                    "PATCH /v1/tenants/acme",
                    "root",
                    "{\"allow\":[]}",
                    "If-Match: " + reply.header("ETag"))
                .status())
        .isEqualTo(412);
    done(409, "PATCH /v1/tenants/acme", "root", "{\"allow\":\"*\"}");
    done(403, "PATCH /v1/tenants/acme?from=203.0.113.9&force=true", "admin", "{\"allow\":\"*\"}");
    done(200, "PATCH /v1/tenants/acme?force=true", "root", "{\"allow\":\"*\"}");
    assertThat(stand.admits("acme", "8.8.8.8")).isTrue();
    assertThat(stand.get("/v1/tenants/acme", "acme").get("allow").asText()).isEqualTo("*");
    done(409, "POST /v1/tenants/acme/entries", "root", "{\"address\":\"198.51.100.7\"}");
    done(200, "PATCH /v1/tenants/acme?force=true", "root", "{\"allow\":[]}");
    assertThat(stand.admits("acme", "8.8.8.8")).isFalse();
    done(422, "PATCH /v1/tenants/acme", "root", "{\"allow\":null}");
    done(422, "PATCH /v1/tenants/acme", "root", "{}");
    done(403, "PATCH /v1/tenants/globex?from=203.0.113.9", "admin", "{\"allow\":[]}");
  }

  @Test
  void groupTellsWhetherItIsRestrictedAndByHowManyRules() throws Exception {
    JsonNode groups = stand.get("/v1/groups", "root").get("groups");
    assertThat(groups.toString())
        .isEqualTo(
            "[{\"name\":\"internal\",\"scope\":\"group:internal\",\"mode\":\"enforce\","
                + "\"match\":[\"/api/**\"],\"restricted\":true,\"domainRules\":1,"
                + "\"addressRules\":2}]");
    JsonNode group = stand.get("/v1/groups/internal", "viewer");
    List<String> badges = new ArrayList<>();
    for (JsonNode endpoint : group.get("endpoints")) {
      badges.add(
          endpoint.get("name").asText()
              + " "
              + endpoint.get("restricted")
              + " "
              + endpoint.get("domainRules")
              + " "
              + endpoint.get("addressRules"));
    }
    assertThat(badges).containsExactly("reports true 1 2", "hook true 0 1", "free false 0 0");
    done(201, "POST /v1/sets/office/entries", "root", "{\"address\":\"198.51.100.7\"}");
    assertThat(stand.get("/v1/groups/internal", "root").get("addressRules").asInt()).isEqualTo(3);
    JsonNode hook = stand.get("/v1/groups/internal/endpoints/hook", "root");
    assertThat(hook.get("inherit").asBoolean()).isFalse();
    assertThat(hook.at("/network/addresses/0").asText()).isEqualTo("203.0.113.0/24");
    done(404, "GET /v1/groups/none", "root", "");
    done(404, "GET /v1/groups/internal/endpoints/none", "root", "");
    done(403, "GET /v1/groups", "acme", "");
  }

  @Test
  void reloadTellsWhatBecameOfTheNewestPolicy() throws Exception {
    assertThat(done(200, "POST /v1/reload", "root", "").get("revision").asText())
        .isEqualTo(stand.revision());
    Files.writeString(
        folder.resolve("policy.yaml"), EntriesTest.POLICY.replace("192.0.2.1,", "192.0.2.99,"));
    done(200, "POST /v1/reload", "root", "");
    assertThat(stand.admits("acme", "192.0.2.99")).isTrue();
    Files.writeString(folder.resolve("policy.yaml"), "portcullis: 1\nmood: x\n");
    assertThat(done(409, "POST /v1/reload", "root", "").get("problems").toString())
        .contains("unknown key `mood`");
    assertThat(stand.admits("acme", "192.0.2.99")).isTrue();
    done(403, "POST /v1/reload", "admin", "");
    done(403, "POST /v1/reload", "viewer", "");
  }
}
