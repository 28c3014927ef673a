package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.caller.KeyHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The API under a policy with the words of another system, called as the manual of that system
 * says. Whatever it answers is held to its own document.
 */
final class OtherSystem implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Stand stand;

  private OtherSystem(Stand stand) {
    this.stand = stand;
  }

  static OtherSystem in(Path folder, String profile) {
    return in(folder, profile, "");
  }

  /** The same over what was managed before; of arbitex that has to hold the global list. */
  static OtherSystem in(Path folder, String profile, String managed) {
    try {
      if (!managed.isEmpty()) {
        Path state =
            Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = Files.writeString(state.resolve("managed.yaml"), managed);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new OtherSystem(Stand.over(folder, policy(profile)));
  }

  private static String policy(String profile) {
    StringBuilder operators = new StringBuilder();
    for (String operator :
        List.of(
            "root platform-admin",
            "watcher viewer",
            "acme-admin tenant-admin acme",
            "acme-desk viewer acme",
            "both-admin tenant-admin acme globex")) {
      String[] words = operator.split(" ");
      operators
          .append("  ")
          .append(words[0])
          .append(": {sha256: ")
          .append(KeyHash.ofKey(words[0]).hex())
          .append(", role: ")
          .append(words[1])
          .append(
              words.length > 2
                  ? ", tenants: " + List.of(words).subList(2, words.length) + "}\n"
                  : "}\n");
    }
    return """
        portcullis: 1
        callers:
          tenant: [{header: X-Tenant-Id}]
          apiKey: {header: X-API-Key}
          onUnknownTenant: deny
          onUnknownKey: ignore
        tenants:
          acme: {}
          globex: {}
          filed: {allow: [{address: 192.0.2.1, id: desk}]}
          01HX0...: {}
          8d4b2c1e-0a3f-4e9d-b7c6-1a2b3c4d5e6f: {}
        operators:
        OPERATORS
        limits: {entriesPerTenant: 1000}
        responses: {profile: PROFILE}
        GLOBAL
        """
        .replace("OPERATORS\n", operators)
        .replace("GLOBAL", profile.equals("arbitex") ? "" : "global: {allow: \"*\"}")
        .replace("PROFILE", profile);
  }

  Stand stand() {
    return stand;
  }

  /** The call of a route; what stands in its path for names follows it, in turn. */
  Reply call(String token, String route, String query, String body, String... names)
      throws Exception {
    String target = route;
    for (String name : names) {
      target = target.replaceFirst("\\{[a-z]+}", name);
    }
    return call(token, route, target + query, body, List.of());
  }

  Reply call(String token, String route, String target, String body, List<String> headers)
      throws Exception {
    List<String> all = new ArrayList<>(headers);
    all.add("Content-Type: application/json");
    Reply reply = stand.send(target, token, body, all.toArray(new String[0]));
    String[] words = route.split(" ");
    OpenApiTest.check(words[0], words[1], reply, token + " " + target + " " + reply.status());
    return reply;
  }

  /** The body of an answer with a status. */
  static JsonNode json(Reply reply, int status) throws Exception {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    return MAPPER.readTree(reply.text());
  }

  /** The names of an object, in turn. */
  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static List<String> texts(JsonNode list, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      texts.add(each.get(name).asText());
    }
    return texts;
  }

  /** The newest change that was recorded. */
  JsonNode newestChange() throws Exception {
    return stand.get("/v1/changes?limit=1", "root").at("/changes/0");
  }

  List<String> events() throws Exception {
    return texts(stand.get("/v1/changes", "root").get("changes"), "event");
  }

  @Override
  public void close() {
    stand.close();
  }
}
