package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that read the records of a state directory. */
class RecordVerbsTest {
  private static final String DENIAL =
      "{\"time\":\"2026-11-21T05:12:18.123Z\",\"event\":\"IP_DENIED\",\"id\":\"5be1f00d77aa-1f\","
          + "\"decision\":\"deny\",\"code\":\"IP_NOT_ALLOWED\",\"check\":\"allowlist\","
          + "\"scope\":\"tenant:acme\",\"client.address\":\"192.0.2.66\","
          + "\"network.peer.address\":\"10.0.0.5\",\"tenant\":\"acme\",\"program\":null,"
          + "\"key\":null,\"method\":\"GET\",\"path\":\"/api/orders\",\"mode\":\"enforce\","
          + "\"policy\":\"0123456789ab\",\"checks\":{\"clientAddress\":\"pass\","
          + "\"allowlist\":\"deny\"},\"reasons\":{\"allowlist\":\"not_on_list\"}}";
  private static final String FOLDED =
      "{\"time\":\"2026-11-21T05:13:18.000Z\",\"event\":\"IP_DENIED\",\"folded\":\"network\","
          + "\"count\":1200,\"firstId\":\"5be1f00d77aa-20\",\"lastId\":\"5be1f00d77aa-fff\","
          + "\"from\":\"2026-11-21T05:12:18.000Z\",\"until\":\"2026-11-21T05:13:18.000Z\","
          + "\"decision\":\"deny\",\"code\":\"IP_NOT_ALLOWED\",\"scope\":\"global\","
          + "\"client.address\":null,\"client.network\":\"198.51.100.0/24\"}";

  @TempDir Path state;

  @BeforeEach
  void writeRecords() throws Exception {
    Files.writeString(state.resolve("decisions-000001.jsonl"), DENIAL + "\n");
    Files.writeString(state.resolve("decisions.jsonl"), FOLDED + "\n{\"cut off");
  }

  private CommandRun explain(String id, String... more) {
    return CommandRun.of(
        Stream.concat(
                List.of("explain", id, "--state", state.toString()).stream(),
                List.of(more).stream())
            .toArray(String[]::new));
  }

  @Test
  void decisionIsExplained() {
    assertThat(explain("5be1f00d77aa-1f"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                deny IP_NOT_ALLOWED
                  time     2026-11-21T05:12:18.123Z
                  client   192.0.2.66
                  peer     10.0.0.5
                  request  GET /api/orders
                  tenant   acme
                  scope    tenant:acme
                  mode     enforce
                  policy   0123456789ab

                checks, in order:
                  clientAddress   pass
                  allowlist       deny          not on list
                """,
                ""));
  }

  @Test
  void foldedDecisionIsExplainedByTheLineThatCountsIt() {
    assertThat(explain("5be1f00d77aa-7a"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                `5be1f00d77aa-7a` was counted and not written by itself; it is one of these:
                  1200 deny IP_NOT_ALLOWED, client 198.51.100.0/24, scope global, \
                2026-11-21T05:12:18.000Z to 2026-11-21T05:13:18.000Z, \
                5be1f00d77aa-20 to 5be1f00d77aa-fff
                """,
                ""));
  }

  @Test
  void unknownDecisionIsAFinding() {
    assertThat(explain("5be1f00d77aa-1000"))
        .isEqualTo(
            new CommandRun(
                1, "`5be1f00d77aa-1000` is not in the records of `" + state + "`\n", ""));
  }

  @Test
  void jsonHoldsTheRecord() {
    assertThat(explain("5be1f00d77aa-1f", "--output", "json").out())
        .isEqualTo("{\"id\":\"5be1f00d77aa-1f\",\"decision\":" + DENIAL + ",\"folded\":[]}\n");
    assertThat(explain("5be1f00d77aa-7a", "--output", "json").out())
        .isEqualTo("{\"id\":\"5be1f00d77aa-7a\",\"decision\":null,\"folded\":[" + FOLDED + "]}\n");
  }

  @Test
  void whatIsNoIdOrNoDirectoryIsMisuse() {
    assertThat(explain("nonsense"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "portcullis: `nonsense` is no decision id; one looks like `5be1f00d77aa-1f`\n"));
    assertThat(CommandRun.of("explain", "5be1f00d77aa-1f", "--state", "no/such"))
        .isEqualTo(new CommandRun(2, "", "portcullis: cannot read `no/such`: no such directory\n"));
  }

  @Test
  void chainIsWalkedInAFileAndInADirectory() throws Exception {
    Path file = state.resolve("changes.jsonl");
    String first = "{\"previous\":\"" + "0".repeat(64) + "\",\"number\":1,\"event\":\"a\"}";
    String digest = sha256(first);
    String second = "{\"previous\":\"" + digest + "\",\"number\":2,\"event\":\"b\"}";
    Files.writeString(file, first + "\n" + second + "\n");
    String whole = file + ": whole, 2 lines, last SHA-256 " + sha256(second) + "\n";
    assertThat(CommandRun.of("verify-changes", state.toString()))
        .isEqualTo(new CommandRun(0, whole, ""));
    assertThat(CommandRun.of("verify-changes", file.toString()))
        .isEqualTo(new CommandRun(0, whole, ""));

    Files.writeString(file, first.replace("\"a\"", "\"A\"") + "\n" + second + "\n");
    CommandRun broken = CommandRun.of("verify-changes", state.toString());
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.out())
        .startsWith(
            file + ":2:1: error CHAIN_BROKEN it does not follow the line before, which was changed")
        .endsWith(
            ": `previous` is "
                + digest
                + ", the SHA-256 of the line before is "
                + sha256(first.replace("\"a\"", "\"A\""))
                + "\n");
    assertThat(CommandRun.of("verify-changes", file.toString(), "--output", "json").out())
        .startsWith("{\"whole\":false,\"lines\":2,\"last\":\"")
        .contains("\"fault\":\"it does not follow");
  }

  @Test
  void fileThatIsNotThereIsMisuse() {
    assertThat(CommandRun.of("verify-changes", "no/such"))
        .isEqualTo(new CommandRun(2, "", "portcullis: cannot read `no/such`: no such file\n"));
  }

  private static String sha256(String line) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes("US-ASCII")));
  }
}
