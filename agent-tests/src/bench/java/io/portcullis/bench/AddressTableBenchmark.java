package io.portcullis.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One look-up in a list; a process for each subject, so that every call has one target only. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AddressTableBenchmark {
  @Param("portcullis-longs")
  public String subject;

  @Param("100")
  public int size;

  @Param("false")
  public boolean ipv6;

  @Param("false")
  public boolean scattered;

  private Subject asked;
  private int next;

  @Setup
  public void build() throws Exception {
    List<String> rules = Lists.rules(size, ipv6, scattered);
    byte[][] probes = Lists.probes(rules, ipv6);
    asked = Subjects.of(subject, rules, probes);
    // A subject that answers otherwise than the table has not been asked the same question.
    Subject ours = Subjects.of("portcullis-longs", rules, probes);
    for (int probe = 0; probe < 256; probe++) {
      if (asked.found(probe) != ours.found(probe)) {
        throw new IllegalStateException(subject + " errs on " + Lists.text(probes[probe]));
      }
    }
  }

  @Benchmark
  public Object lookup() {
    next = next + 1 & Lists.PROBES - 1;
    return asked.ask(next);
  }
}
