package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.caller.KeyHash;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is managed: how it is written, read, and laid over a file. */
class ManagedLayerTest {
  private static final String FILE =
      """
      portcullis: 1
      callers:
        tenant: [{header: X-Tenant-Id}]
        apiKey: {header: X-API-Key}
        onUnknownTenant: deny
        onUnknownKey: ignore
      sets: {office: [192.0.2.64/26]}
      tenants:
        acme: {allow: [203.0.113.0/24]}
        globex: {}
      global: {allow: [192.0.2.2]}
      """;

  private static ManagedText managed(String yaml) {
    return ManagedText.of("managed.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static PolicyLoad read(String file, String yaml) {
    return PolicyReader.read(
        PolicyText.of("policy.yaml", file.getBytes(StandardCharsets.UTF_8), Map.of())
            .with(Optional.of(managed(yaml))));
  }

  private static List<ManagedEntry> entries(Map<String, Object> draft) {
    EntryDrafts drafts = EntryDrafts.read(List.of(draft));
    return drafts.entries().stream()
        .map(entry -> EntryDrafts.managed(entry, "id", "ada", 1_000, 2_000))
        .toList();
  }

  @Property(tries = 300)
  void whateverIsWrittenIsReadAgain(
      @ForAll String description, @ForAll String tenant, @ForAll String set) {
    Map<String, Object> draft = new HashMap<>(Map.of("address", "198.51.100.7"));
    draft.put("description", description);
    if (!EntryDrafts.read(List.of(draft)).wrong().isEmpty() || tenant.isEmpty()) {
      return;
    }
    ManagedLayer layer =
        ManagedLayer.EMPTY
            .with(ListScope.tenant(tenant), ManagedList.of(entries(draft)))
            .with(ListScope.program(tenant, "p"), ManagedList.open())
            .with(ListScope.set("s" + set), ManagedList.of(entries(draft)))
            .with(ListScope.EXEMPT, ManagedList.of(entries(draft)))
            .with(ListScope.GLOBAL, ManagedList.of(entries(draft)))
            .with(ListScope.key("cron"), ManagedList.of(entries(draft)))
            .with(
                ManagedKey.of(
                    "made", KeyHash.ofKey("x"), List.of(tenant), Optional.empty(), "ada", 5_000));
    ManagedText text = ManagedText.of("managed.yaml", layer.bytes());
    assertThat(ManagedLayer.problemsOf(text)).isEmpty();
    ManagedLayer again = ManagedLayer.of(Optional.of(text));
    assertThat(again.bytes()).isEqualTo(layer.bytes());
    assertThat(again.lists().keySet()).isEqualTo(layer.lists().keySet());
    ManagedEntry entry = again.list(ListScope.tenant(tenant)).entries().get(0);
    assertThat(entry.entry().description()).isEqualTo(description);
    assertThat(entry.createdBy()).isEqualTo("ada");
    assertThat(entry.createdAt()).isEqualTo(1_000);
    assertThat(entry.updatedAt()).isEqualTo(2_000);
  }

  @Test
  void listIsThatOfTheFileAndWhatIsManagedTogether() {
    PolicyLoad load =
        read(FILE, "managed: 1\ntenants: {acme: {allow: [{address: 198.51.100.7, id: a}]}}\n");
    assertThat(load.errors()).isEmpty();
    assertThat(load.entries()).isEqualTo(3);
    assertThat(load.snapshot().orElseThrow().revision())
        .isNotEqualTo(read(FILE, "managed: 1\n").snapshot().orElseThrow().revision());
  }

  @Test
  void scopeThatIsGoneCountsForNothingAndIsWarnedOf() {
    PolicyLoad load =
        read(
            FILE,
            """
            managed: 1
            tenants: {hooli: {allow: [{address: 198.51.100.7, id: a}]}}
            sets: {gone: [{address: 198.51.100.7, id: a}]}
            keys:
              k: {sha256: HASH, tenants: [hooli]}
              file: {allow: [{address: 198.51.100.7, id: a}]}
            """
                .replace("HASH", KeyHash.ofKey("x").hex()));
    assertThat(load.isFit()).isTrue();
    assertThat(load.warnings()).extracting(Problem::code).containsOnly("SCOPE_GONE").hasSize(4);
    assertThat(load.warnings().toString())
        .contains("`tenant:hooli`", "`set:gone`", "`key:file`", "the key `k`")
        .contains("managed.yaml:2:");
  }

  @Test
  void keyThatWasMadeIsOneOfThePolicy() {
    PolicyLoad load =
        read(
            FILE,
            "managed: 1\nkeys: {k: {sha256: HASH, tenants: [acme], allow: \"*\"}}\n"
                .replace("HASH", KeyHash.ofKey("x").hex()));
    assertThat(load.problems()).isEmpty();
    assertThat(load.outline().orElseThrow().tenantsOf("key:k")).containsExactly("acme");
    PolicyLoad twice =
        read(
            FILE + "keys: {k: {sha256: " + KeyHash.ofKey("y").hex() + ", tenants: [acme]}}\n",
            "managed: 1\nkeys: {k: {sha256: HASH, tenants: [acme]}}\n"
                .replace("HASH", KeyHash.ofKey("x").hex()));
    assertThat(twice.errors()).extracting(Problem::code).containsExactly("DUPLICATE_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "managed: 2\n",
        "tenants: {}\n",
        "managed: 1\nmanaged: 1\n",
        "managed: 1\ntenants: {acme: {mode: off}}\n",
        "managed: 1\ntenants: {acme: {allow: [{set: office}]}}\n",
        "managed: 1\ntenants: {acme: {allow: [10.0.0.0/99]}}\n",
        "managed: 1\ntenants: {acme: {allow: {set: office}}}\n",
        "managed: 1\ntenants: {acme: {allow: [{address: 192.0.2.7, createdAt: soon}]}}\n",
        "managed: 1\ntenants: {acme: {allow: [{address: 192.0.2.7, hue: red}]}}\n",
        "managed: 1\nexempt: {addresses: \"*\"}\n",
        "managed: 1\nglobal: {allow: [0.0.0.0/0]}\n",
        "managed: 1\nkeys: {k: {sha256: aa, tenants: [acme]}}\n",
        "managed: 1\nkeys: {k: {tenants: [acme]}}\n",
        "managed: 1\n---\nmanaged: 1\n",
        "managed: 1\ntenants: {acme: {allow: [{address: 192.0.2.7"
      })
  void whatIsWrittenWronglyIsAnErrorWithItsPlace(String yaml) {
    PolicyLoad load = read(FILE, yaml);
    assertThat(load.isFit()).isFalse();
    assertThat(load.errors()).isNotEmpty();
    assertThat(load.errors()).allMatch(problem -> problem.place().file().equals("managed.yaml"));
  }

  @Test
  void hashOfAKeyIsNotShown() {
    ManagedKey key =
        ManagedKey.of("k", KeyHash.ofKey("x"), List.of("a"), Optional.empty(), "ada", 0);
    assertThat(key.toString()).isEqualTo("key k");
  }
}
