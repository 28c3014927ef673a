package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managed entries in real servers that share a state directory. */
class ManagedEntriesTest {
  // The token is `abc`.
  private static final String POLICY =
      "portcullis: 1\nglobal: {allow: [192.0.2.1]}\noperators: {ada: {role: platform-admin, sha256:"
          + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad}}\n";

  @TempDir Path folder;

  private String option(String more) throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    return BuiltAgent.javaagent(policy) + ",state=" + folder.resolve("state") + more;
  }

  private static ForkedServer start(Jdk jdk, String option) throws Exception {
    return ForkedServer.start(jdk, ServerSet.TOMCAT_9, List.of(option));
  }

  @Test
  void entryCountsAtOnceInOneJvmSoonInAnotherAndFromTheStartInTheNext() throws Exception {
    String reading = option("");
    try (ForkedServer one = start(Jdks.of(17), option(",admin=127.0.0.1:0"));
        ForkedServer other = start(Jdks.of(17), reading)) {
      assertThat(plain(one.port())).isEqualTo(403);
      assertThat(plain(other.port())).isEqualTo(403);
      String line = one.stderr().await(l -> l.contains("management API at http://127.0.0.1:"));
      int admin = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      String body = "{\"address\":\"127.0.0.1\"}";
      RawResponse added =
          ask(
              admin,
              "POST /v1/global/entries HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer abc\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body);
      assertThat(added.status()).as(added.text()).isEqualTo(201);
      assertThat(plain(one.port())).isEqualTo(200);
      other.stderr().await(l -> l.contains("is in force") && l.contains("2 entries"));
      assertThat(plain(other.port())).isEqualTo(200);
    }
    assertThat(Files.readString(folder.resolve("state/managed.good.yaml")))
        .isEqualTo(Files.readString(folder.resolve("state/managed.yaml")));
    try (ForkedServer next = start(Jdks.of(17), reading)) {
      assertThat(plain(next.port())).isEqualTo(200);
    }
  }

  @Test
  void whatOthersCouldHaveWrittenStartsNoServer() throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    Path managed =
        Files.writeString(
            state.resolve("managed.yaml"),
            "managed: 1\nglobal: {allow: [{address: 127.0.0.1, id: a}]}\n");
    Files.setPosixFilePermissions(managed, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (ForkedServer server = start(Jdks.of(17), option(",startup=deny"))) {
      assertThat(plain(server.port())).isEqualTo(503);
      server.stderr().await(line -> line.contains("MANAGED_UNUSABLE"));
      Files.setPosixFilePermissions(managed, PosixFilePermissions.fromString("rw-------"));
      server.stderr().await(line -> line.contains("is in force"));
      assertThat(plain(server.port())).isEqualTo(200);
    }
  }

  private static int plain(int port) throws Exception {
    return ask(port, RawHttp.get("/plain")).status();
  }

  private static RawResponse ask(int port, String request) throws Exception {
    try (RawHttp http = RawHttp.connect("127.0.0.1", port)) {
      return http.send(request).read();
    }
  }
}
