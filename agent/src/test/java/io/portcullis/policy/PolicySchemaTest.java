package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.policy.PolicyTexts.Named;
import io.portcullis.source.PolicyText;
import io.portcullis.testing.NamedFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schema of docs/policy.schema.json knows the language that the reader reads: whoever adds a
 * key to the one adds it to the other.
 */
class PolicySchemaTest {
  /** No key of the language, and so unlike any that all known ones are named instead. */
  private static final String STRANGE = "zzqqzzqq";

  private static final Pattern KNOWN = Pattern.compile("known here: (.*)$");
  private static final Pattern WORD = Pattern.compile("`([^`]*)`");

  /** What is wrong with the form alone; other mistakes show only when references are followed. */
  private static final Set<String> OF_FORM =
      Set.of(
          "UNKNOWN_KEY",
          "MISSING_KEY",
          "WRONG_TYPE",
          "NULL_VALUE",
          "STAR_NOT_ALLOWED",
          "UNKNOWN_CODE");

  /** How the reader says that a key is not one that may stand there. */
  private static final Set<String> KEY_PROBLEMS = Set.of("UNKNOWN_KEY", "UNKNOWN_CODE");

  private static final Set<String> CODES =
      Arrays.stream(Code.values()).map(Enum::name).collect(Collectors.toSet());

  private static final PolicySchema SCHEMA = PolicySchema.ofDocs();

  static List<Named> goodPolicies() {
    return PolicyTexts.good();
  }

  @ParameterizedTest
  @MethodSource("goodPolicies")
  void goodPolicyIsValid(Named policy) {
    assertThat(SCHEMA.errors(policy.node())).isEmpty();
  }

  static Stream<Named> policiesOfBadForm() {
    return PolicyRows.of("bad-policies.txt").stream()
        .filter(row -> row.problems().stream().anyMatch(PolicySchemaTest::isOfForm))
        .map(row -> new Named(row.name(), row.policy()))
        .filter(policy -> policy.tryNode().isPresent());
  }

  private static boolean isOfForm(String problem) {
    return OF_FORM.stream().anyMatch(code -> problem.contains(": error " + code + " "));
  }

  @ParameterizedTest
  @MethodSource("policiesOfBadForm")
  void policyOfBadFormIsInvalid(Named policy) {
    assertThat(SCHEMA.errors(policy.node())).isNotEmpty();
  }

  @Test
  void thereAreManyPoliciesOfBothKinds() {
    assertThat(goodPolicies()).hasSizeGreaterThan(30);
    assertThat(policiesOfBadForm()).hasSizeGreaterThan(15);
  }

  @Test
  void schemaIsOneItself() {
    String metaschema = SCHEMA.root().path("$schema").asText();
    assertThat(metaschema).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(
            com.networknt.schema.SchemaRegistry.withDefaultDialect(
                    com.networknt.schema.SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of(metaschema))
                .validate(SCHEMA.root()))
        .isEmpty();
  }

  @Test
  void schemaKnowsTheKeysThatTheReaderKnows() {
    Map<String, Set<String>> ofReader = keysOfReader();
    assertThat(ofReader).containsKeys("/", "/clientAddress", "/tests/[]/request", "/tenants/*");
    Map<String, Set<String>> ofSchema = new TreeMap<>();
    ofReader.forEach((path, keys) -> ofSchema.put(path, new TreeSet<>(SCHEMA.keysAt(steps(path)))));
    assertThat(ofSchema)
        .as("keys in docs/policy.schema.json, against those that the reader knows at each path")
        .isEqualTo(ofReader);
  }

  @Test
  void everyMappingOfTheSchemaIsInAnExample() {
    Set<String> inSchema = new TreeSet<>();
    addMappings("", inSchema);
    assertThat(keysOfReader().keySet())
        .as("paths at which good policies of the repository have a mapping")
        .containsAll(inSchema);
  }

  private static void addMappings(String path, Set<String> into) {
    List<JsonNode> parts = SCHEMA.at(steps(path));
    Set<String> keys = SCHEMA.keysAt(steps(path));
    if (!keys.isEmpty()) {
      into.add(path.isEmpty() ? "/" : path);
    }
    keys.forEach(key -> addMappings(path + "/" + key, into));
    if (parts.stream().anyMatch(part -> part.path("additionalProperties").isObject())) {
      addMappings(path + "/*", into);
    }
    if (parts.stream().anyMatch(part -> part.has("items"))) {
      addMappings(path + "/[]", into);
    }
  }

  @Test
  void everyKeyIsExplained() {
    Set<String> silent = new LinkedHashSet<>();
    SCHEMA
        .root()
        .findParents("properties")
        .forEach(
            mapping ->
                mapping
                    .path("properties")
                    .properties()
                    .forEach(
                        key -> {
                          if (key.getValue().path("description").asText().isEmpty()) {
                            silent.add(key.getKey());
                          }
                        }));
    // `description` is a key of the language too, so a mapping of keys looks like a schema with it.
    assertThat(silent).isEmpty();
  }

  @Test
  void codesAndChecksAreThoseOfTheEngine() {
    List<String> codes = Arrays.stream(Code.values()).map(Enum::name).toList();
    List<String> checks = Arrays.stream(CheckName.values()).map(CheckName::word).toList();
    List<String> refusals =
        Arrays.stream(Code.values()).filter(Code::refuses).map(Enum::name).toList();
    assertThat(SCHEMA.wordsAt(List.of("tests", "[]", "expect", "code")))
        .containsExactlyInAnyOrderElementsOf(codes);
    assertThat(SCHEMA.wordsAt(List.of("tests", "[]", "expect", "check")))
        .containsExactlyInAnyOrderElementsOf(checks);
    List<String> named = new ArrayList<>();
    SCHEMA.root().at("/$defs/refusalCode/enum").forEach(code -> named.add(code.asText()));
    assertThat(named).containsExactlyInAnyOrderElementsOf(refusals);
  }

  /** By path, the keys that the reader names when it meets one that it does not know. */
  private static Map<String, Set<String>> keysOfReader() {
    Map<String, Set<String>> known = new TreeMap<>();
    for (Named policy : PolicyTexts.good()) {
      addKnown(policy, "", policy.node(), known);
    }
    return known;
  }

  private static void addKnown(
      Named policy, String path, YamlNode node, Map<String, Set<String>> known) {
    if (node.isSequence()) {
      node.values().forEach(item -> addKnown(policy, path + "/[]", item, known));
    }
    if (!node.isMapping()) {
      return;
    }
    Set<String> keys = keysAt(policy, node);
    if (!keys.isEmpty()) {
      known.computeIfAbsent(path.isEmpty() ? "/" : path, p -> new TreeSet<>()).addAll(keys);
    }
    for (int i = 0; i < node.keys().size(); i++) {
      String key = keys.contains(node.keys().get(i).text()) ? node.keys().get(i).text() : "*";
      addKnown(policy, path + "/" + key, node.values().get(i), known);
    }
  }

  /** The keys that may stand in one mapping of a policy; none where the operator chooses them. */
  private static Set<String> keysAt(Named policy, YamlNode mapping) {
    byte[] strange = withStrangeKey(policy.yaml(), mapping).getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> lists = new LinkedHashMap<>();
    PolicyReader.listsNamed(strange)
        .forEach(list -> lists.put(list, NamedFiles.contentOf(list, "192.0.2.1")));
    Set<String> keys = new TreeSet<>();
    for (Problem problem :
        PolicyReader.read(PolicyText.of("policy.yaml", strange, lists)).problems()) {
      if (KEY_PROBLEMS.contains(problem.code())
          && problem.message().contains("`" + STRANGE + "`")) {
        Matcher listed = KNOWN.matcher(problem.message());
        assertThat(listed.find()).as(problem.message()).isTrue();
        Matcher word = WORD.matcher(listed.group(1));
        while (word.find()) {
          keys.add(word.group(1));
        }
      }
    }
    // Codes are not keys of the language but names, of which a mapping has as many as it likes.
    keys.removeAll(CODES);
    return keys;
  }

  private static String withStrangeKey(String yaml, YamlNode mapping) {
    int at = 0;
    for (int line = 1; line < mapping.place().line(); line++) {
      at = yaml.indexOf('\n', at) + 1;
    }
    at += mapping.place().column() - 1;
    boolean flow = yaml.charAt(at) == '{';
    String key =
        flow ? STRANGE + ": x, " : STRANGE + ": x\n" + " ".repeat(mapping.place().column() - 1);
    int insert = flow ? at + 1 : at;
    return yaml.substring(0, insert) + key + yaml.substring(insert);
  }

  private static List<String> steps(String path) {
    return Arrays.stream(path.split("/")).filter(step -> !step.isEmpty()).toList();
  }
}
