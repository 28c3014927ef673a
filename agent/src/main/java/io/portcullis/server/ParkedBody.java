package io.portcullis.server;

import io.portcullis.engine.BodyReading;
import io.portcullis.engine.RequestBody;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read as it comes, by threads that must not wait. Thread-safe; what it calls of a
 * subclass, it calls one after the other.
 */
public abstract class ParkedBody implements BodyReading {
  private enum State {
    NEW,
    QUEUED,
    READING,
    DONE
  }

  private final BodyTurns.Waiter turn =
      new BodyTurns.Waiter() {
        @Override
        public void granted() {
          begin();
        }
      };
  private final long timeoutMillis;
  private State state = State.NEW;
  private volatile @Nullable RequestBody body;
  private @Nullable Runnable then;
  private @Nullable Future<?> timer;

  protected ParkedBody(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Begins to read; ends with {@link #done}. Whatever it throws makes the body unreadable. On any
   * thread.
   */
  protected abstract void start() throws Exception;

  /** Ends the reading, unless it has ended: with {@link #done} and this reason. On any thread. */
  protected abstract void stop(String reason) throws Exception;

  @Override
  public final Optional<RequestBody> body() {
    return Optional.ofNullable(body);
  }

  @Override
  public final void await() {
    CountDownLatch ended = new CountDownLatch(1);
    onDone(
        new Runnable() {
          @Override
          public void run() {
            ended.countDown();
          }
        });
    boolean interrupted = false;
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final void onDone(Runnable next) {
    synchronized (this) {
      then = next;
      state = State.QUEUED;
      timer =
          Deadlines.in(
              timeoutMillis,
              new Runnable() {
                @Override
                public void run() {
                  late();
                }
              });
    }
    if (BodyTurns.OF_ALL_SERVERS.enter(turn)) {
      begin();
    }
  }

  private void begin() {
    synchronized (this) {
      state = State.READING;
    }
    try {
      start();
    } catch (Throwable fault) {
      done(RequestBody.unreadable("body_aborted"));
    }
  }

  private void late() {
    if (BodyTurns.OF_ALL_SERVERS.leave(turn)) {
      settle(RequestBody.unreadable("body_busy"), false);
      return;
    }
    try {
      stop("body_timeout");
    } catch (Throwable fault) {
      done(RequestBody.unreadable("body_timeout"));
    }
  }

  /** The end, whichever comes first; what was read is given back by now. */
  protected final void done(RequestBody read) {
    settle(read, true);
  }

  private void settle(RequestBody read, boolean hadTurn) {
    Runnable next;
    synchronized (this) {
      if (state == State.DONE) {
        return;
      }
      state = State.DONE;
      body = read;
      next = then;
      if (timer != null) {
        timer.cancel(false);
      }
    }
    if (hadTurn) {
      BodyTurns.OF_ALL_SERVERS.release();
    }
    if (next != null) {
      next.run();
    }
  }
}
