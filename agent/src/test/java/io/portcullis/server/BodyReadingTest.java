package io.portcullis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.BodyReading;
import io.portcullis.engine.RequestBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies are read within their bounds, and all that was read is given back. */
@Timeout(20)
class BodyReadingTest {
  private static String told(BodyReading reading) {
    RequestBody body = reading.body().orElseThrow();
    return body.isUnreadable() ? body.reason() : new String(body.bytes(), StandardCharsets.UTF_8);
  }

  /** Brings its pieces one after the other, or nothing for an empty one; then it ends or fails. */
  private static final class Pieces extends BlockingBody {
    final ArrayDeque<String> pieces;
    final String end;
    String back = "-";
    boolean begun;

    Pieces(int maxBytes, long timeoutMillis, String end, String... pieces) {
      super(maxBytes, timeoutMillis);
      this.end = end;
      this.pieces = new ArrayDeque<>(List.of(pieces));
    }

    @Override
    protected void begin() {
      begun = true;
    }

    @Override
    protected Step step(BodyBytes bytes) throws Exception {
      if (pieces.isEmpty()) {
        if (end.equals("fails")) {
          throw new java.io.IOException("reset");
        }
        return end.equals("ends") ? Step.END : Step.NOTHING;
      }
      String piece = pieces.poll();
      bytes.add(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
      return piece.isEmpty() ? Step.NOTHING : Step.MORE;
    }

    @Override
    protected void giveBack(byte[] bytes, boolean ended) {
      assertThat(back).isEqualTo("-");
      back = new String(bytes, StandardCharsets.UTF_8) + (ended ? "." : "");
    }
  }

  private static String read(Pieces pieces) {
    pieces.await();
    return told(pieces) + " " + pieces.back;
  }

  @Test
  void blockingBodyIsReadAndGivenBack() {
    assertThat(read(new Pieces(5, 5000, "ends", "ab", "", "cde"))).isEqualTo("abcde abcde.");
    assertThat(read(new Pieces(5, 5000, "ends"))).isEqualTo(" .");
    assertThat(read(new Pieces(5, 5000, "ends", "abc", "def", "g")))
        .isEqualTo("body_too_large abcdef");
    assertThat(read(new Pieces(5, 5000, "fails", "abc"))).isEqualTo("body_aborted abc");
    assertThat(read(new Pieces(5, 50, "waits", "abc"))).isEqualTo("body_timeout abc");
    assertThat(read(new Pieces(5, 50, "waits"))).isEqualTo("body_timeout -");
  }

  @Test
  void interruptOutlivesTheReading() {
    Thread.currentThread().interrupt();
    assertThat(read(new Pieces(5, 5000, "ends", "a", "", "b"))).isEqualTo("ab ab.");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** One that somebody else brings to its end. */
  private static final class Remote extends ParkedBody {
    final CountDownLatch started = new CountDownLatch(1);
    boolean fails;

    Remote(long timeoutMillis) {
      super(timeoutMillis);
    }

    @Override
    protected void start() throws Exception {
      started.countDown();
      if (fails) {
        throw new java.io.IOException("reset");
      }
    }

    @Override
    protected void stop(String reason) {
      done(RequestBody.unreadable(reason));
    }

    void ends(String text) {
      done(RequestBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void parkedBodyTellsOnceHowItEnded() throws Exception {
    Remote whole = new Remote(10_000);
    List<String> heard = new ArrayList<>();
    whole.onDone(() -> heard.add(told(whole)));
    whole.ends("a");
    whole.ends("b");
    assertThat(heard).containsExactly("a");
    Remote late = new Remote(20);
    late.await();
    assertThat(told(late)).isEqualTo("body_timeout");
    Remote failed = new Remote(10_000);
    failed.fails = true;
    failed.await();
    assertThat(told(failed)).isEqualTo("body_aborted");
  }

  @Test
  void noMoreThanSixtyFourAreReadAtOnce() throws Exception {
    List<Remote> reading = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Remote one = new Remote(15_000);
      one.onDone(() -> {});
      assertThat(one.started.getCount()).isZero();
      reading.add(one);
    }
    Pieces blocking = new Pieces(5, 30, "ends", "a");
    assertThat(read(blocking)).isEqualTo("body_busy -");
    assertThat(blocking.begun).isFalse();
    Remote busy = new Remote(30);
    busy.await();
    assertThat(told(busy)).isEqualTo("body_busy");
    assertThat(busy.started.getCount()).isEqualTo(1);
    // Who waits long enough has its turn, the first one first.
    Remote next = new Remote(10_000);
    next.onDone(() -> {});
    Remote last = new Remote(10_000);
    last.onDone(() -> {});
    reading.get(7).ends("x");
    assertThat(next.started.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(last.started.getCount()).isEqualTo(1);
    next.ends("y");
    assertThat(last.started.await(5, TimeUnit.SECONDS)).isTrue();
    last.ends("z");
    for (Remote one : reading) {
      one.ends("");
    }
    // All turns are given back: as many are read again.
    for (int i = 0; i < 64; i++) {
      assertThat(read(new Pieces(5, 5000, "ends", "a"))).isEqualTo("a a.");
    }
  }
}
