package io.portcullis.server;

import io.portcullis.engine.BodyReading;
import io.portcullis.engine.RequestBody;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read by the thread of its request, which may wait. For that thread alone.
 *
 * <p>It looks whether something has come, and rests a little if not: a read that blocks could only
 * be ended by ending the connection, and the caller is to get an answer.
 */
public abstract class BlockingBody implements BodyReading {
  private static final long SHORTEST_REST_NANOS = 100_000;
  private static final long LONGEST_REST_NANOS = 5_000_000;

  private final int maxBytes;
  private final long timeoutMillis;
  private @Nullable RequestBody body;
  private long deadline;
  private long rest = SHORTEST_REST_NANOS;

  protected BlockingBody(int maxBytes, long timeoutMillis) {
    this.maxBytes = maxBytes;
    this.timeoutMillis = timeoutMillis;
  }

  /** How far a body has come. */
  protected enum Step {
    /** Some bytes were taken. */
    MORE,
    /** Nothing is there yet. */
    NOTHING,
    /** All of it has come. */
    END
  }

  /** Called once, before the first step. */
  protected void begin() throws Exception {}

  /** Takes what has come, and does not wait for more, or no longer than {@link #millisLeft}. */
  protected abstract Step step(BodyBytes bytes) throws Exception;

  /** Called when the time is up, on another thread, for a step that does not come to its end. */
  protected void late() {}

  /**
   * Has the application read these bytes before all that the server has left of the body. Called
   * once, whatever has happened before, if there are any or if the body has ended.
   */
  protected abstract void giveBack(byte[] bytes, boolean ended) throws Exception;

  /** How long it may still take; at least 1. */
  protected final long millisLeft() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
  }

  @Override
  public final Optional<RequestBody> body() {
    return Optional.ofNullable(body);
  }

  @Override
  public final void onDone(Runnable then) {
    await();
    then.run();
  }

  @Override
  public final void await() {
    if (body != null) {
      return;
    }
    deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean interrupted = false;
    Turn turn = new Turn();
    boolean mine = BodyTurns.OF_ALL_SERVERS.enter(turn);
    while (!mine && deadline - System.nanoTime() > 0) {
      try {
        mine = turn.granted.await(millisLeft(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (!mine && BodyTurns.OF_ALL_SERVERS.leave(turn)) {
      body = RequestBody.unreadable("body_busy");
    } else {
      try {
        // A thread that is interrupted would not rest, and Tomcat's would lose its connection.
        interrupted |= Thread.interrupted();
        body = read();
      } finally {
        BodyTurns.OF_ALL_SERVERS.release();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private RequestBody read() {
    BodyBytes bytes = new BodyBytes(maxBytes);
    boolean ended = false;
    RequestBody read;
    Future<?> end =
        Deadlines.in(
            millisLeft(),
            new Runnable() {
              @Override
              public void run() {
                late();
              }
            });
    try {
      begin();
      Step step = step(bytes);
      while (step != Step.END && !bytes.isTooMuch() && deadline - System.nanoTime() > 0) {
        rest = step == Step.MORE ? SHORTEST_REST_NANOS : rest;
        if (step == Step.NOTHING) {
          LockSupport.parkNanos(this, rest);
          rest = Math.min(2 * rest, LONGEST_REST_NANOS);
        }
        step = step(bytes);
      }
      ended = step == Step.END;
      read = ended || bytes.isTooMuch() ? bytes.whole() : RequestBody.unreadable("body_timeout");
    } catch (Exception e) {
      boolean late = deadline - System.nanoTime() <= 0;
      read = RequestBody.unreadable(late ? "body_timeout" : "body_aborted");
    } finally {
      end.cancel(false);
    }
    byte[] back = bytes.toArray();
    if (ended || back.length > 0) {
      try {
        giveBack(back, ended);
      } catch (Exception e) {
        throw new IllegalStateException("the body cannot be given back", e);
      }
    }
    return read;
  }

  /** A turn that a thread waits for. */
  private static final class Turn implements BodyTurns.Waiter {
    final CountDownLatch granted = new CountDownLatch(1);

    @Override
    public void granted() {
      granted.countDown();
    }
  }
}
