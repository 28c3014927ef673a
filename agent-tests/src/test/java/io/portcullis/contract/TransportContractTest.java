package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.contract.ContractPolicy.PROXY;
import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.ServerSet;
import io.portcullis.machine.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What AJP and the PROXY protocol say of a peer counts where the policy believes them. */
class TransportContractTest {
  private static final String HERE = "X-Forwarded-For: " + ALLOWED;

  @TempDir Path folder;

  static Stream<ServerSet> ajpServers() {
    return Stream.of(
        ServerSet.TOMCAT_7,
        ServerSet.TOMCAT_8,
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_11,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  static Stream<ServerSet> proxyProtocolServers() {
    return Stream.of(
        ServerSet.JETTY_9, ServerSet.JETTY_12, ServerSet.UNDERTOW_22, ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("ajpServers")
  void ajpSpeaksForThePeerIfThePolicySaysSo(ServerSet set) throws Exception {
    try (ForkedServer server = start(set, "")) {
      assertThat(Ajp.ask(server, "/plain", ALLOWED)).isEqualTo(403);
      assertThat(Ajp.ask(server, "/plain", PROXY, HERE)).isEqualTo(403);

      believe(server, ", transports: [proxyProtocol]");
      assertThat(Ajp.ask(server, "/plain", ALLOWED)).isEqualTo(403);

      believe(server, ", transports: [ajp]");
      assertThat(Ajp.ask(server, "/plain", ALLOWED)).isEqualTo(200);
      assertThat(Ajp.ask(server, "/plain", DENIED)).isEqualTo(403);
      assertThat(Ajp.ask(server, "/plain", PROXY, HERE)).isEqualTo(200);
      assertThat(Ajp.ask(server, "/plain", PROXY)).isEqualTo(403);
      assertThat(Ajp.ask(server, "/plain", DENIED, HERE)).isEqualTo(403);
      assertThat(Ajp.ask(server, "/plain", "")).isEqualTo(403);
      assertThat(Ajp.ask(server, "/plain", "localhost")).isEqualTo(403);
    }
  }

  /** What opens doors that nothing else guards has to be seen in the handshake. */
  @ParameterizedTest
  @MethodSource("ajpServers")
  void certificateThatAjpTellsOpensNoInternalPath(ServerSet set) throws Exception {
    TestAuthority acme = TestAuthority.of("acme");
    acme.writeTo(folder.resolve("acme.pem"));
    acme.client(folder.resolve("api.pem"), "api.acmecards.example");
    // The leaf alone, as a web server tells it.
    String pem =
        Files.readString(folder.resolve("api.pem"))
            .replaceAll("(?s)(-----END CERTIFICATE-----).*", "$1\n");
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            portcullis: 1
            clientAddress: {transports: [ajp]}
            callers: {tenant: [{header: X-Tenant-Id}], onUnknownTenant: deny}
            exempt: {internalPaths: {match: [/session], issuers: [acme.pem]}}
            global: {allow: [%1$s]}
            tenants:
              acme: {allow: [%1$s]}
              globex: {allow: [%1$s], certificate: {issuers: [acme.pem]}}
            """
                .formatted(ALLOWED));
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), set, List.of(BuiltAgent.javaagent(policy)))) {
      String globex = "X-Tenant-Id: globex";
      assertThat(Ajp.askWithCertificate(server, "/plain", ALLOWED, pem)).isEqualTo(200);
      assertThat(Ajp.askWithCertificate(server, "/plain", ALLOWED, pem, "X-Tenant-Id: acme"))
          .isEqualTo(200);
      assertThat(Ajp.askWithCertificate(server, "/plain", ALLOWED, pem, globex)).isEqualTo(200);
      assertThat(Ajp.ask(server, "/plain", ALLOWED, globex)).isEqualTo(403);
      assertThat(Ajp.askWithCertificate(server, "/session", ALLOWED, pem)).isEqualTo(403);
      String line =
          server
              .stderr()
              .await(l -> l.contains("ip_allowlist_blocked") && l.contains("path=/session"));
      assertThat(line).contains("code=CERTIFICATE_REQUIRED").contains("reason=transport");
    }
  }

  @ParameterizedTest
  @MethodSource("proxyProtocolServers")
  void proxyProtocolSpeaksForThePeerIfThePolicySaysSo(ServerSet set) throws Exception {
    boolean showsSocket = set == ServerSet.JETTY_9 || set == ServerSet.JETTY_12;
    try (ForkedServer server = start(set, "")) {
      assertThat(status(server, PROXY, ALLOWED)).isEqualTo(403);

      believe(server, ", transports: [ajp]");
      assertThat(status(server, PROXY, ALLOWED)).isEqualTo(403);

      believe(server, ", transports: [proxyProtocol]");
      assertThat(status(server, PROXY, ALLOWED)).isEqualTo(200);
      assertThat(status(server, PROXY, DENIED)).isEqualTo(403);
      assertThat(status(server, PROXY, PROXY, HERE)).isEqualTo(200);
      assertThat(status(server, PROXY, DENIED, HERE)).isEqualTo(403);
      // A socket that can be seen and is no trusted proxy makes up what it likes.
      assertThat(status(server, DENIED, ALLOWED)).isEqualTo(showsSocket ? 403 : 200);
      assertThat(status(server, ALLOWED, DENIED)).isEqualTo(showsSocket ? 200 : 403);
    }
  }

  private static int status(ForkedServer server, String peer, String said, String... headers)
      throws Exception {
    return ProxyProtocol.ask(server, peer, said, get("/plain", headers)).status();
  }

  private ForkedServer start(ServerSet set, String more) throws Exception {
    return ForkedServer.start(Jdks.of(17), set, List.of(BuiltAgent.javaagent(write(more))));
  }

  private void believe(ForkedServer server, String more) throws Exception {
    int mark = server.stderr().size();
    write(more);
    server.stderr().awaitSince(mark, line -> line.contains("is in force"));
  }

  private Path write(String more) throws Exception {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        portcullis: 1
        clientAddress: {header: X-Forwarded-For, trustedProxies: [%s]%s}
        global: {allow: [%s]}
        """
            .formatted(PROXY, more, ALLOWED));
  }
}
