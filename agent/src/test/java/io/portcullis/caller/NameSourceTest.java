package io.portcullis.caller;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.caller.jwt.JwtKeys;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.caller.jwt.JwtRules;
import io.portcullis.caller.jwt.Tokens;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.StatedCertificate;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.Verdict;
import io.portcullis.ip.IpAddress;
import io.portcullis.pattern.HostTemplate;
import io.portcullis.pattern.PathTemplate;
import io.portcullis.testing.NamedFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where names stand beside headers: in the path, in the host, in a token. */
class NameSourceTest {
  private static final long NOW = 1_795_219_200_000L;
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static String said(NameSource source, Request request) {
    Claim claim = source.claimOf(new Evaluation(request, PeerOnly.INSTANCE, () -> NOW));
    return claim.isUnreadable() ? claim.reason() : claim.isPresent() ? claim.text() : "-";
  }

  // The path

  @ParameterizedTest
  @CsvSource({
    "/t/acme/orders, acme",
    "/t/acme, acme",
    "/t/acme?t=/t/globex, acme",
    "/t/acme;t=globex/x, path_ambiguous",
    "/t/ac%6De/x, acme",
    "/t/ac%2520me, path_ambiguous",
    "http://contract.test/t/acme/x, acme",
    "/t/acme/../globex/x, path_ambiguous",
    "/t/acme%2fglobex/x, path_ambiguous",
    "//t/acme, path_ambiguous",
    "/t//acme, path_ambiguous",
    "/x/..;/t/acme, path_ambiguous",
    "/x//y, -",
    "/T/acme/x, path_resembles",
    "/t./acme/x, path_resembles",
    "/t/m%C3%BCller, path_not_printable",
    "/t, -",
    "/t/, -",
    "/orders/t/acme, -",
    "*, -",
  })
  void nameInThePathIsReadWhereThereIsOneWayToReadIt(String target, String said) throws Exception {
    NameSource source = NameSource.path(PathTemplate.parse("/t/{tenant}/**", "tenant"));
    assertThat(said(source, from("192.0.2.1").target(target).build())).isEqualTo(said);
  }

  @Test
  void pathThatTheServerReadsInAnotherWayIsUnreadable() throws Exception {
    NameSource source = NameSource.path(PathTemplate.parse("/t/{tenant}/**", "tenant"));
    assertThat(said(source, withContainerPath("/t/acme/x", "/t/acme/x"))).isEqualTo("acme");
    assertThat(said(source, withContainerPath("/t/acme/x", "/t/globex/x")))
        .isEqualTo("path_ambiguous");
    assertThat(said(source, withContainerPath("/x", "/t/acme/x"))).isEqualTo("path_ambiguous");
    assertThat(said(source, withContainerPath("/x", "/y"))).isEqualTo("-");
  }

  private static Request withContainerPath(String target, String containerPath) {
    RequestFacts facts = from("192.0.2.1").target(target).build();
    return new Request() {
      @Override
      public Optional<IpAddress> peer() {
        return facts.peer();
      }

      @Override
      public String method() {
        return facts.method();
      }

      @Override
      public String target() {
        return facts.target();
      }

      @Override
      public Optional<String> containerPath() {
        return Optional.of(containerPath);
      }

      @Override
      public List<String> headerLines(String name) {
        return facts.headerLines(name);
      }
    };
  }

  // The host

  @ParameterizedTest
  @CsvSource({
    "acme.api.example.com, acme",
    "ACME.api.example.com:8443, acme",
    "acme.api.example.com., acme",
    "api.example.com, -",
    "192.0.2.7:80, -",
    "acme.api.example.com|acme.api.example.com, hosts_differ",
    "acme.api.example.com|globex.api.example.com, hosts_differ",
    "acme.api.example.com:x, host_unreadable",
    "user@acme.api.example.com, host_unreadable",
    "acme%2eapi.example.com, host_unreadable",
    "'', host_unreadable",
    "none, -",
  })
  void nameInTheHostIsReadWhereThereIsOneHost(String lines, String said) throws Exception {
    NameSource source = NameSource.host(HostTemplate.parse("{tenant}.api.example.com", "tenant"));
    assertThat(said(source, withLines("Host", lines).build())).isEqualTo(said);
  }

  @Test
  void requestThatNamesTwoHostsIsRefusedForThat() throws Exception {
    CallerCheck check =
        CallerCheck.builder()
            .tenantSources(
                List.of(NameSource.host(HostTemplate.parse("{tenant}.example.com", "tenant"))))
            .tenants(List.of("acme"))
            .build();
    Verdict verdict =
        check.judge(
            new Evaluation(
                withLines("Host", "acme.example.com").target("http://globex.example.com/x").build(),
                PeerOnly.INSTANCE));
    assertThat(verdict.code()).contains(Code.HOST_CONFLICT);
    assertThat(verdict.reason()).isEqualTo("hosts_differ");
  }

  // Tokens

  private static NameSource token(String header) throws Exception {
    return NameSource.token(
        header,
        JwtReader.verifying(
            List.of("org_id"),
            JwtKeys.ofSecret(SECRET, List.of()),
            JwtRules.of(Optional.empty(), Optional.empty(), 0, true)));
  }

  private static String signed(String name) {
    return Tokens.signed(
        "HS256",
        SECRET,
        "{\"alg\":\"HS256\"}",
        "{\"exp\":" + (NOW / 1000 + 1) + ",\"org_id\":\"" + name + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer TOKEN, acme",
    "bearer TOKEN, acme",
    "BEARER TOKEN, acme",
    "' Bearer TOKEN\t', acme",
    "Bearer TOKEN|Bearer TOKEN, acme",
    "Bearer TOKEN|Bearer OTHER, header_repeated",
    "Bearer TOKEN|Basic dTpw, header_repeated",
    "'Bearer TOKEN, Bearer TOKEN', jwt_malformed",
    "'Basic dTpw, Bearer TOKEN', jwt_malformed",
    "'Basic dTpw,bearer\tTOKEN', jwt_malformed",
    "Bearer  TOKEN, jwt_malformed",
    "'Bearer\tTOKEN', jwt_malformed",
    "Bearer, jwt_malformed",
    "'', header_blank",
    "TOKEN, jwt_malformed",
    "Basic dTpw, -",
    "'Digest username=\"a\", realm=\"bearers\"', -",
    "Negotiate, -",
    "BearerX TOKEN, -",
    "Bearer x, jwt_malformed",
    "none, -",
  })
  void authorizationIsSharedWithOtherSchemes(String lines, String said) throws Exception {
    assertThat(said(token("Authorization"), withTokens("Authorization", lines))).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer TOKEN, acme",
    "TOKEN, acme",
    "TOKEN|TOKEN, acme",
    "TOKEN|OTHER, header_repeated",
    "'TOKEN,TOKEN', jwt_malformed",
    "Basic dTpw, jwt_malformed",
    "'', header_blank",
    "none, -",
  })
  void otherHeadersHoldATokenAndNothingElse(String lines, String said) throws Exception {
    assertThat(said(token("X-Token"), withTokens("X-Token", lines))).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer TOKEN, acme",
    "Bearer TOKEN|Bearer TOKEN, acme",
    "Bearer live_TOKEN, -",
    "bearer live_k1, -",
    "Bearer live_k1|Bearer live_k2, -",
    "Bearer live_k1|Bearer TOKEN, header_repeated",
    "Bearer TOKEN|Bearer live_k1, header_repeated",
    "'Bearer live_k1, Bearer TOKEN', jwt_malformed",
    "Bearer LIVE_k1, jwt_malformed",
    "Bearer xlive_k1, jwt_malformed",
    "Basic dTpw, -",
    "'', header_blank",
    "none, -",
  })
  void whatIsAKeyIsNoToken(String lines, String said) throws Exception {
    NameSource source =
        NameSource.tokenBeside(
            KeySource.bearer("live_"),
            JwtReader.verifying(
                List.of("org_id"),
                JwtKeys.ofSecret(SECRET, List.of()),
                JwtRules.of(Optional.empty(), Optional.empty(), 0, true)));
    assertThat(said(source, withTokens("Authorization", lines))).isEqualTo(said);
  }

  @Test
  void timeIsAskedForOnlyWhereATokenIsVerified() throws Exception {
    Request without = from("192.0.2.1").build();
    assertThat(
            token("Authorization").claimOf(new Evaluation(without, PeerOnly.INSTANCE)).isPresent())
        .isFalse();
    Request with = withTokens("Authorization", "Bearer TOKEN");
    NameSource unverified =
        NameSource.token("Authorization", JwtReader.unverified(List.of("org_id")));
    assertThat(unverified.claimOf(new Evaluation(with, PeerOnly.INSTANCE)).text())
        .isEqualTo("acme");
  }

  @Test
  void tokenIsReadOnceForEachRequest() throws Exception {
    NameSource source = token("Authorization");
    for (String lines : List.of("Bearer TOKEN", "Bearer xTOKEN")) {
      Evaluation evaluation =
          new Evaluation(withTokens("Authorization", lines), PeerOnly.INSTANCE, () -> NOW);
      assertThat(source.claimOf(evaluation)).isSameAs(source.claimOf(evaluation));
    }
  }

  // The certificate

  @ParameterizedTest
  @CsvSource({
    "O=acme, acme",
    "'CN=x,OU=y,O=acme', acme",
    "CN=acme, -",
    "'O=acme,O=globex', certificate_several_names",
    "'O=acme,O=acme', certificate_several_names",
    "O=acm\u00e9, certificate_not_printable",
  })
  void nameInTheCertificateIsTheOnlyValueOfItsAttribute(String subject, String said)
      throws Exception {
    ClientCertificate shown =
        ClientCertificate.stated(StatedCertificate.builder().subject(subject).build());
    assertThat(saidOf(shown)).isEqualTo(said);
  }

  @Test
  void certificateThatCannotBeUsedIsNotNone() throws Exception {
    assertThat(saidOf(ClientCertificate.absent())).isEqualTo("-");
    assertThat(saidOf(ClientCertificate.rejected("unreadable")))
        .isEqualTo("certificate_unreadable");
    Certificate[] chain = {
      CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(NamedFiles.contentOf("ca.pem", "")))
    };
    assertThat(saidOf(ClientCertificate.of(ClientCertificate.Origin.TRANSPORT, chain)))
        .isEqualTo("certificate_of_transport");
    assertThat(saidOf(ClientCertificate.of(ClientCertificate.Origin.CONNECTION, chain)))
        .doesNotStartWith("certificate_");
  }

  private static String saidOf(ClientCertificate shown) {
    return said(
        NameSource.certificate("O", ClientCertificates.ofConnections()),
        from("192.0.2.1").certificate(shown).build());
  }

  // All together

  @ParameterizedTest
  @ValueSource(strings = {"acme", "globex"})
  void everySourceMustNameTheSame(String inPath) throws Exception {
    CallerCheck check =
        CallerCheck.builder()
            .tenantSources(
                List.of(
                    token("Authorization"),
                    NameSource.path(PathTemplate.parse("/t/{tenant}/**", "tenant")),
                    NameSource.host(HostTemplate.parse("{tenant}.example.com", "tenant"))))
            .tenants(List.of("acme", "globex"))
            .build();
    Request request =
        withLines("Host", "acme.example.com")
            .header("Authorization", "Bearer " + signed("acme"))
            .target("/t/" + inPath)
            .build();
    Evaluation evaluation = new Evaluation(request, PeerOnly.INSTANCE, () -> NOW);
    Verdict verdict = check.judge(evaluation);
    if (inPath.equals("acme")) {
      assertThat(verdict.kind()).isEqualTo(Verdict.Kind.PASS);
      assertThat(evaluation.caller().tenant()).isEqualTo("acme");
    } else {
      assertThat(verdict.code()).contains(Code.TENANT_CONFLICT);
    }
  }

  private static Request withTokens(String header, String lines) {
    return withLines(
            header, lines.replace("TOKEN", signed("acme")).replace("OTHER", signed("globex")))
        .build();
  }

  private static RequestFacts.Builder withLines(String header, String lines) {
    RequestFacts.Builder request = from("192.0.2.1");
    if (!lines.equals("none")) {
      Arrays.stream(lines.split("\\|", -1)).forEach(line -> request.header(header, line));
    }
    return request;
  }
}
