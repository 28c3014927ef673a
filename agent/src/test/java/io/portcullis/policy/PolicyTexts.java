package io.portcullis.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The policies of the repository: of the documentation, of the sample, of the tests' own data. */
final class PolicyTexts {
  static final Path ROOT = root();
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```yaml\\n(portcullis: 1\\n.*?)^```$");

  /** Wherever a list of addresses may stand. */
  private static final String LISTS =
      """
      portcullis: 1
      clientAddress: {header: X-Forwarded-For, trustedProxies: LIST}
      sets: {inner: [192.0.2.1], outer: LIST}
      callers:
        tenant: [{header: X-Tenant-Id}]
        program: [{header: X-Program-Id}]
        apiKey: {header: X-API-Key}
        onUnknownTenant: deny
        onUnknownKey: deny
      exempt: {addresses: LIST}
      global: {allow: LIST}
      tenants: {acme: {allow: LIST, programs: {prepaid: {allow: LIST}}}}
      keys:
        cron:
          sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
          tenants: [acme]
          allow: LIST
      groups:
        g: {match: /g, network: {addresses: LIST}, endpoints: {e: {match: /e, network: {addresses: LIST}}}}
      """;

  private PolicyTexts() {}

  record Named(String name, String yaml) {
    /** The policy as nodes; throws where it is no YAML that a policy may be. */
    YamlNode node() {
      return tryNode().orElseThrow(() -> new IllegalStateException(name));
    }

    Optional<YamlNode> tryNode() {
      return YamlReader.read(name, yaml.getBytes(StandardCharsets.UTF_8), new Problems(name));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Policies that could be put in force, if the lists that they name were there. */
  static List<Named> good() {
    List<Named> good = new ArrayList<>();
    good.add(new Named("GoodPolicy", GoodPolicy.YAML));
    good.add(file("sample-app/policy.yaml"));
    for (String list :
        List.of(
            "{set: inner}", "{file: a.txt}", "[{set: inner}, {file: a}, {address: 192.0.2.2}]")) {
      good.add(new Named("every list is " + list, LISTS.replace("LIST", list)));
    }
    for (String name : List.of("shop", "failing", "off", "odd", "listless")) {
      good.add(file("agent/src/test/resources/cli/" + name + ".yaml"));
    }
    PolicyRows.of("odd-policies.txt").forEach(row -> good.add(new Named(row.name(), row.policy())));
    for (Path page : pages()) {
      Matcher block = BLOCK.matcher(read(page));
      for (int n = 1; block.find(); n++) {
        good.add(new Named(ROOT.relativize(page) + ", example " + n, block.group(1)));
      }
    }
    return good;
  }

  static Named file(String path) {
    return new Named(path, read(ROOT.resolve(path)));
  }

  private static List<Path> pages() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<Path> pages = new ArrayList<>(docs.filter(p -> p.toString().endsWith(".md")).toList());
      pages.add(ROOT.resolve("README.md"));
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path path) {
    try {
      return Files.readString(path).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("sample-app/policy.yaml"))) {
      here = Objects.requireNonNull(here.getParent(), "the tests run below the project's folder");
    }
    return here;
  }
}
