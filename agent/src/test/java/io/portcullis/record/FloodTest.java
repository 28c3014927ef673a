package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Decision;
import io.portcullis.ip.IpAddress;
import io.portcullis.record.Floods.Told;
import io.portcullis.testing.ListLogger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Floods, in a size that a build bears; {@code -Dportcullis.flood=5000000} makes them as large as
 * one likes.
 */
@Timeout(300)
class FloodTest {
  private static final int DENIALS = Integer.getInteger("portcullis.flood", 300_000);

  @TempDir Path folder;
  private Path state;
  private final ListLogger log = new ListLogger();
  private final AtomicLong ids = new AtomicLong();

  @BeforeEach
  void nameTheState() {
    state = folder.resolve("state");
  }

  @Test
  void floodFromThreeAddressesIsThreeNumbersAndASample() throws Exception {
    Told[] told = {
      Floods.one("192.0.2.1"), Floods.one("192.0.2.2"), Floods.one("2001:db8::3"),
    };
    List<Map<String, Object>> records = flood("three addresses", i -> told[i % told.length]);

    assertThat(records.stream().filter(record -> record.containsKey("folded")))
        .allMatch(record -> "address".equals(record.get("folded")))
        .hasSizeLessThan(300);
    assertThat(records).hasSizeLessThan(9000);
  }

  @Test
  void floodFromRotatingNetworksEndsInARest() throws Exception {
    List<Map<String, Object>> records =
        flood(
            "rotating /64",
            i -> {
              SplittableRandom mine = new SplittableRandom(i);
              return Told.from(
                  IpAddress.of(
                      0x20010db8_00000000L | mine.nextInt() & 0xffff_ffffL, mine.nextLong()),
                  "/" + Long.toHexString(mine.nextLong()) + "?secret=" + i);
            });
    assertThat(records.stream().filter(record -> "rest".equals(record.get("folded")))).isNotEmpty();
    assertThat(records.toString()).doesNotContain("secret");
  }

  private List<Map<String, Object>> flood(String name, IntFunction<Told> told) throws Exception {
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(log, records);
    // What a denial costs while nothing is folded, and while the JVM still warms up.
    Floods.Times calm = Floods.run(denials, 800, 1, ids, told);
    long before = usedMemory();
    records.start("5be1f00d77aa");
    Floods.Times flood = Floods.run(denials, DENIALS, 2, ids, told);
    long after = usedMemory();
    denials.close();
    records.close();

    List<Map<String, Object>> written = Floods.records(state);
    long bytes;
    try (Stream<Path> files = Files.list(state)) {
      bytes = files.mapToLong(file -> file.toFile().length()).sum();
    }
    System.out.printf(
        "flood of %d from %s: %s; before it: %s; %d records, %d bytes, memory +%d KiB%n",
        DENIALS, name, flood, calm, written.size(), bytes, (after - before) / 1024);

    long all = 800 + DENIALS / 2 * 2L;
    assertThat(Floods.counted(written)).isEqualTo(all);
    assertThat(linesCounted()).isEqualTo(all);
    assertThat(denials.counts().count(Decision.Effect.DENY)).isEqualTo(all);
    assertThat(bytes).isLessThan(DecisionFiles.TOTAL_BYTES);
    long windows = 1 + flood.all() / 60_000 + 1;
    assertThat(written.size())
        .isLessThanOrEqualTo((int) windows * (FoldWindow.GROUPS + FoldWindow.DETAILS + 4096));
    assertThat(after - before).as("bytes held").isLessThan(64 << 20);
    assertThat(flood.p99()).as("nanoseconds").isLessThan(5_000_000);
    return written;
  }

  private long linesCounted() {
    return log.lines.stream()
        .filter(line -> line.contains(" ip_allowlist_blocked "))
        .mapToLong(
            line ->
                line.contains(" count=")
                    ? Long.parseLong(line.replaceAll(".* count=(\\d+) .*", "$1"))
                    : 1)
        .sum();
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
