package io.portcullis.record;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The writer without its thread, by a clock that stands still. */
class DenialWriterTest {
  private static final Request REQUEST = from("192.0.2.9").build();
  private static final Decision DENY = Decisions.of(Mode.ENFORCE, REQUEST);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<DenialRecord> taken = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private final DenialStream stream = new DenialStream(10);
  private final DenialWriter writer = new DenialWriter(stream, this::take, clock::get);

  private int take(List<? extends DenialRecord> records) {
    int written = Math.min(records.size(), room);
    taken.addAll(records.subList(0, written));
    room -= written;
    return written;
  }

  @Test
  void whatFoundNoRoomIsToldAsANumberWhenTheWindowEnds() {
    deny(25);
    assertThat(writer.write(false)).isEqualTo(DenialWriter.WINDOW_NANOS);
    assertThat(taken).hasSize(10).allMatch(record -> record instanceof Denial);

    clock.addAndGet(DenialWriter.WINDOW_NANOS - 1);
    assertThat(writer.write(false)).isEqualTo(1);
    assertThat(taken).hasSize(10);

    clock.addAndGet(1);
    assertThat(writer.write(false)).isEqualTo(Scribe.Work.NEVER);
    assertThat(taken).hasSize(11);
    assertThat(taken.get(10).line())
        .startsWith(
            "ip_allowlist_blocked decision=deny code=IP_NOT_ALLOWED client=192.0.2.9 count=15"
                + " scope=global first=run-b last=run-19 from=1970-01-01T00:00:00.011Z ")
        .endsWith(" until=1970-01-01T00:00:00.025Z");

    assertThat(writer.write(false)).isEqualTo(Scribe.Work.NEVER);
    assertThat(taken).hasSize(11);
  }

  @Test
  void hurriedWriterDoesNotWaitForTheWindow() {
    deny(25);
    assertThat(writer.write(true)).isEqualTo(Scribe.Work.NEVER);
    assertThat(counted()).isEqualTo(25);
  }

  @Test
  void whatTheSinkDoesNotTakeIsCountedAndToldLater() {
    deny(12);
    room = 4;
    assertThat(writer.write(false)).isEqualTo(Scribe.Work.RETRY);
    assertThat(taken).hasSize(4);
    room = 0;
    assertThat(writer.write(true)).isEqualTo(Scribe.Work.RETRY);
    deny(3);
    assertThat(writer.write(true)).isEqualTo(Scribe.Work.RETRY);

    room = Integer.MAX_VALUE;
    assertThat(writer.write(true)).isEqualTo(Scribe.Work.NEVER);
    assertThat(counted()).isEqualTo(15);
    assertThat(taken).hasSize(5);
  }

  @Test
  void finishingTellsEverything() {
    deny(12);
    writer.finish();
    assertThat(taken).hasSize(11);
    assertThat(counted()).isEqualTo(12);
  }

  @Test
  void finishingEndsWhereTheSinkIsBroken() {
    deny(12);
    room = 0;
    writer.finish();
    assertThat(taken).isEmpty();
  }

  private long counted() {
    return taken.stream().mapToLong(r -> r instanceof Folded f ? f.count() : 1).sum();
  }

  private long number;

  private void deny(int times) {
    for (int i = 0; i < times; i++) {
      number++;
      FoldKey key = FoldKey.of(DENY);
      String id = "run-" + Long.toHexString(number);
      if (!stream.wants(key) || !stream.add(Denial.of(DENY, REQUEST, id, "rev", number))) {
        stream.count(key, id, number);
      }
    }
  }
}
