package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.portcullis.record.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** The document describes the calls that there are, and what they answer. */
class OpenApiTest {
  private static final String ID = "5be1f00d77aa-1f";
  private static final String DENIAL =
      "{\"time\":\"2026-11-21T00:00:00.000Z\",\"event\":\"IP_DENIED\",\"id\":\""
          + ID
          + "\",\"code\":\"IP_NOT_ALLOWED\",\"tenant\":\"%s\"}\n";

  @TempDir Path folder;

  private static JsonNode document() throws Exception {
    return new ObjectMapper().readTree(DocumentResource.text());
  }

  @Test
  void documentNamesTheRoutesAndNoOther() throws Exception {
    TreeMap<String, TreeSet<String>> told = new TreeMap<>();
    document()
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          TreeSet<String> queries = new TreeSet<>();
                          for (JsonNode parameter : method.getValue().path("parameters")) {
                            if (parameter.get("in").asText().equals("query")) {
                              queries.add(parameter.get("name").asText());
                            }
                          }
                          told.put(
                              method.getKey().toUpperCase(java.util.Locale.ROOT)
                                  + " "
                                  + path.getKey(),
                              queries);
                        }));
    TreeMap<String, TreeSet<String>> served = new TreeMap<>();
    served.put("GET /healthz", new TreeSet<>());
    try (Stand stand = Stand.of(Stand.POLICY)) {
      for (Route route : Routes.of(stand.watched())) {
        served.put(route.method() + " " + route.path(), new TreeSet<>(route.queries()));
      }
      assertThat(stand.get("/openapi.json", "root")).isEqualTo(document());
    }
    assertThat(told).isEqualTo(served);
  }

  @Test
  void everyAnswerIsAsTheDocumentSays() throws Exception {
    Path state =
        Files.createDirectory(
            folder.resolve("state"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (Records records = Records.in(state.toString(), NOPLogger.NOP_LOGGER)) {
      records.start("5be1f00d77aa");
      records.append(io.portcullis.record.Change.of("policy_activated", "portcullis"));
      Path file = state.resolve("decisions.jsonl");
      Files.writeString(file, DENIAL.formatted("acme") + DENIAL.formatted("globex"));
      try (Stand stand =
          Stand.of(Stand.POLICY, 10_000, Optional.of(state.toString()), Optional.of(records))) {
        List<String> asked = new ArrayList<>();
        for (Route route : Routes.of(stand.watched())) {
          for (String token : List.of("root", "acme", "wrong")) {
            asked.add(check(stand, route, token));
          }
        }
        assertThat(asked).filteredOn(line -> line.endsWith(" 200")).hasSize(14);
      }
    }
  }

  private static String check(Stand stand, Route route, String token) throws Exception {
    String path = route.path().replace("{id}", ID);
    Reply reply =
        route.method().equals("POST")
            ? stand.post(
                path, "{\"peer\":\"192.0.2.1\",\"headers\":{\"X-Tenant-Id\":\"acme\"}}", token)
            : stand.call(route.method() + " " + path, Stand.bearer(token));
    JsonNode document = document();
    JsonNode answer =
        document
            .at("/paths")
            .get(route.path())
            .get(route.method().toLowerCase(java.util.Locale.ROOT))
            .get("responses")
            .get(Integer.toString(reply.status()));
    String call = token + " " + route.method() + " " + path + " " + reply.status();
    assertThat(answer).as(call).isNotNull();
    String type = reply.header("Content-Type");
    JsonNode content = answer.get("content").get(type);
    assertThat(content).as(call + " is " + type).isNotNull();
    if (type.endsWith("json")) {
      assertThat(errors(document, content.get("schema"), reply.text()))
          .as(call + "\n" + reply.text())
          .isEmpty();
    }
    return call;
  }

  private static List<String> errors(JsonNode document, JsonNode schema, String body) {
    Map<String, Object> whole =
        Map.of("allOf", List.of(schema), "components", document.get("components"));
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new ObjectMapper().valueToTree(whole).toString(), InputFormat.JSON);
    return compiled.validate(body, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  @Test
  void answerThatIsNotAsItSaysWouldBeFound() throws Exception {
    JsonNode document = document();
    JsonNode schema = document.at("/components/schemas/Scope");
    String scope = "{\"scope\":\"global\",\"mode\":\"enforce\",\"restricted\":true,\"entries\":1}";
    assertThat(errors(document, schema, scope)).isEmpty();
    assertThat(errors(document, schema, scope.replace("enforce", "on"))).hasSize(1);
    assertThat(errors(document, schema, "{}")).hasSize(4);
  }
}
