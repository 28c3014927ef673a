package io.portcullis.contract;

import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawHttp2;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import io.portcullis.machine.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client shows in the TLS handshake is judged alike on every server. */
class ClientCertificateContractTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String ACME = "X-Tenant-Id: acme";
  private static final String POLICY =
      """
      portcullis: 1
      callers: {tenant: [{header: X-Tenant-Id}], onUnknownTenant: deny}
      exempt: {internalPaths: {match: [/session], issuers: [internal.pem]}}
      global: {allow: [127.0.0.1]}
      tenants:
        acme:
          allow: [127.0.0.1]
          certificate: {issuers: [acme.pem], names: ["*.acmecards.example"]}
      """;

  @TempDir Path folder;

  static Stream<Platform> servers() {
    return Platform.on17And8(
        ServerSet.TOMCAT_7,
        ServerSet.TOMCAT_8,
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void clientIsWhoItShowsToBe(Platform platform) throws Exception {
    TestAuthority acme = TestAuthority.of("acme");
    TestAuthority internal = TestAuthority.of("internal");
    acme.writeTo(folder.resolve("acme.pem"));
    internal.writeTo(folder.resolve("internal.pem"));
    Path keystore = folder.resolve("server.p12");
    TestAuthority.of("server").writeServerTo(keystore, "contract.test");
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Instant later = Instant.now().plus(Duration.ofHours(1));
    SSLContext nobody = TestAuthority.nobody();
    SSLContext api = acme.client("api.acmecards.example", later);
    SSLContext stranger = TestAuthority.of("acme").client("api.acmecards.example", later);
    SSLContext outpost = internal.client("outpost.example", later);
    try (ForkedServer server =
        platform.start("-Dcontract.keystore=" + keystore, BuiltAgent.javaagent(policy))) {
      int plain = server.port();
      int port = Integer.parseInt(server.stdout().await(l -> l.startsWith("tls ")).substring(4));

      // An internal path opens to its certificates alone, from anywhere.
      assertThat(ask(port, ELSEWHERE, outpost, "/session")).containsOnly("200");
      assertThat(ask(port, HERE, nobody, "/session")).containsOnly("CERTIFICATE_REQUIRED");
      assertThat(ask(port, HERE, api, "/session")).containsOnly("CERTIFICATE_REQUIRED");
      assertThat(ask(port, ELSEWHERE, outpost, "/Session")).containsOnly("IP_NOT_ALLOWED");
      assertThat(ask(port, HERE, nobody, "/Session")).containsOnly("CERTIFICATE_REQUIRED");

      // A tenant's certificate is demanded besides its addresses.
      assertThat(ask(port, HERE, api, "/plain", ACME)).containsOnly("200");
      assertThat(ask(port, ELSEWHERE, api, "/plain", ACME)).containsOnly("IP_NOT_ALLOWED");
      assertThat(ask(port, HERE, nobody, "/plain", ACME)).containsOnly("CERTIFICATE_REQUIRED");
      for (SSLContext bad :
          List.of(
              stranger,
              outpost,
              acme.client("api.other.example", later),
              acme.client("api.acmecards.example", Instant.now().minusSeconds(60)))) {
        assertThat(ask(port, HERE, bad, "/plain", ACME)).containsOnly("CERTIFICATE_NOT_ACCEPTED");
      }

      if (platform.speaksHttp2OverTls()) {
        streamsShowTheCertificateOfTheirConnection(port, nobody, api, stranger, outpost);
      }

      // Nobody else is asked for one.
      assertThat(ask(port, HERE, nobody, "/plain")).containsOnly("200");
      try (RawHttp http = RawHttp.connect(HERE, plain)) {
        assertThat(codeOf(http, "/plain")).isEqualTo("200");
        assertThat(codeOf(http, "/plain", ACME)).isEqualTo("CERTIFICATE_REQUIRED");
        assertThat(codeOf(http, "/session")).isEqualTo("CERTIFICATE_REQUIRED");
      }
    }
  }

  private static void streamsShowTheCertificateOfTheirConnection(
      int port, SSLContext nobody, SSLContext api, SSLContext stranger, SSLContext outpost)
      throws IOException {
    String acme = "x-tenant-id: acme";
    assertThat(streams(port, ELSEWHERE, outpost, "/session")).containsOnly("200");
    assertThat(streams(port, HERE, nobody, "/session")).containsOnly("CERTIFICATE_REQUIRED");
    assertThat(streams(port, HERE, api, "/session")).containsOnly("CERTIFICATE_REQUIRED");
    assertThat(streams(port, HERE, api, "/plain", acme)).containsOnly("200");
    assertThat(streams(port, ELSEWHERE, api, "/plain", acme)).containsOnly("IP_NOT_ALLOWED");
    assertThat(streams(port, HERE, nobody, "/plain", acme)).containsOnly("CERTIFICATE_REQUIRED");
    for (SSLContext bad : List.of(stranger, outpost)) {
      assertThat(streams(port, HERE, bad, "/plain", acme)).containsOnly("CERTIFICATE_NOT_ACCEPTED");
    }
    assertThat(streams(port, HERE, nobody, "/plain")).containsOnly("200");
  }

  /** What becomes of three requests on one connection, two of them at once. */
  private static List<String> streams(
      int port, String from, SSLContext client, String target, String... headers)
      throws IOException {
    try (RawHttp2 http = RawHttp2.connect(from, port, client)) {
      int one = http.send("GET", target, true, headers);
      int other = http.send("GET", target, true, headers);
      return List.of(
          code(http.read(other)),
          code(http.read(one)),
          code(http.exchange("GET", target, headers)));
    }
  }

  /** What becomes of two requests on one connection. */
  private static List<String> ask(
      int port, String from, SSLContext client, String target, String... headers)
      throws IOException {
    try (RawHttp http = RawHttp.connect(from, port, client)) {
      return List.of(codeOf(http, target, headers), codeOf(http, target, headers));
    }
  }

  /** The status of what is allowed, the code of what is refused. */
  private static String codeOf(RawHttp http, String target, String... headers) throws IOException {
    return code(http.send(get(target, headers)).read());
  }

  private static String code(RawResponse answer) {
    return answer.status() == 403
        ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
        : String.valueOf(answer.status());
  }
}
