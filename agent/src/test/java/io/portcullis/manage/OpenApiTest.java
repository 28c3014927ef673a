package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.portcullis.record.Records;
import io.portcullis.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
    }
    try (Stand stand = Stand.over(folder, EntriesTest.POLICY)) {
      Eventually.so(() -> stand.get("/v1/status", "root").get("records").asText().equals("kept"));
      TreeSet<String> fine = new TreeSet<>();
      for (Route route : Routes.of(stand.watched())) {
        for (String token : List.of("root", "acme")) {
          String call = check(stand, route, token);
          if (call.matches("root .* 20[014]")) {
            fine.add(route.method() + " " + route.path());
          }
        }
      }
      assertThat(fine)
          .hasSize(
              (int)
                  Routes.of(stand.watched()).stream()
                      .filter(route -> route.wording() == Wording.OWN)
                      .count());
      for (Route route : Routes.of(stand.watched()).subList(0, FailedLogins.BURST)) {
        check(stand, route, "wrong");
      }
    }
  }

  /** The values of a path that lead somewhere in {@link EntriesTest#POLICY}. */
  private static String pathOf(Route route) {
    return route
        .path()
        .replace("/decisions/{id}", "/decisions/" + ID)
        .replace("{tenant}", "acme")
        .replace("{program}", "prepaid")
        .replace(
            "{key}",
            route.method().equals("DELETE")
                    && route.path().endsWith("}")
                    && !route.path().contains("entries")
                ? "made"
                : "acme-cron")
        .replace("{set}", "office")
        .replace("{group}", "internal")
        .replace("{endpoint}", "hook")
        .replace("{id}", "planted");
  }

  private static String bodyOf(Route route) {
    if (route.path().equals("/v1/check")) {
      return "{\"peer\":\"192.0.2.1\",\"headers\":{\"X-Tenant-Id\":\"acme\"}}";
    }
    switch (route.method()) {
      case "PATCH":
        return route.path().startsWith("/v1/keys")
            ? "{\"allow\":[\"192.0.2.9\"]}"
            : "{\"allow\":[\"198.51.100.78\"]}";
      case "POST":
        if (route.path().equals("/v1/keys")) {
          return "{\"id\":\"made\",\"tenants\":[\"acme\"],\"allow\":[\"192.0.2.9\"]}";
        }
        return "{\"address\":\"198.51.100.77\",\"id\":\"planted\"}";
      case "PUT":
        return "{\"owner\":\"ada\"}";
      default:
        return "";
    }
  }

  private static String check(Stand stand, Route route, String token) throws Exception {
    String path = pathOf(route);
    Reply reply = stand.send(route.method() + " " + path, token, bodyOf(route));
    String call = token + " " + route.method() + " " + path + " " + reply.status();
    check(route.method(), route.path(), reply, call);
    return call;
  }

  /** Holds an answer to what the document says of a path, which is written as it is there. */
  static void check(String method, String path, Reply reply, String call) throws Exception {
    JsonNode document = document();
    JsonNode answer =
        document
            .at("/paths")
            .get(path)
            .get(method.toLowerCase(java.util.Locale.ROOT))
            .get("responses")
            .get(Integer.toString(reply.status()));
    assertThat(answer).as(call + "\n" + reply.text()).isNotNull();
    if (reply.status() == 204) {
      assertThat(answer.has("content")).isFalse();
      return;
    }
    String type = reply.header("Content-Type");
    JsonNode content = answer.get("content").get(type);
    assertThat(content).as(call + " is " + type).isNotNull();
    if (type.endsWith("json")) {
      assertThat(errors(document, content.get("schema"), reply.text()))
          .as(call + "\n" + reply.text())
          .isEmpty();
    }
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
