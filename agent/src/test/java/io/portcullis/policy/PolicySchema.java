package io.portcullis.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The schema of {@code docs} as an editor sees it: validating, and asked which keys it knows. */
final class PolicySchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode root;
  private final Schema schema;

  private PolicySchema(JsonNode root) {
    this.root = root;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
  }

  static PolicySchema ofDocs() {
    return of(PolicyTexts.read(PolicyTexts.ROOT.resolve("docs/policy.schema.json")));
  }

  static PolicySchema of(String text) {
    try {
      return new PolicySchema(new ObjectMapper().readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  List<String> errors(YamlNode policy) {
    return schema.validate(json(policy)).stream().map(Error::toString).toList();
  }

  /** YAML as the core schema of YAML 1.2 reads it, which is what editors do. */
  static JsonNode json(YamlNode node) {
    if (node.isSequence()) {
      ArrayNode list = NODES.arrayNode();
      node.values().forEach(item -> list.add(json(item)));
      return list;
    }
    if (node.isMapping()) {
      ObjectNode object = NODES.objectNode();
      for (int i = 0; i < node.keys().size(); i++) {
        object.set(node.keys().get(i).text(), json(node.values().get(i)));
      }
      return object;
    }
    if (node.isNull()) {
      return NODES.nullNode();
    }
    String text = node.text();
    if (node.isPlain() && text.matches("true|True|TRUE|false|False|FALSE")) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    if (node.isPlain() && text.matches("[-+]?[0-9]+")) {
      return NODES.numberNode(new BigInteger(text));
    }
    if (node.isPlain() && text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")) {
      return NODES.numberNode(Double.parseDouble(text));
    }
    return NODES.textNode(text);
  }

  /** All schemas that may apply to what stands at a path; {@code []} is any item of a list. */
  List<JsonNode> at(List<String> path) {
    List<JsonNode> here = parts(List.of(root));
    for (String step : path) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode part : here) {
        JsonNode below =
            step.equals("[]")
                ? part.path("items")
                : part.path("properties").has(step)
                    ? part.path("properties").path(step)
                    : part.path("additionalProperties");
        if (below.isObject()) {
          next.add(below);
        }
      }
      here = parts(next);
    }
    return here;
  }

  /** The schemas, and those that they refer to or are made of. */
  private List<JsonNode> parts(List<JsonNode> schemas) {
    List<JsonNode> parts = new ArrayList<>();
    for (JsonNode schema : schemas) {
      parts.add(schema);
      List<JsonNode> inner = new ArrayList<>();
      if (schema.has("$ref")) {
        inner.add(root.at(schema.path("$ref").asText().substring(1)));
      }
      for (String word : List.of("anyOf", "oneOf", "allOf")) {
        schema.path(word).forEach(inner::add);
      }
      parts.addAll(parts(inner));
    }
    return parts;
  }

  /** The keys that the schema names for a mapping at a path. */
  Set<String> keysAt(List<String> path) {
    Set<String> keys = new LinkedHashSet<>();
    for (JsonNode part : at(path)) {
      part.path("properties").fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }

  /** The words of every {@code enum} that may apply at a path. */
  Set<String> wordsAt(List<String> path) {
    Set<String> words = new LinkedHashSet<>();
    for (JsonNode part : at(path)) {
      part.path("enum").forEach(word -> words.add(word.asText()));
    }
    return words;
  }
}
