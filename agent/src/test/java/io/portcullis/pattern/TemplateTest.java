package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  @ParameterizedTest
  @CsvSource({
    "/t/{tenant}/**, /t/acme, acme",
    "/t/{tenant}/**, /t/acme/, acme",
    "/t/{tenant}/**, /t/acme/orders/7, acme",
    "/t/{tenant}/**, /t/a%2/x, a%2",
    "/t/{tenant}/**, /t, -",
    "/t/{tenant}/**, /t/, -",
    "/t/{tenant}/**, /T/acme, -",
    "/t/{tenant}/**, /t/../acme, -",
    "/t/{tenant}/**, /x/t/acme, -",
    "/{tenant}, /acme, acme",
    "/{tenant}, /acme/, -",
    "/{tenant}/**, /, -",
    "/{v}/t/{tenant}/*, /v1/t/acme/x, acme",
    "/{v}/t/{tenant}/*, /v1/t/acme, -",
  })
  void nameIsTheSegmentInItsPlace(String template, String path, String name) throws Exception {
    PathTemplate parsed = PathTemplate.parse(template, "tenant");
    assertThat(parsed.matches(path) ? parsed.nameIn(path) : "-").isEqualTo(name);
    assertThat(parsed).hasToString(template);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/t/**; write it where the name stands, such as `/t/{tenant}/**`",
        "/t/{program}; no segment is `{tenant}`",
        "/t/x{tenant}; is no name in braces",
        "/{tenant}/{tenant}; `{tenant}` stands in it more than once",
        "GET /t/{tenant}; leave the method out",
        "t/{tenant}; a path begins with a slash",
      })
  void pathThatIsNoTemplateIsToldWhy(String template, String cause) {
    assertThatThrownBy(() -> PathTemplate.parse(template, "tenant"))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageStartingWith("invalid path pattern `" + template + "`: ")
        .hasMessageContaining(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "{tenant}.api.example.com, acme.api.example.com, acme",
    "{tenant}.api.example.com, ACME.API.Example.com., acme",
    "{tenant}.API.example.com., acme.api.example.com, acme",
    "{tenant}.api.example.com, api.example.com, -",
    "{tenant}.api.example.com, a.b.api.example.com, -",
    "{tenant}.api.example.com, acme.api.example.com.evil.test, -",
    "{tenant}.api.example.com, acmeapi.example.com, -",
    "{tenant}.api.example.com, acme.xapi.example.com, -",
    "api.{tenant}.example.com, api.acme.example.com, acme",
    "api.{tenant}.example.com, api.a.b.example.com, -",
    "api.{tenant}.example.com, api.example.com, -",
    "app.{tenant}, app.acme, acme",
    "app.{tenant}, app.a.b, -",
    "{tenant}.local, 127.0.0.1, -",
  })
  void nameIsTheLabelInItsPlace(String template, String host, String name) throws Exception {
    HostTemplate parsed = HostTemplate.parse(template, "tenant");
    Optional<String> found = parsed.nameIn(HostName.parse(host).orElseThrow());
    assertThat(found.orElse("-")).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "api.example.com; no label is `{tenant}`",
        "{tenant}; every host would be like it",
        "{tenant}.; every host would be like it",
        "x{tenant}.example.com; is a whole label",
        "{tenant}x.example.com; is a whole label",
        "{tenant}.{tenant}.example.com; more than once",
        "*.{tenant}.example.com; a star stands for no label here",
        "{tenant}.example.com:8080; a domain has no port",
        "https://{tenant}.example.com; a domain has no scheme",
        "{tenant}..example.com; there is an empty label",
        "{tenant}.münchen.de; write its A-labels",
        "{tenant}.example.com/; a domain has no path",
        "{tenant}.1; a host that ends in a number",
      })
  void hostThatIsNoTemplateIsToldWhy(String template, String cause) {
    assertThatThrownBy(() -> HostTemplate.parse(template, "tenant"))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageStartingWith("invalid domain `" + template + "`: ")
        .hasMessageContaining(cause);
  }

  @Property
  void hostHasANameIfItIsTheTemplateWithTheNameInItsPlace(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 3) String label,
      @ForAll("hosts") String host)
      throws Exception {
    HostTemplate template = HostTemplate.parse("{tenant}.a.b", "tenant");
    assertThat(template.nameIn(HostName.parse(label + ".a.b").orElseThrow())).contains(label);
    Optional<String> slow =
        host.matches("[^.]+\\.a\\.b")
            ? Optional.of(host.substring(0, host.indexOf('.')))
            : Optional.empty();
    assertThat(template.nameIn(HostName.parse(host).orElseThrow())).isEqualTo(slow);
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<String> hosts() {
    return net.jqwik.api.Arbitraries.of("a", "b", "ab", "x")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(labels -> String.join(".", labels));
  }
}
