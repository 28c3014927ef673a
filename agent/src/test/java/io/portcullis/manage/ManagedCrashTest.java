package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.ListScope;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.ManagedLayer;
import io.portcullis.policy.Operator;
import io.portcullis.record.ChangeChain;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.testing.Eventually;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two JVMs on one state directory that are killed while they change what is managed, again and
 * again; {@code -Dportcullis.crashes=100} kills them more often.
 */
class ManagedCrashTest {
  private static final int CRASHES = Integer.getInteger("portcullis.crashes", 3);

  @TempDir Path folder;

  /** The JVM that is killed: counts in an entry of its own, and says each number that is done. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      Stand stand = Stand.over(Path.of(args[0]));
      EntryOperations operations = new EntryOperations(stand.watched());
      Operator root = stand.watched().policy.inForce().operators().withToken("root").orElseThrow();
      Asked asked = new Asked(root, "127.0.0.1", Optional.empty(), false, List.of());
      for (int i = Integer.parseInt(args[2]) + 1; ; i++) {
        operations.update(asked, ListScope.GLOBAL, args[1], Map.of("description", "" + i));
        System.out.println(i);
      }
    }
  }

  @Test
  void whatWasAnsweredIsThereAndNothingIsHalfThere() throws Exception {
    try (Stand stand = Stand.over(folder, EntriesTest.POLICY)) {
      for (String id : List.of("one", "two")) {
        String body = "{\"address\":\"198.51.100.7\",\"description\":\"0\",\"id\":\"" + id + "\"}";
        assertThat(stand.send("POST /v1/global/entries", "root", body).status()).isEqualTo(201);
      }
    }
    SplittableRandom random = new SplittableRandom(11);
    int kills = 0;
    for (int round = 0; round < CRASHES; round++) {
      int oneBefore = written("one");
      int twoBefore = written("two");
      Process one = fork("one", oneBefore);
      Process two = fork("two", twoBefore);
      try {
        Eventually.so(
            () -> {
              assertThat(one.isAlive()).as(Files.readString(folder.resolve("err-one"))).isTrue();
              assertThat(two.isAlive()).as(Files.readString(folder.resolve("err-two"))).isTrue();
              return said("one") > oneBefore && said("two") > twoBefore;
            });
        // Somewhere in the middle of a write: the when is the only thing that is left to chance.
        TimeUnit.MICROSECONDS.sleep(random.nextInt(100_000));
        one.destroyForcibly().waitFor();
        TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000));
        two.destroyForcibly().waitFor();
        kills += 2;
        // What was said to be done is on the disk, or the one that was under way behind it.
        assertThat(written("one")).isBetween(said("one"), said("one") + 1);
        assertThat(written("two")).isBetween(said("two"), said("two") + 1);
      } finally {
        one.destroyForcibly().waitFor();
        two.destroyForcibly().waitFor();
      }
    }
    assertThat(kills).isEqualTo(2 * CRASHES);
    try (Stand stand = Stand.over(folder);
        InputStream in =
            new BufferedInputStream(
                Files.newInputStream(folder.resolve("state").resolve(ChangeChain.FILE)))) {
      // A line that was cut off is put aside by the next one that is written.
      assertThat(
              stand
                  .send("PUT /v1/global/entries/one", "root", "{\"description\":\"end\"}")
                  .status())
          .isEqualTo(200);
      assertThat(ChangeChain.walk(in).fault()).isEmpty();
    }
  }

  /** The last number that a victim has said to be done; -1 where it has said none. */
  private int said(String id) throws Exception {
    String all = Files.readString(folder.resolve("said-" + id));
    int end = all.lastIndexOf('\n');
    return end < 0 ? -1 : Integer.parseInt(all.substring(all.lastIndexOf('\n', end - 1) + 1, end));
  }

  private int written(String id) {
    ManagedText text = ManagedFile.in(folder.resolve("state").toString()).read().orElseThrow();
    assertThat(text.fault()).isEmpty();
    assertThat(ManagedLayer.problemsOf(text))
        .as(new String(text.bytes(), StandardCharsets.US_ASCII))
        .isEmpty();
    for (ManagedEntry entry : ManagedLayer.of(Optional.of(text)).list(ListScope.GLOBAL).entries()) {
      if (entry.entry().id().equals(id)) {
        return Integer.parseInt(entry.entry().description());
      }
    }
    throw new AssertionError("the entry is gone");
  }

  private Process fork(String id, int from) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            folder.toString(),
            id,
            "" + from)
        .redirectOutput(folder.resolve("said-" + id).toFile())
        .redirectError(folder.resolve("err-" + id).toFile())
        .start();
  }
}
