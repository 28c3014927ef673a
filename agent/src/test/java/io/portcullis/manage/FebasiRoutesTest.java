package io.portcullis.manage;

import static io.portcullis.manage.OtherSystem.json;
import static io.portcullis.manage.OtherSystem.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call of febasi's manual, as it stands there. */
class FebasiRoutesTest {
  private static final String CONFIG = "PATCH /api/v1/tenants/{tenant}/config";
  private static final String KEYS = "POST /api/v1/client-keys";
  private static final String OFFICE = "{\"ipAllowlist\": {\"allowedIps\": [\"203.0.113.0/24\"]}}";
  private static final String STAR = "{ \"ipAllowlist\": { \"allowedIps\": \"*\" } }";
  private static final String WORKER =
      """
      {
        "name": "Acme cron worker",
        "scopes": ["users:read"],
        "tenantAccessLevel": "specific",
        "allowedTenantIds": ["01HX0..."],
        "allowedIps": ["52.10.0.0/16"]
      }
      """;

  @TempDir Path folder;
  private OtherSystem febasi;

  @BeforeEach
  void open() {
    febasi = OtherSystem.in(folder, "febasi");
  }

  @AfterEach
  void close() {
    febasi.close();
  }

  private JsonNode configure(String token, String query, String body, int status) throws Exception {
    return json(febasi.call(token, CONFIG, query, body, "acme"), status);
  }

  private static String list(String... ips) {
    return "{\"ipAllowlist\": {\"allowedIps\": [\"" + String.join("\", \"", ips) + "\"]}}";
  }

  @Test
  void listOfTheTenantIsSetAndCountsAtOnce() throws Exception {
    JsonNode done = configure("acme-admin", "?from=203.0.113.9", OFFICE, 200);
    assertThat(done.get("success").asBoolean()).isTrue();
    assertThat(done.at("/data/id").asText()).isEqualTo("acme");
    assertThat(done.at("/data/authConfig/ipAllowlist/allowedIps"))
        .hasToString("[\"203.0.113.0/24\"]");
    assertThat(febasi.stand().admits("acme", "203.0.113.9")).isTrue();
    assertThat(febasi.stand().admits("acme", "198.51.100.7")).isFalse();
    assertThat(febasi.stand().admits("globex", "198.51.100.7")).isTrue();
  }

  @Test
  void nextListTakesThePlaceOfTheOneBefore() throws Exception {
    configure("root", "", list("203.0.113.0/24", "198.51.100.7", "2001:db8::/32"), 200);
    JsonNode done = configure("root", "", list("::ffff:203.0.113.42", "198.51.100.7"), 200);
    assertThat(done.at("/data/authConfig/ipAllowlist/allowedIps"))
        .hasToString("[\"203.0.113.42\",\"198.51.100.7\"]");
    assertThat(febasi.stand().admits("acme", "203.0.113.42")).isTrue();
    assertThat(febasi.stand().admits("acme", "203.0.113.9")).isFalse();
  }

  @Test
  void starOptsOutAndStaysInSightAsAStar() throws Exception {
    JsonNode done = configure("root", "", STAR, 200);
    assertThat(done.at("/data/authConfig/ipAllowlist/allowedIps").asText()).isEqualTo("*");
    assertThat(Files.readString(folder.resolve("state/managed.yaml"))).contains("\"*\"");
    assertThat(configure("acme-admin", "?from=192.0.2.9", STAR, 403).get("code").asText())
        .isEqualTo("FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"*\"", "[]", "null"})
  void restrictedTenantIsOpenedOnlyByForce(String open) throws Exception {
    configure("root", "", OFFICE, 200);
    String body = "{\"ipAllowlist\": {\"allowedIps\": " + open + "}}";
    JsonNode error = configure("root", "", body, 409);
    assertThat(error.get("code").asText()).isEqualTo("WOULD_OPEN");
    configure("root", "?force=true", body, 200);
    assertThat(check("198.51.100.7", "\"X-Tenant-Id\":\"acme\"")).isEqualTo("allow");
    assertThat(febasi.events()).contains("IP_ALLOWLIST_FORCE_UPDATE");
  }

  @Test
  void everyMalformedEntryIsNamedAndNothingIsKept() throws Exception {
    JsonNode error =
        configure(
            "acme-admin", "?from=10.0.0.1", list("10.0.0.0/99", "10.0.0.0/8", "not-an-ip"), 400);
    assertThat(error)
        .hasToString(
            "{\"success\":false,\"code\":\"VALIDATION_ERROR\","
                + "\"error\":\"Invalid IP allowlist entries\","
                + "\"details\":{\"invalidEntries\":[\"10.0.0.0/99\",\"not-an-ip\"]}}");
    assertThat(Files.exists(folder.resolve("state/managed.yaml"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5", "null", "{}", "\"10.0.0.1-9\"", "\"0.0.0.0/0\"", "\"::/0\"", "\"*\""})
  void whatIsNoAddressAndNoBlockIsMalformed(String entry) throws Exception {
    String body = "{\"ipAllowlist\": {\"allowedIps\": [" + entry + "]}}";
    JsonNode error = configure("root", "", body, 400);
    assertThat(error.at("/details/invalidEntries/0").asText()).isEqualTo(entry.replace("\"", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"ipAllowlist\": {}}",
        "{\"ipAllowlist\": null}",
        "{\"ipAllowlist\": [\"203.0.113.0/24\"]}",
        "{\"ipAllowlist\": {\"allowedIps\": \"203.0.113.0/24\"}}",
        "{\"ipAllowlist\": {\"allowedIps\": [], \"mode\": \"off\"}}",
        "{\"ipAllowlist\": {\"allowedIps\": []}, \"cors\": {}}"
      })
  void bodyThatSaysSomethingElseIsABadRequest(String body) throws Exception {
    JsonNode error = configure("root", "", body, 400);
    assertThat(names(error)).containsExactly("success", "code", "error");
    assertThat(error.get("success").asBoolean()).isFalse();
    assertThat(error.get("code").asText()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void listThatExcludesItsAuthorIsRefusedUnlessForced() throws Exception {
    JsonNode error = configure("acme-admin", "?from=192.0.2.9", OFFICE, 400);
    assertThat(error.get("success").asBoolean()).isFalse();
    assertThat(error.get("code").asText()).isEqualTo("IP_LOCKOUT_PREVENTED");
    assertThat(error.get("error").asText()).contains("192.0.2.9");
    assertThat(error.at("/details/address").asText()).isEqualTo("192.0.2.9");
    assertThat(febasi.events()).doesNotContain("IP_ALLOWLIST_FORCE_UPDATE");
    configure("acme-admin", "?from=192.0.2.9&force=true", OFFICE, 200);
    assertThat(febasi.events()).contains("IP_ALLOWLIST_FORCE_UPDATE");
    assertThat(febasi.stand().admits("acme", "192.0.2.9")).isFalse();
  }

  @Test
  void platformsOwnAdminsAreExemptFromThat() throws Exception {
    configure("root", "?from=192.0.2.9", OFFICE, 200);
    assertThat(febasi.stand().admits("acme", "192.0.2.9")).isFalse();
  }

  @Test
  void tenantIsSetByItsOwnAdminsAlone() throws Exception {
    assertThat(json(febasi.call("acme-admin", CONFIG, "", OFFICE, "globex"), 403).get("code"))
        .hasToString("\"NOT_YOUR_TENANT\"");
    assertThat(configure("acme-desk", "", OFFICE, 403).get("code").asText()).isEqualTo("FORBIDDEN");
    assertThat(json(febasi.call("root", CONFIG, "", OFFICE, "hooli"), 404).get("success"))
        .hasToString("false");
    assertThat(json(febasi.call("nobody", CONFIG, "", OFFICE, "acme"), 401).get("code").asText())
        .isEqualTo("UNAUTHORIZED");
  }

  @Test
  void whatWasSeenIsChangedOnlyWhileItIsSo() throws Exception {
    Reply set = febasi.call("root", CONFIG, "", OFFICE, "acme");
    List<String> seen = List.of("If-Match: " + set.header("ETag"));
    String target = CONFIG.replace("{tenant}", "acme");
    json(febasi.call("root", CONFIG, target, list("203.0.113.0/25"), seen), 200);
    json(febasi.call("root", CONFIG, target, OFFICE, seen), 412);
  }

  @Test
  void moreThanTheLimitIsRefused() throws Exception {
    String[] ips = new String[1001];
    for (int i = 0; i < ips.length; i++) {
      ips[i] = "10.0." + i / 256 + "." + i % 256;
    }
    assertThat(configure("root", "", list(ips), 422).get("code").asText())
        .isEqualTo("TOO_MANY_ENTRIES");
    configure("root", "", list(java.util.Arrays.copyOf(ips, 1000)), 200);
  }

  @Test
  void keyIsMadeWithItsOwnListAndItsSecretShownOnce() throws Exception {
    JsonNode made = json(febasi.call("root", KEYS, "", WORKER), 201);
    assertThat(made.get("success").asBoolean()).isTrue();
    JsonNode data = made.get("data");
    assertThat(data.get("name").asText()).isEqualTo("Acme cron worker");
    assertThat(data.get("tenantAccessLevel").asText()).isEqualTo("specific");
    assertThat(data.get("allowedTenantIds")).hasToString("[\"01HX0...\"]");
    assertThat(data.get("allowedIps")).hasToString("[\"52.10.0.0/16\"]");
    assertThat(made.get("warnings").get(0).asText()).contains("`scopes`");
    String secret = data.get("key").asText();
    assertThat(secret).isNotEmpty();
    assertThat(Files.readString(folder.resolve("state/managed.yaml"))).doesNotContain(secret);
    assertThat(febasi.newestChange().toString()).doesNotContain(secret);
    String headers = "\"X-Tenant-Id\":\"01HX0...\",\"X-API-Key\":\"" + secret + "\"";
    assertThat(check("52.10.1.2", headers)).isEqualTo("allow");
    assertThat(check("52.11.1.2", headers)).isEqualTo("deny");
  }

  private String check(String peer, String headers) throws Exception {
    String body = "{\"peer\":\"" + peer + "\",\"headers\":{" + headers + "}}";
    Reply reply = febasi.stand().post("/v1/check", body, "root");
    return json(reply, 200).get("decision").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"allowedIps\": null"})
  void keyWithoutAListInheritsThatOfItsTenant(String ips) throws Exception {
    String body = "{\"name\": \"x\", \"allowedTenantIds\": [\"acme\"]" + ips + "}";
    JsonNode made = json(febasi.call("acme-admin", KEYS, "?from=203.0.113.9", body), 201);
    assertThat(made.at("/data/allowedIps").isNull()).isTrue();
    assertThat(made.has("warnings")).isFalse();
    configure("root", "", OFFICE, 200);
    String headers =
        "\"X-Tenant-Id\":\"acme\",\"X-API-Key\":\"" + made.at("/data/key").asText() + "\"";
    assertThat(check("203.0.113.9", headers)).isEqualTo("allow");
    assertThat(check("52.10.1.2", headers)).isEqualTo("deny");
  }

  @Test
  void keyOfEveryTenantOrFromAnywhereIsForThePlatform() throws Exception {
    String all = "{\"name\": \"x\", \"tenantAccessLevel\": \"all\"}";
    JsonNode made = json(febasi.call("root", KEYS, "", all), 201);
    assertThat(made.at("/data/tenantAccessLevel").asText()).isEqualTo("all");
    json(febasi.call("acme-admin", KEYS, "?from=192.0.2.9", all), 403);
    String star = "{\"name\": \"x\", \"allowedTenantIds\": [\"acme\"], \"allowedIps\": \"*\"}";
    assertThat(json(febasi.call("root", KEYS, "", star), 201).at("/data/allowedIps").asText())
        .isEqualTo("*");
    json(febasi.call("acme-admin", KEYS, "?from=192.0.2.9", star), 403);
    json(
        febasi.call("acme-admin", KEYS, "", "{\"name\":\"x\",\"allowedTenantIds\":[\"globex\"]}"),
        403);
  }

  @Test
  void malformedEntriesOfAKeyAreNamed() throws Exception {
    String body = WORKER.replace("52.10.0.0/16", "52.10.0.0/99");
    JsonNode error = json(febasi.call("root", KEYS, "", body), 400);
    assertThat(error.at("/details/invalidEntries")).hasToString("[\"52.10.0.0/99\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"x\"}",
        "{\"name\": \"x\", \"allowedTenantIds\": []}",
        "{\"name\": \"x\", \"allowedTenantIds\": \"acme\"}",
        "{\"name\": \"x\", \"allowedTenantIds\": [\"acme\", \"acme\"]}",
        "{\"name\": \"x\", \"allowedTenantIds\": [\"hooli\"]}",
        "{\"name\": \"x\", \"tenantAccessLevel\": \"some\", \"allowedTenantIds\": [\"acme\"]}",
        "{\"name\": \"x\", \"tenantAccessLevel\": \"all\", \"allowedTenantIds\": [\"acme\"]}",
        "{\"name\": \"x\", \"allowedTenantIds\": [\"acme\"], \"scopes\": \"users:read\"}",
        "{\"name\": \"x\", \"allowedTenantIds\": [\"acme\"], \"expiresAt\": \"2027-01-01\"}"
      })
  void keyThatSaysSomethingElseIsABadRequest(String body) throws Exception {
    assertThat(json(febasi.call("root", KEYS, "", body), 400).get("code").asText())
        .isEqualTo("VALIDATION_ERROR");
  }
}
