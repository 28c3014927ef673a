package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.cli.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs {@code entries} and {@code reload} against a running API. */
class EntriesVerbTest {
  @TempDir Path folder;
  private Stand stand;
  private Path token;

  @BeforeEach
  void open() throws Exception {
    stand = Stand.over(folder, EntriesTest.POLICY);
    token = Files.writeString(folder.resolve("token"), "root\n");
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private CommandRunner.Run run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of("--url", "http://127.0.0.1:" + stand.port(), "--token-file", token.toString()));
    return CommandRunner.run(all.toArray(new String[0]));
  }

  @Test
  void tableIsOneThatAPersonReads() {
    assertThat(
            run(
                    "entries",
                    "add",
                    "tenant:acme",
                    "198.51.100.7",
                    "--id",
                    "vpn",
                    "--description",
                    "VPN\nexit",
                    "--until",
                    "2026-12-01T00:00:00Z")
                .err())
        .contains("`description` is text");
    CommandRunner.Run added =
        run(
            "entries",
            "add",
            "tenant:acme",
            "198.51.100.7/24",
            "--id",
            "vpn",
            "--description",
            "VPN exit",
            "--until",
            "2026-12-01T00:00:00Z");
    assertThat(added.exit()).as(added.err()).isZero();
    assertThat(added.out())
        .isEqualTo(
            "added 198.51.100.0/24 to tenant:acme as vpn\n"
                + "warning `198.51.100.7/24` has bits set behind its prefix; it is read as"
                + " `198.51.100.0/24`, write that\n");
    CommandRunner.Run listed = run("entries", "list", "tenant:acme");
    String file = folder.resolve("policy.yaml").toString();
    assertThat(listed.out())
        .isEqualTo(
            """
            ADDRESS          ID              STATE                       DESCRIPTION  SOURCE
            198.51.100.0/24  vpn             until 2026-12-01T00:00:00Z  VPN exit     managed, root 2026-11-21T00:00:00Z
            203.0.113.0/24   203.0.113.0_24  enabled                                  FILE:15
            192.0.2.1        desk            enabled                                  FILE:16
            """
                .replace("FILE", file));
    assertThat(run("entries", "list", "tenant:acme", "--output", "json").out())
        .startsWith(
            "{\"scope\":\"tenant:acme\",\"open\":false,\"total\":3,\"entries\":[{\"id\":\"vpn\"")
        .doesNotContain("\u001b");
    assertThat(run("entries", "list", "tenant:globex").out()).isEqualTo("no entries\n");
  }

  @Test
  void entryIsChangedAndRemoved() {
    run("entries", "add", "tenant:acme", "198.51.100.7", "--id", "vpn", "--owner", "ada");
    assertThat(run("entries", "update", "tenant:acme", "vpn", "--address", "198.51.100.8").out())
        .isEqualTo("changed 198.51.100.8 of tenant:acme, vpn\n");
    assertThat(stand.admits("acme", "198.51.100.8")).isTrue();
    assertThat(
            run("entries", "update", "tenant:acme", "vpn", "--disabled", "--owner", "", "--force")
                .exit())
        .isZero();
    assertThat(stand.admits("acme", "198.51.100.8")).isFalse();
    assertThat(run("entries", "update", "tenant:acme", "vpn", "--enabled").exit()).isZero();
    assertThat(stand.admits("acme", "198.51.100.8")).isTrue();
    assertThat(run("entries", "remove", "tenant:acme", "vpn", "--force").out())
        .isEqualTo("removed vpn from tenant:acme\n");
    assertThat(stand.admits("acme", "198.51.100.8")).isFalse();
  }

  @Test
  void whatStandsAgainstAChangeIsToldAndExitCode1() throws Exception {
    CommandRunner.Run bad =
        run("entries", "add", "tenant:acme", "10.0.0.0/99", "198.51.100.7", "not-an-ip");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out())
        .contains("10.0.0.0/99: invalid CIDR value", "not-an-ip: invalid range value");
    assertThat(bad.err()).startsWith("portcullis: not done, 2 entries are wrong");
    assertThat(run("entries", "remove", "tenant:acme", "desk").err())
        .contains("policy.yaml:16", "(ENTRY_OF_FILE)");
    assertThat(run("entries", "list", "tenant:nobody").exit()).isEqualTo(1);
    stand.admits("globex", "192.0.2.5");
    CommandRunner.Run recent = run("entries", "add", "tenant:globex", "198.51.100.7");
    assertThat(recent.exit()).isEqualTo(1);
    assertThat(recent.out())
        .contains("would be refused: 192.0.2.5, let through 1 time(s), tenant globex");
    Files.writeString(token, "globex\n");
    assertThat(
            run("entries", "add", "tenant:globex", "198.51.100.7", "--my-address", "192.0.2.5")
                .err())
        .contains("IP_LOCKOUT_PREVENTED");
    assertThat(
            run(
                    "entries",
                    "add",
                    "tenant:globex",
                    "198.51.100.7",
                    "--my-address",
                    "192.0.2.5",
                    "--force")
                .exit())
        .isZero();
  }

  @Test
  void whoMayNotIsExitCode3() throws Exception {
    Files.writeString(token, "acme\n");
    CommandRunner.Run run = run("entries", "add", "tenant:acme", "198.51.100.7");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("a viewer only reads (403)");
    Files.writeString(token, "wrong\n");
    assertThat(run("entries", "list", "tenant:acme").exit()).isEqualTo(3);
  }

  @Test
  void reloadSaysWhetherTheNewestPolicyIsInForce() throws Exception {
    assertThat(run("reload").out())
        .isEqualTo("policy " + stand.revision() + " is in force, mode enforce\n");
    Files.writeString(folder.resolve("policy.yaml"), "portcullis: 1\nmood: x\n");
    CommandRunner.Run rejected = run("reload");
    assertThat(rejected.exit()).isEqualTo(1);
    assertThat(rejected.out()).contains(":2:1: error UNKNOWN_KEY unknown key `mood`");
  }

  @Test
  void misuseIsExitCode2() {
    assertThat(run("entries").exit()).isEqualTo(2);
    assertThat(run("entries", "list", "tenant").err())
        .contains("`tenant` is no list; write `tenant:T`");
    assertThat(run("entries", "add", "global").exit()).isEqualTo(2);
    assertThat(run("entries", "update", "global", "x").err()).contains("nothing is to be changed");
    assertThat(run("entries", "add", "global", "192.0.2.7", "192.0.2.8", "--id", "x").exit())
        .isEqualTo(2);
  }
}
