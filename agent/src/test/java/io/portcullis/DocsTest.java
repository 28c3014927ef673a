package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReader;
import io.portcullis.policy.Problem;
import io.portcullis.source.FileSource;
import io.portcullis.source.PolicyText;
import io.portcullis.testing.NamedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documentation shows is true: its policies are good, and nothing is left unmentioned. */
class DocsTest {
  private static final Path ROOT = root();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** The keys of the language, as the reference has to name them. */
  private static final List<String> KEYS =
      List.of(
          "portcullis environment mode clientAddress sets callers exempt defaults global tenants responses tests",
          "header trustedProxies trustedHops onUnreadable proxyAsClient",
          "address id description owner enabled",
          "tenant onUnknownTenant paths addresses emptyAllowlist allow",
          "profile status contentType headers body",
          "from until at limits entriesPerTenant",
          "certificate subject host path jwt claims verify jwks hmacSecretFile issuer audience algorithms clockSkew",
          "requireExpiry",
          "apiKey header query basic program onUnknownKey keysMayWiden programs keys sha256 tenants",
          "operators sha256 role tenants",
          "certificate required issuers names crl internalPaths match",
          "certificateHeader format trustStore transports",
          "subject issuer dnsNames notBefore notAfter verified",
          "name request expect peer method target decision code check client entry scope");

  @TestFactory
  Stream<DynamicTest> policiesInTheDocumentationHaveNoErrors() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      Matcher block = BLOCK.matcher(read(page));
      int count = 0;
      while (block.find()) {
        String yaml = block.group(1);
        if (yaml.startsWith("portcullis: 1")) {
          String name = ROOT.relativize(page) + ", example " + ++count;
          tests.add(DynamicTest.dynamicTest(name, () -> assertThat(errors(name, yaml)).isEmpty()));
        }
      }
    }
    assertThat(tests).as("examples in README.md and docs").hasSizeGreaterThan(9);
    return tests.stream();
  }

  @Test
  void brokenExampleWouldBeFound() {
    assertThat(errors("broken", "portcullis: 1\nmood: enforce\n")).hasSize(1);
    String failing =
        "portcullis: 1\ntests: [{name: n, request: {peer: 192.0.2.1}, expect: {decision: deny}}]\n";
    assertThat(errors("failing", failing)).hasSize(1);
  }

  @Test
  void policyOfTheSampleIsGoodAndItsTestsPass() throws Exception {
    FileSource source =
        FileSource.of(ROOT.resolve("sample-app/policy.yaml").toString(), PolicyReader::listsNamed);
    PolicyLoad load = PolicyReader.read(source.read());
    assertThat(load.problems()).isEmpty();
    assertThat(load.isFit()).isTrue();
    assertThat(load.tests()).hasSizeGreaterThan(4);
  }

  @Test
  void everyKeyOfTheLanguageIsInTheReferenceAndInAnExample() throws IOException {
    String reference = read(ROOT.resolve("docs/policy.md"));
    StringBuilder examples = new StringBuilder();
    Matcher block = BLOCK.matcher(reference);
    while (block.find()) {
      examples.append(block.group(1));
    }
    for (String line : KEYS) {
      for (String key : line.split(" ")) {
        assertThat(reference).as(key).containsPattern("`(exempt\\.|global\\.)?" + key + "`");
        assertThat(examples).as(key).containsPattern("\\b" + key + ": ?");
      }
    }
  }

  @Test
  void everyCodeWithItsStatusIsInTheReference() throws IOException {
    String reference = read(ROOT.resolve("docs/policy.md"));
    for (Code code : Code.values()) {
      String status = code.refuses() ? Integer.toString(code.status()) : "–";
      assertThat(reference).contains("| `" + code.name() + "` | " + status + " |");
    }
    for (CheckName check : CheckName.values()) {
      assertThat(reference).contains("`" + check.word() + "`");
    }
  }

  @Test
  void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(read(page));
      while (link.find()) {
        String target = link.group(1);
        if (target.startsWith("https://")) {
          continue;
        }
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path leadsTo = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        assertThat(leadsTo).as(page + " links to " + target).exists();
        if (hash >= 0) {
          assertThat(anchors(leadsTo)).as(page.toString()).contains(target.substring(hash + 1));
        }
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    return read(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase().replace(' ', '-'))
        .toList();
  }

  /** The errors of a policy, beside files that hold what is shown, an authority, or one rule. */
  private static List<Problem> errors(String name, String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> lists = new HashMap<>();
    for (String list : PolicyReader.listsNamed(bytes)) {
      lists.put(list, NamedFiles.contentOf(list, "192.0.2.128/28"));
    }
    PolicyLoad load = PolicyReader.read(PolicyText.of(name, bytes, lists));
    return load.problems().stream().filter(Problem::isError).toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<Path> pages =
          new ArrayList<>(docs.filter(p -> p.toString().endsWith(".md")).sorted().toList());
      pages.add(0, ROOT.resolve("README.md"));
      return pages;
    }
  }

  private static String read(Path page) throws IOException {
    return Files.readString(page).replace("\r\n", "\n");
  }

  /** The folder of the project: the tests run in that of the module. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("sample-app/policy.yaml"))) {
      here = here.getParent();
    }
    return here;
  }
}
