package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.NameServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Five ways in which a caller with a certificate fails, on a real server with a real DNS server
 * beside it: what shows it, what mends it, and that it does. All that is typed and said stands in
 * {@code docs/reverse_dns.md}, word for word.
 */
class ReverseDnsWalkthroughTest {
  private static final Path PAGE = Path.of("../docs/reverse_dns.md");

  @TempDir Path temporary;

  static List<NameServer.Kind> nameServers() {
    return NameServer.kinds();
  }

  @ParameterizedTest
  @MethodSource("nameServers")
  void addressWasNeverRegistered(NameServer.Kind kind) throws Exception {
    try (Walkthrough walk =
        start(
            kind,
            "127.0.0.10",
            "api.acmecards.example. 5 A 127.0.0.10",
            "api.acmecards.example. 5 A 127.0.0.11",
            "10.0.0.127.in-addr.arpa. 5 PTR api.acmecards.example.",
            "11.0.0.127.in-addr.arpa. 5 PTR api.acmecards.example.")) {
      walk.certificate("api", "api.acmecards.example");
      walk.admitted("127.0.0.10", "api");
      walk.refused("127.0.0.11", "api");
      walk.explain();
      walk.check("127.0.0.11", "api");
      walk.dns(0, "127.0.0.11", "api.acmecards.example");
      walk.allow("127.0.0.10, 127.0.0.11");
      walk.admitted("127.0.0.11", "api");
      isTold(walk);
    }
  }

  @ParameterizedTest
  @MethodSource("nameServers")
  void dnsDoesNotAgree(NameServer.Kind kind) throws Exception {
    try (Walkthrough walk =
        start(
            kind,
            "127.0.0.10",
            "api.acmecards.example. 5 A 127.0.0.77",
            "10.0.0.127.in-addr.arpa. 5 PTR ip-127-0-0-10.cloud.example.")) {
      walk.certificate("api", "api.acmecards.example");
      walk.refused("127.0.0.10", "api");
      walk.explain();
      walk.check("127.0.0.10", "api");
      walk.dns(1, "127.0.0.10", "api.acmecards.example");
      walk.record("10.0.0.127.in-addr.arpa. 5 PTR api.acmecards.example.");
      walk.dns(1, "127.0.0.10", "api.acmecards.example");
      walk.record("api.acmecards.example. 5 A 127.0.0.10");
      walk.dns(0, "127.0.0.10", "api.acmecards.example");
      walk.admitted("127.0.0.10", "api");
      isTold(walk);
    }
  }

  @ParameterizedTest
  @MethodSource("nameServers")
  void addressForGoingOutHasChanged(NameServer.Kind kind) throws Exception {
    try (Walkthrough walk =
        start(
            kind,
            "127.0.0.10",
            "api.acmecards.example. 5 A 127.0.0.10",
            "10.0.0.127.in-addr.arpa. 5 PTR api.acmecards.example.")) {
      walk.certificate("api", "api.acmecards.example");
      walk.admitted("127.0.0.10", "api");
      walk.refused("127.0.0.12", "api");
      walk.explain();
      walk.check("127.0.0.12", "api");
      walk.dns(1, "127.0.0.12", "api.acmecards.example");
      walk.record("12.0.0.127.in-addr.arpa. 5 PTR api.acmecards.example.");
      walk.record("api.acmecards.example. 5 A 127.0.0.12");
      walk.allow("127.0.0.12");
      walk.admitted("127.0.0.12", "api");
      walk.refused("127.0.0.10", "api");
      isTold(walk);
    }
  }

  @ParameterizedTest
  @MethodSource("nameServers")
  void severalGateways(NameServer.Kind kind) throws Exception {
    try (Walkthrough walk =
        start(
            kind,
            "127.0.0.20",
            "nat-a.acmecards.example. 5 A 127.0.0.20",
            "20.0.0.127.in-addr.arpa. 5 PTR nat-a.acmecards.example.")) {
      walk.certificate("nat-a", "nat-a.acmecards.example");
      walk.admitted("127.0.0.20", "nat-a");
      walk.refused("127.0.0.21", "nat-a");
      walk.explain();
      walk.allow("127.0.0.20, 127.0.0.21");
      walk.refused("127.0.0.21", "nat-a");
      walk.explain();
      walk.record("21.0.0.127.in-addr.arpa. 5 PTR nat-b.acmecards.example.");
      walk.record("nat-b.acmecards.example. 5 A 127.0.0.21");
      walk.check("127.0.0.21", "nat-a");
      walk.certificate("nat-ab", "nat-a.acmecards.example", "nat-b.acmecards.example");
      walk.admitted("127.0.0.21", "nat-ab");
      walk.admitted("127.0.0.20", "nat-ab");
      isTold(walk);
    }
  }

  @ParameterizedTest
  @MethodSource("nameServers")
  void wrongEnvironment(NameServer.Kind kind) throws Exception {
    try (Walkthrough walk =
        start(
            kind,
            "127.0.0.10",
            "api.acmecards.example. 5 A 127.0.0.10",
            "10.0.0.127.in-addr.arpa. 5 PTR api.acmecards.example.")) {
      for (String file : walk.files()) {
        assertThat(Files.readString(PAGE)).contains(file);
      }
      walk.stagingCertificate("staging", "api.acmecards.example");
      walk.certificate("api", "api.acmecards.example");
      walk.refused("127.0.0.10", "staging");
      walk.explain();
      walk.check("127.0.0.10", "staging");
      walk.dns(0, "127.0.0.10", "api.acmecards.example");
      walk.admitted("127.0.0.10", "api");
      isTold(walk);
      // Nor does a policy of staging get into production: the one in force stays.
      walk.otherEnvironment();
      walk.admitted("127.0.0.10", "api");
      walk.refused("127.0.0.10", "staging");
    }
  }

  private Walkthrough start(NameServer.Kind kind, String allowed, String... records)
      throws Exception {
    return new Walkthrough(kind, temporary.toRealPath(), allowed, records);
  }

  private static void isTold(Walkthrough walk) throws Exception {
    assertThat(Files.readString(PAGE)).contains(walk.text());
  }
}
