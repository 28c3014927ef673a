package io.portcullis.policy;

import static io.portcullis.testing.Authority.FROM;
import static io.portcullis.testing.Authority.NOW;
import static io.portcullis.testing.Authority.UNTIL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.certificate.CertificateSyntaxException;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.ClientCertificate.Origin;
import io.portcullis.certificate.StatedCertificate;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import io.portcullis.testing.Authority;
import io.portcullis.testing.Facts;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a policy says of client certificates, from its text to the decision. */
class CertificatePolicyTest {
  private static final Authority ACME = Authority.root("acme");
  private static final Authority INTERNAL = Authority.root("internal");
  private static final X509Certificate API = ACME.client("api.acmecards.example").issue();
  private static final X509Certificate OUTPOST = INTERNAL.client("outpost.example").issue();
  private static final String PROXY = "10.0.0.5";
  private static final String OFFICE = "203.0.113.7";
  private static final String ELSEWHERE = "192.0.2.66";

  private static final String YAML =
      """
      portcullis: 1
      clientAddress:
        header: X-Forwarded-For
        trustedProxies: [10.0.0.5]
        certificateHeader: {name: Client-Cert, format: rfc9440, trustStore: all.pem}
      callers: {tenant: [{header: T}], onUnknownTenant: deny}
      exempt:
        internalPaths: {match: [/v1/internal/**, POST /sync], issuers: [internal.pem]}
      global: {allow: [203.0.113.0/24]}
      tenants:
        acme:
          allow: [203.0.113.0/24]
          certificate: {issuers: [acme.pem], names: ["*.acmecards.example"], crl: acme.crl}
        beta: {allow: "*", certificate: {required: false, issuers: [acme.pem]}}
        gamma: {mode: monitor, allow: "*", certificate: {issuers: [acme.pem]}}
        delta: {mode: off, certificate: {issuers: [acme.pem]}}
      """;

  private static final PolicySnapshot POLICY = load(YAML).snapshot().orElseThrow();

  private static PolicyLoad load(String yaml) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("acme.pem", Authority.pem(ACME.certificate()).getBytes(UTF_8));
    files.put("internal.pem", Authority.pem(INTERNAL.certificate()).getBytes(UTF_8));
    files.put("all.pem", Authority.pem(INTERNAL.certificate(), ACME.certificate()).getBytes(UTF_8));
    files.put("acme.crl", Authority.pem(ACME.crl(UNTIL)).getBytes(UTF_8));
    files.put("late.crl", Authority.pem(ACME.crl(NOW.minusSeconds(1))).getBytes(UTF_8));
    files.put("other.crl", Authority.pem(INTERNAL.crl(UNTIL)).getBytes(UTF_8));
    files.put(
        "old.pem",
        Authority.pem(Authority.root("old", NOW.minusSeconds(1)).certificate()).getBytes(UTF_8));
    files.put("client.pem", Authority.pem(API).getBytes(UTF_8));
    assertThat(PolicyReader.listsNamed(yaml.getBytes(UTF_8))).isSubsetOf(files.keySet());
    return PolicyReader.read(
        PolicyText.of("policy.yaml", yaml.getBytes(UTF_8), files), NOW.toEpochMilli());
  }

  private static RequestFacts.Builder from(String peer, X509Certificate... chain) {
    return Facts.from(peer).certificate(ClientCertificate.of(Origin.CONNECTION, chain));
  }

  private static String judge(RequestFacts.Builder facts) {
    return judge(facts, NOW);
  }

  /** Code and reason of the check that settles the request. */
  private static String judge(RequestFacts.Builder facts, Instant at) {
    Evaluation evaluation = new Evaluation(facts.build(), POLICY.clientAddress(), at::toEpochMilli);
    Decision decision = POLICY.pipeline().explain(evaluation);
    String reason = decision.settling().reason();
    return decision.code() + (reason.isEmpty() ? "" : " " + reason);
  }

  private static String header(X509Certificate certificate) {
    try {
      return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void internalPathOpensToItsCertificatesAlone() {
    String path = "/v1/internal/sync";
    assertThat(judge(from(ELSEWHERE, OUTPOST).target(path)))
        .isEqualTo("INTERNAL_PATH matches /v1/internal/**");
    assertThat(judge(from(OFFICE).target(path))).isEqualTo("CERTIFICATE_REQUIRED absent");
    assertThat(judge(from(OFFICE, API).target(path))).isEqualTo("CERTIFICATE_REQUIRED issuer");
    assertThat(judge(from(ELSEWHERE, OUTPOST).target(path), UNTIL.plusMillis(1)))
        .isEqualTo("CERTIFICATE_REQUIRED expired");
    assertThat(judge(from(ELSEWHERE, OUTPOST).target("/v1/internalx")))
        .isEqualTo("IP_NOT_ALLOWED not_on_list");
  }

  @Test
  void pathNearAnInternalOneNeedsTheCertificateAndIsJudgedBesides() {
    for (String near : List.of("/V1/Internal/x", "/v1/INTERNAL", "/v1/internal./x")) {
      assertThat(judge(from(OFFICE).target(near))).isEqualTo("CERTIFICATE_REQUIRED absent");
      assertThat(judge(from(ELSEWHERE, OUTPOST).target(near)))
          .isEqualTo("IP_NOT_ALLOWED not_on_list");
      assertThat(judge(from(OFFICE, OUTPOST).target(near))).isEqualTo("ADMITTED");
    }
    assertThat(judge(from(OFFICE, OUTPOST).target("/x/..;/v1/internal/y")))
        .isEqualTo("PATH_AMBIGUOUS ambiguous_target");
  }

  @Test
  void internalPathWithAMethodIsThatOfTheRequestOrOneItMayMean() {
    assertThat(judge(from(OFFICE).target("/sync"))).isEqualTo("ADMITTED");
    assertThat(judge(from(OFFICE).method("POST").target("/sync")))
        .isEqualTo("CERTIFICATE_REQUIRED absent");
    assertThat(judge(from(OFFICE).target("/sync?_method=post")))
        .isEqualTo("CERTIFICATE_REQUIRED absent");
    assertThat(judge(from(ELSEWHERE, OUTPOST).method("POST").target("/sync")))
        .isEqualTo("INTERNAL_PATH matches POST /sync");
    assertThat(
            judge(
                from(ELSEWHERE, OUTPOST)
                    .method("POST")
                    .target("/sync")
                    .header("X-HTTP-Method-Override", "GET")))
        .isEqualTo("IP_NOT_ALLOWED not_on_list");
  }

  @Test
  void wordOfATransportOpensNoInternalPath() {
    RequestFacts.Builder ajp =
        Facts.from(ELSEWHERE)
            .certificate(ClientCertificate.of(Origin.TRANSPORT, new X509Certificate[] {OUTPOST}))
            .target("/v1/internal/a");
    assertThat(judge(ajp)).isEqualTo("CERTIFICATE_REQUIRED transport");
    RequestFacts.Builder tenant =
        Facts.from(OFFICE)
            .certificate(ClientCertificate.of(Origin.TRANSPORT, new X509Certificate[] {API}))
            .header("T", "acme");
    assertThat(judge(tenant)).isEqualTo("ADMITTED");
  }

  @Test
  void tenantDemandsItsCertificate() {
    assertThat(judge(from(OFFICE, API).header("T", "acme"))).isEqualTo("ADMITTED");
    assertThat(judge(from(ELSEWHERE, API).header("T", "acme")))
        .isEqualTo("IP_NOT_ALLOWED not_on_list");
    assertThat(judge(from(OFFICE).header("T", "acme"))).isEqualTo("CERTIFICATE_REQUIRED absent");
    assertThat(judge(from(OFFICE, OUTPOST).header("T", "acme")))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED issuer");
    X509Certificate named = ACME.client("acmecards.example").issue();
    assertThat(judge(from(OFFICE, named).header("T", "acme")))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED name");
    X509Certificate addressed =
        ACME.client().addresses("203.0.113.7").subject("CN=api.acmecards.example").issue();
    assertThat(judge(from(OFFICE, addressed).header("T", "acme"))).isEqualTo("ADMITTED");
    assertThat(judge(from(OFFICE, API).header("T", "acme"), FROM.minusMillis(1)))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED not_yet_valid");
    assertThat(judge(from(OFFICE).header("T", "nobody")))
        .isEqualTo("CALLER_UNKNOWN unknown_tenant");
  }

  @Test
  void modeAndNeedAreThoseOfTheTenant() {
    assertThat(judge(from(ELSEWHERE).header("T", "beta"))).isEqualTo("NO_RESTRICTION");
    assertThat(judge(from(ELSEWHERE, API).header("T", "beta"))).isEqualTo("NO_RESTRICTION");
    assertThat(judge(from(ELSEWHERE, OUTPOST).header("T", "beta")))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED issuer");
    Evaluation watched =
        new Evaluation(
            from(ELSEWHERE).header("T", "gamma").build(),
            POLICY.clientAddress(),
            NOW::toEpochMilli);
    assertThat(POLICY.pipeline().explain(watched).effect()).isEqualTo(Decision.Effect.WOULD_DENY);
    assertThat(judge(from(ELSEWHERE).header("T", "delta"))).isEqualTo("NO_RESTRICTION");
  }

  @Test
  void trustedProxyPassesTheClientsCertificateOn() {
    assertThat(forwarded(PROXY, header(API))).isEqualTo("ADMITTED");
    assertThat(forwarded(PROXY, header(OUTPOST))).isEqualTo("CERTIFICATE_NOT_ACCEPTED issuer");
    assertThat(
            forwarded(
                PROXY, header(Authority.root("acme").client("api.acmecards.example").issue())))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED issuer");
    assertThat(forwarded(PROXY, "junk")).isEqualTo("CERTIFICATE_NOT_ACCEPTED unreadable");
    assertThat(forwarded(PROXY, "")).isEqualTo("CERTIFICATE_REQUIRED absent");
    assertThat(
            judge(
                from(PROXY)
                    .target("/v1/internal/a")
                    .header("X-Forwarded-For", ELSEWHERE)
                    .header("Client-Cert", header(OUTPOST))))
        .isEqualTo("INTERNAL_PATH matches /v1/internal/**");
  }

  @Test
  void headerOfAnybodyElseIsIgnoredAndTold() {
    RequestFacts facts =
        from(OFFICE).header("T", "acme").header("Client-Cert", header(API)).build();
    Evaluation evaluation = new Evaluation(facts, POLICY.clientAddress(), NOW::toEpochMilli);
    assertThat(POLICY.pipeline().judge(evaluation).reason()).isEqualTo("absent");
    assertThat(evaluation.certificateHeaderFate()).isEqualTo(HeaderFate.IGNORED);
  }

  @Test
  void certificateOfAProxyIsNotItsClients() {
    assertThat(
            judge(
                from(PROXY, OUTPOST).target("/v1/internal/a").header("X-Forwarded-For", ELSEWHERE)))
        .isEqualTo("CERTIFICATE_REQUIRED proxy_itself");
    assertThat(judge(from(PROXY, API).header("T", "acme").header("X-Forwarded-For", OFFICE)))
        .isEqualTo("CERTIFICATE_REQUIRED proxy_itself");
  }

  private static String forwarded(String peer, String value) {
    return judge(
        from(peer)
            .header("T", "acme")
            .header("X-Forwarded-For", OFFICE)
            .header("Client-Cert", value));
  }

  @Test
  void wordsStandForACertificate() throws CertificateSyntaxException {
    StatedCertificate stated =
        StatedCertificate.builder()
            .subject("CN=api.acmecards.example")
            .notAfter(NOW.toEpochMilli())
            .verified(true)
            .build();
    ClientCertificate words = ClientCertificate.stated(stated);
    assertThat(judge(Facts.from(OFFICE).certificate(words).header("T", "acme")))
        .isEqualTo("ADMITTED");
    assertThat(judge(Facts.from(OFFICE).certificate(words).header("T", "acme"), UNTIL))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED expired");
    assertThat(
            judge(
                Facts.from(PROXY)
                    .certificate(words)
                    .header("T", "acme")
                    .header("X-Forwarded-For", OFFICE)))
        .isEqualTo("ADMITTED");
    ClientCertificate unverified =
        ClientCertificate.stated(StatedCertificate.builder().subject("CN=a").build());
    assertThat(judge(Facts.from(OFFICE).certificate(unverified).header("T", "acme")))
        .isEqualTo("CERTIFICATE_NOT_ACCEPTED issuer");
  }

  @Test
  void whatIsOutOfDateIsWarnedOfAndAClientIsNoAuthority() {
    String yaml =
        """
        portcullis: 1
        exempt:
          paths: ["/v1/**"]
          internalPaths: {match: [/v1/internal/**], issuers: [old.pem]}
        global: {certificate: {issuers: [acme.pem], crl: FILE}}
        """;
    assertThat(load(yaml.replace("FILE", "late.crl")).problems())
        .extracting(Problem::code)
        .containsExactly("INTERNAL_IS_EXEMPT", "AUTHORITY_EXPIRED", "CRL_OUT_OF_DATE");
    assertThat(load(yaml.replace("FILE", "other.crl")).problems())
        .extracting(Problem::code)
        .contains("CRL_OF_OTHERS");
    assertThat(load("portcullis: 1\nglobal: {certificate: {issuers: [client.pem]}}\n").errors())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .contains("NOT_AN_AUTHORITY", "sha256/");
  }
}
