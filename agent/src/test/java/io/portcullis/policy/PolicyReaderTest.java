package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.portcullis.engine.Mode;
import io.portcullis.source.PolicyText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  @Test
  void wholeLanguageCompilesAndPassesItsOwnTests() {
    PolicyLoad load = PolicyReader.read(GoodPolicy.text());

    assertThat(load.problems()).isEmpty();
    assertThat(load.isFit()).isTrue();
    assertThat(load.tests()).hasSize(20).allMatch(TestOutcome::passed);
    assertThat(load.snapshot().get().mode()).isEqualTo(Mode.ENFORCE);
  }

  @Test
  void loadCountsSetsTenantsAndEnabledEntries() {
    PolicyLoad load = PolicyReader.read(GoodPolicy.text());

    assertThat(load.sets()).isEqualTo(4);
    assertThat(load.tenants()).isEqualTo(4);
    // global 1, exempt 1, acme 3 + 2 + 1 + 1 and its program 1, beta 1, a key 1, the groups 5; the
    // disabled one and the proxies do not count
    assertThat(load.entries()).isEqualTo(17);
  }

  @Test
  void failedTestKeepsThePolicyFromBeingFitButNotFromBeingCompiled() {
    PolicyLoad load =
        PolicyReader.read(
            text(
                """
                portcullis: 1
                tests: [{name: a, request: {peer: 192.0.2.1}, expect: {decision: deny}}]
                """));

    assertThat(load.snapshot()).isPresent();
    assertThat(load.isFit()).isFalse();
    assertThat(load.tests()).extracting(TestOutcome::passed).containsExactly(false);
  }

  @Test
  void revisionIsTheHashOfTheFileWhereThereAreNoLists() throws Exception {
    PolicyText text = text("portcullis: 1\n");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.bytes());

    assertThat(PolicyReader.read(text).snapshot().get().revision())
        .isEqualTo(HexFormat.of().formatHex(hash).substring(0, 12));
  }

  @Test
  void revisionChangesWithAnyByteOfAnyList() {
    String policy = "portcullis: 1\nsets: {a: {file: a}, b: {file: b}}\n";
    String before = revision(policy, Map.of("a", "192.0.2.1\n192.0.2.2\n", "b", ""));

    assertThat(revision(policy, Map.of("a", "192.0.2.1\n", "b", "192.0.2.2\n")))
        .isNotEqualTo(before);
    assertThat(revision(policy, Map.of("a", "", "b", "192.0.2.1\n192.0.2.2\n")))
        .isNotEqualTo(before);
    assertThat(revision(policy, Map.of("b", "", "a", "192.0.2.1\n192.0.2.2\n"))).isEqualTo(before);
  }

  @Test
  void listsAreNamedEvenByAPolicyThatIsWrong() {
    String policy =
        """
        mode: wrong
        clientAddress: {trustedProxies: {file: a.txt}}
        sets: {a: [{file: b.txt}, {file: a.txt}], c: {file: ../out.txt}, d: {file: /etc/passwd}}
        exempt: {addresses: [{file: sub/c.txt}]}
        global: {allow: [{file: d.txt}]}
        tenants: {x: {allow: {file: e.txt}}}
        responses: {IP_NOT_ALLOWED: {headers: {file: no.txt}}}
        tests: [{request: {headers: {file: no.txt}}}]
        """;

    assertThat(PolicyReader.listsNamed(policy.getBytes(StandardCharsets.UTF_8)))
        .containsExactly("a.txt", "b.txt", "sub/c.txt", "e.txt", "d.txt");
    assertThat(PolicyReader.listsNamed("{".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void listFilesAreCalledByTheirPathBesideThePolicy() {
    PolicyText text =
        PolicyText.of(
            "/etc/portcullis/policy.yaml",
            "portcullis: 1\nsets: {a: {file: lists/a.txt}, b: {file: b.txt}}\n"
                .getBytes(StandardCharsets.UTF_8),
            Map.of("lists/a.txt", "x\n".getBytes(StandardCharsets.UTF_8)),
            Map.of("b.txt", "permission denied"));

    assertThat(PolicyReader.read(text).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "/etc/portcullis/policy.yaml:2:42: error LIST_UNREADABLE the list"
                + " `/etc/portcullis/b.txt` cannot be read: permission denied",
            "/etc/portcullis/lists/a.txt:1:1: error ADDRESS_INVALID invalid IP address `x`: not an"
                + " address, and names are not looked up");
  }

  @Test
  void carriageReturnsChangeNeitherPlacesNorMeaning() {
    for (String end : new String[] {"\r\n", "\r"}) {
      String policy = "portcullis: 1" + end + "mode: x" + end;

      assertThat(PolicyReader.read(text(policy)).problems())
          .extracting(problem -> problem.place().toString())
          .containsExactly("policy.yaml:2:7");
      assertThat(PolicyReader.read(GoodPolicy.text(GoodPolicy.YAML.replace("\n", end))).isFit())
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"UTF-16,NOT_UTF8,1", "UTF-16LE,CONTROL_CHARACTER,2", "UTF-32,CONTROL_CHARACTER,1"})
  void otherUnicodeEncodingsAreRefused(String charset, String code, int column) {
    byte[] bytes = "portcullis: 1\n".getBytes(Charset.forName(charset));
    PolicyLoad load = PolicyReader.read(PolicyText.of("policy.yaml", bytes, Map.of()));

    assertThat(load.problems())
        .extracting(Problem::code, Problem::place)
        .containsExactly(tuple(code, Place.of("policy.yaml", 1, column)));
  }

  @Test
  void bytesThatAreNotUtf8AreToldWithTheirPlace() {
    byte[] bytes = "portcullis: 1\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(PolicyReader.read(PolicyText.of("policy.yaml", bytes, Map.of())).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "policy.yaml:2:6: error NOT_UTF8 these bytes are not UTF-8; save the policy as UTF-8"
                + " text");
  }

  @Test
  void controlCharactersAreRefusedWhereTheyStand() {
    assertThat(PolicyReader.read(text("portcullis: 1\n# \u0007\n")).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "policy.yaml:2:3: error CONTROL_CHARACTER the character U+0007 must not stand in a"
                + " policy; remove it");
  }

  @Test
  void whatAUserWroteNeverBreaksALineOfAProblem() {
    PolicyLoad load =
        PolicyReader.read(
            text("portcullis: 1\n\"a\\nb\\u001b[31m\\u202e\\u2028\": 1\nmode: \"x\\ny\"\n"));

    assertThat(load.problems()).hasSize(2);
    assertThat(load.problems().get(0).message())
        .startsWith("unknown key `a\\u000ab\\u001b[31m\\u202e\\u2028`");
    assertThat(load.problems())
        .allSatisfy(
            p ->
                assertThat(p.toString().codePoints())
                    .noneMatch(c -> c < ' ' || c == 0x202e || c == 0x2028));
  }

  private static String revision(String policy, Map<String, String> lists) {
    Map<String, byte[]> bytes = new java.util.HashMap<>();
    lists.forEach((name, lines) -> bytes.put(name, lines.getBytes(StandardCharsets.UTF_8)));
    return PolicyReader.revisionOf(
        PolicyText.of("policy.yaml", policy.getBytes(StandardCharsets.UTF_8), bytes));
  }

  private static PolicyText text(String policy) {
    return PolicyText.of("policy.yaml", policy.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
