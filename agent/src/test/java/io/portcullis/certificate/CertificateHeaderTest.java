package io.portcullis.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.certificate.CertificateHeader.Format;
import io.portcullis.testing.Authority;
import java.net.URLEncoder;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateHeaderTest {
  private static final Authority ROOT = Authority.root("root");
  private static final X509Certificate CLIENT = ROOT.client("a.example.com").issue();
  private static final String ESCAPED = escaped(CLIENT);
  private static final String BINARY = binary(CLIENT);

  private static String escaped(X509Certificate... certificates) {
    return URLEncoder.encode(Authority.pem(certificates), UTF_8).replace("+", "%20");
  }

  private static String binary(X509Certificate certificate) {
    try {
      return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClientCertificate read(Format format, String... lines) {
    return CertificateHeader.of("Client-Cert", format).read(List.of(lines), List.of());
  }

  private static String reason(Format format, String... lines) {
    ClientCertificate read = read(format, lines);
    assertThat(read.isRejected()).isEqualTo(!read.reason().isEmpty());
    assertThat(read.isAbsent()).isFalse();
    return read.reason();
  }

  @Test
  void oneCertificateIsReadInEachFormat() {
    assertThat(read(Format.RFC9440, BINARY).chain()).containsExactly(CLIENT);
    assertThat(read(Format.RFC9440, " \t" + BINARY + " ").chain()).containsExactly(CLIENT);
    assertThat(read(Format.PEM_ESCAPED, ESCAPED).chain()).containsExactly(CLIENT);
    assertThat(read(Format.XFCC, "Cert=\"" + ESCAPED + "\"").chain()).containsExactly(CLIENT);
    assertThat(
            read(
                    Format.XFCC,
                    "By=spiffe://a;Hash=00;URI=a;URI=b;Subject=\"CN=\\\"a\\\",O=;b\";Cert=\""
                        + ESCAPED
                        + "\"")
                .chain())
        .containsExactly(CLIENT);
    assertThat(read(Format.RFC9440, BINARY).origin()).isEqualTo(ClientCertificate.Origin.HEADER);
  }

  @Test
  void chainIsReadWhereTheFormatHasOne() {
    CertificateHeader header = CertificateHeader.of("Client-Cert", Format.RFC9440);
    assertThat(header.chainName()).contains("Client-Cert-Chain");
    String root = binary(ROOT.certificate());
    assertThat(header.read(List.of(BINARY), List.of(root + ", " + root, root)).chain())
        .containsExactly(CLIENT, ROOT.certificate(), ROOT.certificate(), ROOT.certificate());
    assertThat(
            read(
                    Format.XFCC,
                    "Cert=\""
                        + ESCAPED
                        + "\";Chain=\""
                        + escaped(CLIENT, ROOT.certificate())
                        + "\"")
                .chain())
        .containsExactly(CLIENT, ROOT.certificate());
    assertThat(header.read(List.of(), List.of(root)).reason()).isEqualTo("unreadable");
    assertThat(header.read(List.of(BINARY), Collections.nCopies(11, root)).isRejected()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void emptyHeaderIsNone(Format format) {
    assertThat(read(format).isAbsent()).isTrue();
    assertThat(read(format, "", " \t").isAbsent()).isTrue();
  }

  @Test
  void secondValueIsRejected() {
    assertThat(reason(Format.RFC9440, BINARY, BINARY)).isEqualTo("several_values");
    assertThat(reason(Format.RFC9440, BINARY + ", " + BINARY)).isEqualTo("several_values");
    assertThat(reason(Format.RFC9440, "", BINARY)).isEqualTo("several_values");
    assertThat(reason(Format.XFCC, "Cert=\"" + ESCAPED + "\",Cert=\"" + ESCAPED + "\""))
        .isEqualTo("several_values");
    assertThat(reason(Format.XFCC, "By=a,Cert=\"" + ESCAPED + "\"")).isEqualTo("several_values");
    assertThat(reason(Format.PEM_ESCAPED, escaped(CLIENT, CLIENT))).isEqualTo("unreadable");
  }

  @Test
  void whatCannotBeReadIsRejected() {
    for (String text :
        List.of("x", ":", "::", ":AAAA:", BINARY.substring(1), BINARY + ";a=b", ESCAPED, ":!:")) {
      assertThat(reason(Format.RFC9440, text)).as(text).isEqualTo("unreadable");
    }
    for (String text : List.of("%", "%zz", "abc", BINARY, ESCAPED.substring(0, 200), "%00")) {
      assertThat(reason(Format.PEM_ESCAPED, text)).as(text).isEqualTo("unreadable");
    }
    for (String text :
        List.of(
            "Cert",
            "=a",
            "Cert=\"" + ESCAPED,
            "Cert=abc",
            "Cert=\"\"",
            "Cert=\"" + ESCAPED + "\"x",
            "Cert=" + ESCAPED + ";Cert=" + ESCAPED,
            "Cert=\"" + ESCAPED + "\";Chain=\"" + escaped(ROOT.certificate()) + "\"")) {
      assertThat(reason(Format.XFCC, text)).as(text).isEqualTo("unreadable");
    }
    assertThat(reason(Format.XFCC, "By=a;Hash=b")).isEqualTo("header_without_certificate");
  }

  @ParameterizedTest
  @EnumSource
  void longHeaderIsRejected(Format format) {
    assertThat(reason(format, "a".repeat(CertificateHeader.MAX_LENGTH + 1)))
        .isEqualTo("header_too_long");
  }

  @Property
  void nothingThatIsSentThrows(
      @ForAll Format format, @ForAll("texts") String line, @ForAll("texts") String chain) {
    ClientCertificate read = CertificateHeader.of("C", format).read(List.of(line), List.of(chain));
    assertThat(read.isAbsent() || read.isRejected() || !read.chain().isEmpty()).isTrue();
  }

  /** Good values with something in them exchanged, and made-up ones. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> good =
        Arbitraries.of(BINARY, ESCAPED, "Cert=\"" + ESCAPED + "\";Chain=\"" + ESCAPED + "\"");
    Arbitrary<String> spoiled =
        good.flatMap(
            text ->
                Arbitraries.integers()
                    .between(0, text.length() - 1)
                    .flatMap(
                        at ->
                            Arbitraries.strings()
                                .withChars("AZaz09+/=:;,\"%\\ \0")
                                .ofMaxLength(4)
                                .map(s -> text.substring(0, at) + s + text.substring(at + 1))));
    return Arbitraries.oneOf(
        spoiled, good, Arbitraries.strings().withChars("CertChain=:;,\"%\\AB0 ").ofMaxLength(40));
  }

  @Property
  void spoiledDerIsNeverAnError(@ForAll int seed) throws Exception {
    byte[] der = CLIENT.getEncoded();
    java.util.Random random = new java.util.Random(seed);
    for (int i = 0; i < 3; i++) {
      der[random.nextInt(der.length)] = (byte) random.nextInt();
    }
    ClientCertificate read =
        read(Format.RFC9440, ":" + Base64.getEncoder().encodeToString(der) + ":");
    read.names();
    Issuers.of(List.of(ROOT.certificate()), java.util.Set.of(), java.util.Optional.empty());
    if (!read.chain().isEmpty()) {
      Issuers issuers =
          Issuers.of(List.of(ROOT.certificate()), java.util.Set.of(), java.util.Optional.empty());
      boolean same = read.chain().get(0).equals(CLIENT);
      assertThat(issuers.judge(read.chain(), Authority.NOW.toEpochMilli()).isAccepted())
          .isEqualTo(same);
    }
  }
}
