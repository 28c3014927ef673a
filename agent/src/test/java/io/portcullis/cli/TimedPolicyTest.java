package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verbs make of a policy whose entries come and go. */
class TimedPolicyTest {
  private static final String TIMED = CommandRun.file("timed.yaml");

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9,  2026-11-20T20:59:59Z,           203.0.113.0_28, allow",
    "203.0.113.9,  2026-11-20T21:00:00Z,           night-shift, allow",
    "203.0.113.9,  2026-11-21T05:59:59.999+01:00,  night-shift, allow",
    "203.0.113.9,  2026-11-21T05:00:00Z,           203.0.113.0_28, allow",
    "198.51.100.7, 2026-11-30T23:59:59Z,           contractor, allow",
    "198.51.100.7, 2026-12-01T00:00:00Z,           , deny",
    "192.0.2.99,   2026-10-31T23:59:59Z,           , deny",
    "192.0.2.99,   2026-11-01T00:00:00Z,           audit, allow"
  })
  void checkAndEvalJudgeAtTheInstantThatIsGiven(
      String peer, String at, String entry, String decision) throws IOException {
    CommandRun check =
        CommandRun.of(
            "check",
            TIMED,
            "--peer",
            peer,
            "-H",
            "X-Tenant-Id: acme",
            "--at",
            at,
            "--output",
            "json");
    Map<String, Object> object = JSON.std.mapFrom(check.out());

    assertThat(object).containsEntry("decision", decision).containsEntry("entry", entry);
    assertThat(check.exit()).isEqualTo(decision.equals("deny") ? 1 : 0);
    String line =
        "{\"peer\":\""
            + peer
            + "\",\"headers\":{\"X-Tenant-Id\":\"acme\"},\"at\":\""
            + at
            + "\"}\n";
    assertThat(CommandRun.withInput(line, "eval", TIMED).out()).isEqualTo(check.out());
  }

  @Test
  void withoutAnInstantItIsNow() {
    // The audit began in 2026 and has no end.
    assertThat(CommandRun.of("check", TIMED, "--peer", "192.0.2.99").out())
        .startsWith("allow EXEMPT_ADDRESS\n");
  }

  @Test
  void explanationTellsTheTimesOfTheEntryAndThatNoneIsInTime() {
    String[] question = {
      "check", TIMED, "--explain", "-H", "X-Tenant-Id: acme", "--peer", "203.0.113.9", "--at", ""
    };
    question[8] = "2026-11-21T00:00:00Z";
    assertThat(CommandRun.of(question).out())
        .contains(
            "night-shift (203.0.113.9), Night shift, from 2026-11-20T21:00:00Z,"
                + " until 2026-11-21T05:00:00Z, at ");
    question[6] = "198.51.100.7";
    question[8] = "2026-12-01T00:00:00Z";
    assertThat(CommandRun.of(question).out()).contains("out of time");
  }

  @Test
  void instantWithoutAZoneIsWrongUsage() {
    assertThat(CommandRun.of("check", TIMED, "--peer", "192.0.2.1", "--at", "2026-11-20T00:00"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "portcullis: `--at`: `2026-11-20T00:00` has no zone; write `2026-11-20T00:00Z` for"
                    + " UTC, or an offset like `+01:00`\n"));
  }

  @Test
  void testsOfThePolicySayWhenTheirRequestsAreMade() {
    CommandRun run = CommandRun.of("test", TIMED);
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("2 passed, 0 failed");
  }
}
