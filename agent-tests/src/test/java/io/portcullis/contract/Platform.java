package io.portcullis.contract;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.ServerSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A server on a JDK that it is run with. */
record Platform(int jdk, ServerSet set) {
  /** Servers on Java 17, and those of them that run there on Java 8. */
  static Stream<Platform> on17And8(ServerSet... on17) {
    return Stream.concat(
        Stream.of(on17).map(set -> new Platform(17, set)),
        Stream.of(ServerSet.TOMCAT_8, ServerSet.TOMCAT_9, ServerSet.JETTY_9, ServerSet.UNDERTOW_22)
            .map(set -> new Platform(8, set)));
  }

  /** Starts it; skips the test where there is no such JDK, or fails it if there has to be one. */
  ForkedServer start(String... options) throws IOException {
    return ForkedServer.start(Jdks.of(jdk), set, List.of(options));
  }

  /** Whether the contract's server lets a client choose HTTP/2 in the handshake of TLS. */
  boolean speaksHttp2OverTls() {
    return !set.equals(ServerSet.JETTY_9) && !set.equals(ServerSet.TOMCAT_7);
  }

  @Override
  public String toString() {
    return set.name() + " on Java " + jdk;
  }
}
