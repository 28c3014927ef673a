package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.ListLogger;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The writer without its thread, by a clock that stands still. */
class FaultWriterTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicBoolean broken = new AtomicBoolean();
  private final ListLogger log =
      new ListLogger(
          line -> {
            if (broken.get()) {
              throw new IllegalStateException("planted");
            }
          });
  private final Backlog<Fault> faults = new Backlog<>(10);
  private final FaultWriter writer = new FaultWriter(log, faults, clock::get);

  @Test
  void faultsAreWrittenWithTheirStackAtABoundedRate() {
    fail(8);
    long wait = writer.write();
    assertThat(log.lines).hasSize(FaultWriter.FAULTS_A_WINDOW);
    assertThat(log.lines.get(0))
        .startsWith("ERROR judging failed: java.lang.IllegalStateException: planted\n\tat ")
        .contains("FaultWriterTest");
    assertThat(wait).isEqualTo(DenialWriter.WINDOW_NANOS);

    clock.addAndGet(DenialWriter.WINDOW_NANOS - 1);
    fail(13);
    assertThat(writer.write()).isEqualTo(1);
    assertThat(log.lines).hasSize(FaultWriter.FAULTS_A_WINDOW);

    clock.addAndGet(1);
    assertThat(writer.write()).isEqualTo(Scribe.Work.NEVER);
    assertThat(log.lines.get(FaultWriter.FAULTS_A_WINDOW))
        .isEqualTo("ERROR 16 more faults not shown");

    fail(1);
    writer.write();
    assertThat(log.lines).hasSize(FaultWriter.FAULTS_A_WINDOW + 2);
  }

  @Test
  void finishingSaysEverything() {
    fail(7);
    writer.finish();
    assertThat(log.lines).hasSize(FaultWriter.FAULTS_A_WINDOW + 1);
    assertThat(log.lines.get(log.lines.size() - 1)).isEqualTo("ERROR 2 more faults not shown");
  }

  @Test
  void finishingEndsWhereTheLoggerIsBroken() {
    fail(2);
    broken.set(true);
    assertThat(writer.write()).isEqualTo(Scribe.Work.RETRY);
    writer.finish();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void messageOfAFaultCannotForgeALine() {
    faults.offer(
        new Fault(
            "judging",
            new IllegalArgumentException(
                "bad \"x\r\nWARN forged\u001b[2J\u2028", new Error("y\nWARN too"))));
    writer.write();
    assertThat(log.lines).hasSize(1);
    assertThat(log.lines.get(0)).doesNotContain("\nWARN").doesNotContain("\r");
    assertThat(log.lines.get(0)).contains("\\u000d\\u000aWARN forged\\u001b[2J\\u2028");
    assertThat(log.lines.get(0)).contains("\ncaused by java.lang.Error: y\\u000aWARN too");
  }

  @Test
  void faultWhoseMessageFailsIsStillTold() {
    faults.offer(
        new Fault(
            "judging",
            new RuntimeException() {
              @Override
              public String getMessage() {
                throw new IllegalStateException();
              }
            }));
    writer.write();
    assertThat(log.lines.get(0)).contains("(its message fails too)");
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      faults.offer(new Fault("judging", new IllegalStateException("planted")));
    }
  }
}
