package io.portcullis.contract;

import static io.portcullis.contract.ContractPolicy.ALLOWED;
import static io.portcullis.machine.RawHttp.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two JVMs with one server and the contract application, one guarded by the {@link ContractPolicy}
 * and one without the agent, that serve all tests of a class. At the end the guarded one has
 * written no stack trace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoServers {
  private static final Pattern STACK_TRACE = Pattern.compile("^\\s+at [\\w.$/<>]+\\(.*\\)$");

  private final ServerSet server;
  private final int feature;
  private final List<ForkedServer> forks = new ArrayList<>();
  private int guarded;
  private int plain;

  TwoServers(ServerSet server, int feature) {
    this.server = server;
    this.feature = feature;
  }

  /** The server with the agent. */
  ForkedServer guardedServer() {
    return forks.get(0);
  }

  @BeforeAll
  void startServers(@TempDir Path folder) throws Exception {
    Jdk jdk = Jdks.of(feature);
    String agent = BuiltAgent.javaagent(ContractPolicy.writeTo(folder));
    forks.add(ForkedServer.start(jdk, server, List.of(agent)));
    forks.add(ForkedServer.start(jdk, server, List.of()));
    guarded = forks.get(0).port();
    plain = forks.get(1).port();
  }

  @AfterAll
  void endServers() throws Exception {
    for (ForkedServer fork : forks) {
      fork.close();
    }
    if (!forks.isEmpty()) {
      assertThat(forks.get(0).stderr().lines())
          .as(forks.get(0).describe())
          .noneMatch(line -> STACK_TRACE.matcher(line).matches());
    }
  }

  /** The port of the server with the agent. */
  int guarded() {
    return guarded;
  }

  /** The port of the server without it. */
  int plain() {
    return plain;
  }

  /** The answer of the guarded server to the first request of a connection. */
  RawResponse ask(String peer, String sent) throws IOException {
    try (RawHttp http = RawHttp.connect(peer, guarded)) {
      return http.send(sent).read();
    }
  }

  String counters() throws IOException {
    return ask(ALLOWED, get("/counters")).text();
  }

  static String withoutDate(String answer) {
    return answer.replaceAll("(?im)^date: .*\r\n", "");
  }
}
