package io.portcullis.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Cases;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNameTest {
  @ParameterizedTest
  @CsvSource({
    "api.acme.example, api.acme.example, true",
    "API.Acme.Example, api.acme.EXAMPLE, true",
    "api.acme.example., api.acme.example, true",
    "*.acme.example, api.acme.example, true",
    "*.acme.example, xn--pthon-kva.acme.example, true",
    "*.acme.example, acme.example, false",
    "*.acme.example, a.b.acme.example, false",
    "*.acme.example, api.xacme.example, false",
    "*.acme.example, *.acme.example, true",
    "*.acme.example, *.b.acme.example, false",
    "api.acme.example, www.acme.example, false",
    "localhost, localhost, true",
  })
  void oneWholeLabelStandsForAStarOnEitherSide(String one, String other, boolean expected)
      throws CertificateSyntaxException {
    CertificateName first = CertificateName.parse(one);
    CertificateName second = CertificateName.parse(other);
    assertThat(first.matches(second)).isEqualTo(expected);
    assertThat(second.matches(first)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "*",
        "*.com",
        "*.",
        "a..b",
        ".a",
        "f*.a.b",
        "a.*.b",
        "*.*.a.b",
        "a b.c",
        "1.2.3.4",
        "::1",
        "a.1",
        "-a.b",
        "a-.b",
        "ä.example",
        "a\0.b",
        "a.b..",
        "*a.b.c",
        "a/b",
        "*.1.2"
      })
  void whatIsNoNameMatchesNothing(String text) {
    assertThat(CertificateName.find(text)).isEmpty();
  }

  @Property
  void noTextThrowsAndWhatIsReadMatchesItself(@ForAll String text) {
    Optional<CertificateName> name = CertificateName.find(text);
    name.ifPresent(n -> assertThat(n.matches(n)).isTrue());
  }

  @TestFactory
  List<DynamicTest> rowsOfOtherSuites() {
    return Cases.rows("cert-names.jsonl").stream()
        .map(row -> DynamicTest.dynamicTest(value(row, "id").toString(), () -> check(row)))
        .toList();
  }

  private static Object value(Map<String, Object> row, String key) {
    return Objects.requireNonNull(row.get(key), key);
  }

  /** Subject alternative names as strict suites have it; the common name only where none is. */
  @SuppressWarnings("unchecked")
  private static void check(Map<String, Object> row) {
    List<String> dnsNames = (List<String>) value(row, "san_dns");
    List<String> commonNames = (List<String>) value(row, "common_name");
    String host = value(row, "host").toString();
    boolean isName = CertificateName.find(host).isPresent();
    boolean expected =
        isName
            && (Boolean.TRUE.equals(row.get("cn_fallback"))
                || value(row, "strict_san_only").equals("match"));
    boolean matches =
        CertificateName.find(host)
            .map(
                wanted ->
                    ClientCertificate.names(dnsNames, commonNames).stream()
                        .anyMatch(wanted::matches))
            .orElse(false);
    assertThat(matches).isEqualTo(expected);
    if (isName && !Boolean.TRUE.equals(row.get("cn_fallback")) && !dnsNames.isEmpty()) {
      assertThat(row.get("strict_san_only")).isEqualTo(matches ? "match" : "no-match");
    }
  }
}
