package io.portcullis.ip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the hot path costs in garbage, counted by the JVM for this thread. */
class IpAllocationTest {
  private static final int TIMES = 20_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Where results go, so that the JVM cannot leave out the work. */
  static Object sink = "";

  private final IpTable<String> table =
      IpTable.<String>builder()
          .add(IpTexts.rule("10.0.0.0/8"), "v4")
          .add(IpTexts.rule("10.1.2.3-200"), "range")
          .add(IpTexts.rule("2001:db8::/32"), "v6")
          .add(IpTexts.rule("2001:db8::1:2"), "long v6")
          .build();

  @Test
  void lookUpOfAnAddressAllocatesNothing() {
    IpAddress[] addresses = {
      IpTexts.ip("10.1.2.77"),
      IpTexts.ip("192.0.2.1"),
      IpTexts.ip("2001:db8::1:2"),
      IpTexts.ip("::")
    };
    assertThat(
            leastBytes(
                () -> {
                  for (int i = 0; i < TIMES; i++) {
                    sink = table.lookup(addresses[i & 3], "none");
                  }
                }))
        .isZero();
  }

  @Test
  void lookUpOfBytesAllocatesNothing() {
    byte[][] addresses = {{10, 1, 2, 77}, {11, 0, 0, 0}, new byte[16], new byte[16]};
    addresses[2][0] = 0x20;
    addresses[2][1] = 1;
    assertThat(
            leastBytes(
                () -> {
                  for (int i = 0; i < TIMES; i++) {
                    sink = table.lookup(addresses[i & 3], "none");
                  }
                }))
        .isZero();
  }

  @Test
  void membershipAllocatesNothing() {
    IpSet set = IpTexts.set("10.0.0.0/8", "2001:db8::/32");
    IpAddress[] addresses = {IpTexts.ip("10.1.2.77"), IpTexts.ip("2001:db8::1")};
    assertThat(
            leastBytes(
                () -> {
                  for (int i = 0; i < TIMES; i++) {
                    sink = set.contains(addresses[i & 1]);
                  }
                }))
        .isZero();
  }

  @Test
  void parsingAllocatesTheResultAlone() {
    String[] texts = {"203.0.113.7", "2001:db8::8:800:200c:417a", "::ffff:192.0.2.1", "::"};
    long parsed =
        leastBytes(
            () -> {
              for (int i = 0; i < TIMES; i++) {
                sink = IpTexts.ip(texts[i & 3]);
              }
            });
    long made =
        leastBytes(
            () -> {
              for (int i = 0; i < TIMES; i++) {
                sink = IpAddress.of(i, i);
              }
            });
    assertThat(parsed).isPositive().isEqualTo(made);
  }

  @Test
  void refusalOfACallersTextAllocatesNothing() {
    String[] texts = {"unknown", "010.0.0.1", "1:2:3:4:5:6:7:8:9", "1".repeat(8_000)};
    assertThat(
            leastBytes(
                () -> {
                  for (int i = 0; i < TIMES; i++) {
                    sink = IpAddress.find(texts[i & 3], 0, texts[i & 3].length());
                  }
                }))
        .isZero();
  }

  @Test
  void countSeesGarbageWhereThereIsSome() {
    assertThat(leastBytes(() -> sink = new byte[1_000])).isGreaterThanOrEqualTo(1_000);
  }

  /** The least of several runs: the first ones also pay for classes and compilation. */
  private static long leastBytes(Runnable run) {
    long least = Long.MAX_VALUE;
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < 10; i++) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      run.run();
      least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }
}
