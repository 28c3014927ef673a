package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.record.Change;
import io.portcullis.record.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** What the records are shown as, and to whom. */
class RecordsResourceTest {
  @TempDir Path folder;
  private Path state;
  private Records records;
  private Stand stand;

  @BeforeEach
  void write() throws Exception {
    state = folder.resolve("state");
    records = Records.in(state.toString(), NOPLogger.NOP_LOGGER);
    records.start("5be1f00d77aa");
    records.append(Change.of("policy_activated", "portcullis"));
    records.append(Change.of("policy_rejected", "portcullis"));
    Files.writeString(
        state.resolve("decisions.jsonl"),
        """
        {"id":"5be1f00d77aa-1","tenant":"acme"}
        {"id":"5be1f00d77aa-2","tenant":"globex"}
        {"id":"5be1f00d77aa-3"}
        {"folded":"address","firstId":"5be1f00d77aa-4","lastId":"5be1f00d77aa-9","scope":"tenant:acme"}
        {"folded":"address","firstId":"5be1f00d77aa-a","lastId":"5be1f00d77aa-f","scope":"global"}
        {"id":"5be1f00d77aa-10","tenant":"ac""");
    stand = Stand.of(Stand.POLICY, 10_000, Optional.of(state.toString()), Optional.of(records));
  }

  @AfterEach
  void close() {
    stand.close();
    records.close();
  }

  @Test
  void newestComesFirstAndATornLineNot() throws Exception {
    assertThat(ids("/v1/decisions", "root")).containsExactly("a", "4", "3", "2", "1");
    assertThat(ids("/v1/decisions?limit=2", "root")).containsExactly("a", "4");
    assertThat(stand.get("/v1/changes?limit=1", "root").at("/changes/0/event").asText())
        .isEqualTo("policy_rejected");
  }

  @Test
  void operatorOfATenantSeesItsOwnAlone() throws Exception {
    assertThat(ids("/v1/decisions", "acme")).containsExactly("4", "1");
    assertThat(ids("/v1/decisions?limit=1", "acme")).containsExactly("4");
    for (String hidden : List.of("2", "3", "b")) {
      assertThat(
              stand.call("GET /v1/decisions/5be1f00d77aa-" + hidden, Stand.bearer("acme")).status())
          .isEqualTo(404);
    }
    assertThat(stand.get("/v1/decisions/5be1f00d77aa-1", "acme").at("/decision/tenant").asText())
        .isEqualTo("acme");
    assertThat(stand.get("/v1/decisions/5be1f00d77aa-5", "acme").get("folded")).hasSize(1);
    assertThat(stand.get("/v1/decisions/5be1f00d77aa-2", "root").has("decision")).isTrue();
  }

  @Test
  void limitIsANumberUpToAThousand() throws Exception {
    for (String bad : List.of("0", "-1", "1001", "x", "", "01", "1&limit=2")) {
      assertThat(stand.call("GET /v1/decisions?limit=" + bad, Stand.bearer("root")).status())
          .as(bad)
          .isEqualTo(422);
    }
    assertThat(ids("/v1/decisions?limit=1000", "root")).hasSize(5);
  }

  private List<String> ids(String path, String token) throws Exception {
    List<String> ids = new ArrayList<>();
    for (JsonNode record : stand.get(path, token).get("decisions")) {
      String id = record.has("id") ? record.get("id").asText() : record.get("firstId").asText();
      ids.add(id.substring("5be1f00d77aa-".length()));
    }
    return ids;
  }
}
