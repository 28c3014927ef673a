package io.portcullis.record;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import io.portcullis.testing.ListLogger;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The writer without its thread, by a clock that stands still. */
class DenialWriterTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicBoolean broken = new AtomicBoolean();
  private final ListLogger log =
      new ListLogger(
          line -> {
            if (broken.get()) {
              throw new IllegalStateException("planted");
            }
          });
  private final Backlog<Denial> denials = new Backlog<>(10);
  private final Backlog<Fault> faults = new Backlog<>(10);
  private final DenialWriter writer = new DenialWriter(log, denials, faults, clock::get);

  @Test
  void whatFoundNoRoomIsCountedAndSaid() {
    deny(25);
    assertThat(writer.write()).isEqualTo(DenialWriter.NEVER);
    assertThat(log.lines).hasSize(11);
    assertThat(log.lines.get(9)).startsWith("WARN ip_allowlist_blocked decision=deny ");
    assertThat(log.lines.get(10)).isEqualTo("WARN ip_allowlist_blocked: 15 more denials not shown");
    writer.write();
    assertThat(log.lines).hasSize(11);
  }

  @Test
  void lineThatTheLoggerThrewAwayIsCountedToo() {
    deny(12);
    broken.set(true);
    assertThat(writer.write()).isEqualTo(DenialWriter.RETRY_NANOS);
    assertThat(writer.write()).isEqualTo(DenialWriter.RETRY_NANOS);
    broken.set(false);
    writer.write();
    // Two lines were thrown away, two had found no room.
    assertThat(log.lines).hasSize(9);
    assertThat(log.lines.get(8)).contains(" 4 more denials not shown");
  }

  @Test
  void faultsAreWrittenWithTheirStackAtABoundedRate() {
    fail(8);
    long wait = writer.write();
    assertThat(log.lines).hasSize(DenialWriter.FAULTS_A_WINDOW);
    assertThat(log.lines.get(0))
        .startsWith("ERROR judging failed: java.lang.IllegalStateException: planted\n\tat ")
        .contains("DenialWriterTest");
    assertThat(wait).isEqualTo(DenialWriter.WINDOW_NANOS);

    clock.addAndGet(DenialWriter.WINDOW_NANOS - 1);
    fail(13);
    assertThat(writer.write()).isEqualTo(1);
    assertThat(log.lines).hasSize(DenialWriter.FAULTS_A_WINDOW);

    clock.addAndGet(1);
    assertThat(writer.write()).isEqualTo(DenialWriter.NEVER);
    assertThat(log.lines.get(DenialWriter.FAULTS_A_WINDOW))
        .isEqualTo("ERROR 16 more faults not shown");

    fail(1);
    writer.write();
    assertThat(log.lines).hasSize(DenialWriter.FAULTS_A_WINDOW + 2);
  }

  @Test
  void finishingSaysEverything() {
    deny(12);
    fail(7);
    writer.finish();
    assertThat(log.lines).hasSize(10 + 1 + DenialWriter.FAULTS_A_WINDOW + 1);
    assertThat(log.lines.get(log.lines.size() - 1)).isEqualTo("ERROR 2 more faults not shown");
  }

  @Test
  void finishingEndsWhereTheLoggerIsBroken() {
    deny(12);
    fail(2);
    broken.set(true);
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

  private void deny(int times) {
    Request request = from("192.0.2.9").build();
    for (int i = 0; i < times; i++) {
      denials.offer(Denial.of(Decisions.of(Mode.ENFORCE, request), request, "id-" + i, "rev"));
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      faults.offer(new Fault("judging", new IllegalStateException("planted")));
    }
  }
}
