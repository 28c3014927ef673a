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

/** Each call of arx's manual, as it stands there. */
class ArxRoutesTest {
  private static final String ALL = "/v1/settings/ip-allowlist";
  private static final String VPN =
      "{\"cidr\": \"10.0.0.0/8\", \"description\": \"Corporate VPN\"}";
  private static final String FROM = "?from=10.1.2.3";

  @TempDir Path folder;
  private OtherSystem arx;

  @BeforeEach
  void open() {
    arx = OtherSystem.in(folder, "arx");
  }

  @AfterEach
  void close() {
    arx.close();
  }

  private JsonNode add(String body) throws Exception {
    return json(arx.call("acme-admin", "POST " + ALL, FROM, body), 201);
  }

  private JsonNode list(String token, String query) throws Exception {
    return json(arx.call(token, "GET " + ALL, query, ""), 200);
  }

  @Test
  void addedEntryIsAnsweredAndCountsOnTheNextRequest() throws Exception {
    assertThat(arx.stand().admits("acme", "192.0.2.9")).isTrue();
    // The one that has just come in would be refused: that takes force.
    JsonNode entry = json(arx.call("acme-admin", "POST " + ALL, FROM + "&force=true", VPN), 201);
    assertThat(names(entry))
        .containsExactly("id", "cidr", "description", "created_by", "created_at", "updated_at");
    assertThat(entry.get("cidr").asText()).isEqualTo("10.0.0.0/8");
    assertThat(entry.get("description").asText()).isEqualTo("Corporate VPN");
    assertThat(entry.get("created_by").asText()).isEqualTo("acme-admin");
    assertThat(arx.stand().admits("acme", "192.0.2.9")).isFalse();
    assertThat(arx.stand().admits("acme", "10.1.2.3")).isTrue();
    assertThat(arx.stand().admits("globex", "192.0.2.9")).isTrue();
  }

  @Test
  void entriesOfTheOwnTenantAreListedNewestFirst() throws Exception {
    add(VPN);
    add("{\"cidr\": \"203.0.113.45/32\"}");
    add("{\"cidr\": \"2001:db8::/32\"}");
    assertThat(texts(list("acme-admin", ""), "cidr"))
        .containsExactly("2001:db8::/32", "203.0.113.45/32", "10.0.0.0/8");
    assertThat(list("root", "?tenant=globex")).isEmpty();
  }

  @Test
  void entryIsUpdated() throws Exception {
    String id = add(VPN).get("id").asText();
    String body = "{\"cidr\": \"10.0.0.0/16\", \"description\": \"Updated corporate VPN range\"}";
    JsonNode entry =
        json(arx.call("acme-admin", "PUT " + ALL + "/{id}", "?from=10.0.2.3", body, id), 200);
    assertThat(entry.get("id").asText()).isEqualTo(id);
    assertThat(entry.get("cidr").asText()).isEqualTo("10.0.0.0/16");
    assertThat(list("acme-admin", "").get(0)).isEqualTo(entry);
    JsonNode half =
        json(
            arx.call(
                "acme-admin",
                "PUT " + ALL + "/{id}",
                "?from=10.0.2.3",
                "{\"description\": null}",
                id),
            200);
    assertThat(half.get("cidr").asText()).isEqualTo("10.0.0.0/16");
    assertThat(half.get("description").isNull()).isTrue();
  }

  @Test
  void entryIsDeletedAndTheLastOneOnlyByForce() throws Exception {
    String first = add(VPN).get("id").asText();
    String last = add("{\"cidr\": \"10.1.0.0/16\"}").get("id").asText();
    assertThat(arx.call("acme-admin", "DELETE " + ALL + "/{id}", FROM, "", first).status())
        .isEqualTo(204);
    JsonNode kept = json(arx.call("acme-admin", "DELETE " + ALL + "/{id}", FROM, "", last), 409);
    assertThat(kept.get("code").asText()).isEqualTo("WOULD_OPEN");
    String force = FROM + "&force=true";
    assertThat(arx.call("acme-admin", "DELETE " + ALL + "/{id}", force, "", last).status())
        .isEqualTo(204);
    assertThat(arx.stand().admits("acme", "192.0.2.9")).isTrue();
    assertThat(
            json(arx.call("acme-admin", "DELETE " + ALL + "/{id}", FROM, "", last), 404)
                .get("code"))
        .hasToString("\"NOT_FOUND\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0", "10.0.0.1-5", "vpn", "", "10.0.0.0/8 ", "0.0.0.0/0"})
  void malformedNotationIsUnprocessable(String cidr) throws Exception {
    JsonNode error =
        json(arx.call("acme-admin", "POST " + ALL, FROM, "{\"cidr\": \"" + cidr + "\"}"), 422);
    assertThat(error.get("detail").asText()).isEqualTo("Invalid IP address or CIDR notation");
    assertThat(error.get("code").asText()).isEqualTo("VALIDATION_ERROR");
    assertThat(texts(error.get("invalidEntries"), "address")).containsExactly(cidr);
    assertThat(list("acme-admin", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"cidr\": null}",
        "{\"cidr\": 10}",
        "{\"address\": \"10.0.0.0/8\"}",
        "{\"cidr\": \"10.0.0.0/8\", \"description\": 1}"
      })
  void bodyWithoutWhatIsDueIsUnprocessable(String body) throws Exception {
    JsonNode error = json(arx.call("acme-admin", "POST " + ALL, FROM, body), 422);
    assertThat(names(error)).containsExactly("detail", "code");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.45, 203.0.113.45/32",
    "10.1.2.3/8, 10.0.0.0/8",
    "2001:DB8:0::1, 2001:db8::1/128"
  })
  void whatIsSentIsNormalized(String sent, String kept) throws Exception {
    String query = "?from=" + sent.replaceAll("/.*", "");
    JsonNode entry =
        json(arx.call("acme-admin", "POST " + ALL, query, "{\"cidr\": \"" + sent + "\"}"), 201);
    assertThat(entry.get("cidr").asText()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void listsAreForAdmins(String method) throws Exception {
    for (String viewer : List.of("acme-desk", "watcher")) {
      JsonNode error = json(arx.call(viewer, method + " " + ALL, "?tenant=acme", VPN), 403);
      assertThat(error.get("code").asText()).isEqualTo("FORBIDDEN");
    }
    assertThat(json(arx.call("nobody", method + " " + ALL, "", VPN), 401).get("code").asText())
        .isEqualTo("UNAUTHORIZED");
  }

  @Test
  void whoeverHasNotExactlyOneTenantNamesIt() throws Exception {
    for (String token : List.of("root", "both-admin")) {
      JsonNode error = json(arx.call(token, "GET " + ALL, "", ""), 422);
      assertThat(error.get("detail").asText()).contains("?tenant=acme");
      json(arx.call(token, "POST " + ALL, "?tenant=globex&from=10.0.0.1", VPN), 201);
    }
    assertThat(list("both-admin", "?tenant=globex")).hasSize(2);
    json(arx.call("acme-admin", "GET " + ALL, "?tenant=globex", ""), 403);
    json(arx.call("root", "GET " + ALL, "?tenant=hooli", ""), 404);
  }

  @Test
  void nobodyLocksItselfOut() throws Exception {
    JsonNode error = json(arx.call("acme-admin", "POST " + ALL, "?from=192.0.2.9", VPN), 400);
    assertThat(error.get("code").asText()).isEqualTo("IP_LOCKOUT_PREVENTED");
    assertThat(error.get("detail").asText()).contains("192.0.2.9");
    assertThat(json(arx.call("acme-admin", "POST " + ALL, "", VPN), 422).get("detail").asText())
        .contains("?from=");
    assertThat(list("acme-admin", "")).isEmpty();
  }

  @Test
  void entryOfThePolicyFileIsListedAndChangedThere() throws Exception {
    JsonNode entry = list("root", "?tenant=filed").get(0);
    assertThat(entry.get("cidr").asText()).isEqualTo("192.0.2.1/32");
    assertThat(entry.get("created_at").isNull()).isTrue();
    JsonNode error =
        json(arx.call("root", "PUT " + ALL + "/{id}", "?tenant=filed", VPN, "desk"), 409);
    assertThat(error.get("code").asText()).isEqualTo("ENTRY_OF_FILE");
    assertThat(error.get("detail").asText()).contains("policy.yaml:");
  }

  @Test
  void changesAreRecordedWithValueEntryAndUser() throws Exception {
    String id = add(VPN).get("id").asText();
    JsonNode added = arx.newestChange();
    assertThat(added.get("event").asText()).isEqualTo("ip_allowlist.entry_added");
    assertThat(added.get("value").asText()).isEqualTo("10.0.0.0/8");
    assertThat(added.get("entry").asText()).isEqualTo(id);
    assertThat(added.toString()).contains("\"acme-admin\"");
    arx.call("acme-admin", "PUT " + ALL + "/{id}", FROM, "{\"description\": \"VPN\"}", id);
    arx.call("acme-admin", "DELETE " + ALL + "/{id}", FROM + "&force=true", "", id);
    assertThat(arx.events().subList(0, 4))
        .containsExactly(
            "ip_allowlist.entry_removed",
            "IP_ALLOWLIST_FORCE_UPDATE",
            "ip_allowlist.entry_updated",
            "ip_allowlist.entry_added");
  }

  @Test
  void whatWasSeenIsChangedOnlyWhileItIsSo() throws Exception {
    String one = "PUT " + ALL + "/{id}";
    Reply made = arx.call("acme-admin", "POST " + ALL, FROM, VPN);
    String id = json(made, 201).get("id").asText();
    String target = "PUT " + ALL + "/" + id + FROM;
    List<String> seen = List.of("If-Match: " + made.header("ETag"));
    Reply changed = arx.call("acme-admin", one, target, "{\"description\": \"a\"}", seen);
    json(changed, 200);
    assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
    json(arx.call("acme-admin", one, target, "{\"description\": \"b\"}", seen), 412);
    String list = arx.call("acme-admin", "GET " + ALL, "", "").header("ETag");
    List<String> listSeen = List.of("If-Match: " + list);
    String post = "POST " + ALL;
    json(arx.call("acme-admin", post, post + FROM, VPN, listSeen), 201);
    json(arx.call("acme-admin", post, post + FROM, VPN, listSeen), 412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "febasi", "axys", "network-access"})
  void callsAreThereOnlyWhileThePolicySpeaksSo(String profile) throws Exception {
    Path other = java.nio.file.Files.createDirectory(folder.resolve(profile));
    try (OtherSystem system = OtherSystem.in(other, profile)) {
      Reply reply = system.stand().send("GET " + ALL, "acme-admin", "");
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }
}
