package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.record.Floods.Told;
import io.portcullis.testing.ListLogger;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that is killed while it writes, again and again; {@code -Dportcullis.crashes=40} kills it
 * more often.
 */
@Timeout(300)
class CrashTest {
  private static final int CRASHES = Integer.getInteger("portcullis.crashes", 4);

  @TempDir Path folder;

  /** The JVM that is killed: it denies and changes for ever, and says when it has begun. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      ListLogger log = new ListLogger();
      RecordKeeper keeper = new RecordKeeper(args[0], log, 100_000, 2_000_000);
      // No window is waited for: each turn of the clock is a minute.
      long[] minutes = {0};
      Records records = new Records(keeper, 4096, () -> minutes[0] += DenialWriter.WINDOW_NANOS);
      DenialLog denials = new DenialLog(new Silence(), 10, System::nanoTime, records.outlet());
      records.start(args[1]);
      records.append(Change.of("policy_activated", Change.SELF).after("first"));
      System.out.println("writing");
      Told told = Floods.one("192.0.2.9");
      for (long i = 1; ; i++) {
        denials.denied(told.decision(), told.request(), args[1] + "-" + Long.toHexString(i), "rev");
        if (i % 64 == 0) {
          records.append(Change.of("policy_activated", Change.SELF).after("r" + i));
        }
      }
    }
  }

  /** A log that keeps nothing. */
  private static final class Silence extends ListLogger {
    private static final long serialVersionUID = 1L;

    Silence() {
      super(
          line -> {
            throw new IllegalStateException("nobody listens");
          });
    }
  }

  @Test
  void filesParseAndTheChainHoldsHoweverOftenTheWriterIsKilled() throws Exception {
    Path state = folder.resolve("state");
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < CRASHES; round++) {
      Process victim = fork(state, "5be1f00d7" + (100 + round));
      Process other = fork(state, "5be1f00d8" + (100 + round));
      try {
        for (Process one : List.of(victim, other)) {
          assertThat(one.getInputStream().read()).as("it says that it writes").isEqualTo('w');
        }
        // Somewhere in the middle of a write: the when is the only thing that is left to chance.
        TimeUnit.MICROSECONDS.sleep(random.nextInt(150_000));
      } finally {
        victim.destroyForcibly().waitFor();
        other.destroyForcibly().waitFor();
      }
      long before = mend(state);
      assertThat(before).isPositive();
    }
  }

  private static Process fork(Path state, String run) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            state.toString(),
            run)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** What the next start does, and what is in the files then. */
  private static long mend(Path state) throws Exception {
    ListLogger log = new ListLogger();
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(log, records);
    Told told = Floods.one("192.0.2.10");
    records.start("aaaaaaaaaaaa");
    denials.denied(told.decision(), told.request(), "aaaaaaaaaaaa-1", "rev");
    records.append(Change.of("policy_activated", Change.SELF));
    records.close();
    denials.close();
    List<Map<String, Object>> written = Floods.records(state);
    assertThat(written).allMatch(record -> record.containsKey("event"));
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(state.resolve("changes.jsonl")))) {
      ChangeChain chain = ChangeChain.walk(in);
      assertThat(chain.fault()).isEmpty();
      assertThat(chain.lines()).isGreaterThan(2);
    }
    return written.size();
  }
}
