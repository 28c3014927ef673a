package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.contract.ContractPolicy.DENIED;
import static io.portcullis.contract.ContractPolicy.PROXY;
import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The other headers that name a client mean the same on every server. */
class ClientHeaderContractTest {
  private static final String HERE = "Forwarded: for=" + ALLOWED;
  private static final String ELSEWHERE = "Forwarded: for=\"[2001:db8::7]:4711\";proto=https";

  @TempDir Path folder;

  static Stream<ServerSet> servers() {
    return Stream.of(
        ServerSet.TOMCAT_9,
        ServerSet.TOMCAT_11,
        ServerSet.JETTY_9,
        ServerSet.JETTY_12,
        ServerSet.UNDERTOW_22,
        ServerSet.UNDERTOW_23);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void linesOfForwardedAreJoinedAndTwoOfASingleAddressAreNotBelieved(ServerSet set)
      throws Exception {
    Path policy = writePolicy("Forwarded");
    try (ForkedServer server =
        ForkedServer.start(Jdks.of(17), set, List.of(BuiltAgent.javaagent(policy)))) {
      int port = server.port();

      assertThat(codeOf(port, PROXY, HERE)).isEqualTo("200");
      assertThat(codeOf(port, PROXY, ELSEWHERE, "forwarded: FOR=\"127.0.0.1:80\""))
          .isEqualTo("200");
      assertThat(codeOf(port, PROXY, ELSEWHERE, HERE, "Forwarded: for=" + PROXY)).isEqualTo("200");
      assertThat(codeOf(port, PROXY, HERE, ELSEWHERE)).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, PROXY, HERE, "Forwarded: proto=https"))
          .isEqualTo("CLIENT_ADDRESS_UNREADABLE");
      // Jetty 12 reads the header too, for the application, and refuses an open quote itself.
      assertThat(codeOf(port, PROXY, HERE + ";x=\"", "Forwarded: for=" + PROXY))
          .isEqualTo(set == ServerSet.JETTY_12 ? "400" : "CLIENT_ADDRESS_UNREADABLE");
      assertThat(codeOf(port, PROXY, "X-Forwarded-For: " + ALLOWED)).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, DENIED, HERE)).isEqualTo("IP_NOT_ALLOWED");
      server.stderr().await(line -> line.contains("client headers since the start: "));

      int mark = server.stderr().size();
      writePolicy("X-Real-IP");
      server.stderr().awaitSince(mark, line -> line.contains("is in force"));
      String realIp = "X-Real-IP: " + ALLOWED;
      assertThat(codeOf(port, PROXY, realIp)).isEqualTo("200");
      assertThat(codeOf(port, PROXY, "x-real-ip: " + ALLOWED + ":80")).isEqualTo("200");
      assertThat(codeOf(port, PROXY, realIp, realIp)).isEqualTo("CLIENT_ADDRESS_UNREADABLE");
      assertThat(codeOf(port, PROXY, realIp + ", " + ALLOWED))
          .isEqualTo("CLIENT_ADDRESS_UNREADABLE");
      assertThat(codeOf(port, PROXY, "X-Real-IP:", realIp)).isEqualTo("CLIENT_ADDRESS_UNREADABLE");
      assertThat(codeOf(port, PROXY, HERE)).isEqualTo("IP_NOT_ALLOWED");
      assertThat(codeOf(port, DENIED, realIp)).isEqualTo("IP_NOT_ALLOWED");
    }
  }

  private Path writePolicy(String header) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        "portcullis: 1\nclientAddress: {header: "
            + header
            + ", trustedProxies: ["
            + PROXY
            + "]}\nglobal: {allow: ["
            + ALLOWED
            + "]}\n");
  }

  /** The status of what is allowed, the code of what is refused. */
  private static String codeOf(int port, String peer, String... headers) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, port)) {
      RawResponse answer = http.send(get("/plain", headers)).read();
      return answer.status() == 403
          ? answer.text().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1")
          : String.valueOf(answer.status());
    }
  }
}
