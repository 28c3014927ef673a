package io.portcullis.dns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Work that is done, and time that passes, when a test says so. */
final class FakeWorkers implements Workers, Ticks {
  private record Timed(long at, Runnable work) {}

  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<Timed> timed = new ArrayList<>();
  private long now = 1_000_000;
  private boolean full;
  private boolean closed;

  @Override
  public boolean run(Runnable work) {
    if (full) {
      return false;
    }
    queue.add(work);
    return true;
  }

  @Override
  public Alarm after(long millis, Runnable work) {
    Timed alarm = new Timed(now + millis, work);
    timed.add(alarm);
    return () -> timed.remove(alarm);
  }

  @Override
  public void close() {
    closed = true;
    queue.clear();
    timed.clear();
  }

  @Override
  public long millis() {
    return now;
  }

  void fill() {
    full = true;
  }

  boolean isClosed() {
    return closed;
  }

  int queued() {
    return queue.size();
  }

  int alarms() {
    return timed.size();
  }

  void runOne() {
    queue.remove().run();
  }

  void runAll() {
    while (!queue.isEmpty()) {
      runOne();
    }
  }

  void pass(long millis) {
    long until = now + millis;
    while (true) {
      Timed next =
          timed.stream()
              .filter(alarm -> alarm.at() <= until)
              .min(Comparator.comparingLong(Timed::at))
              .orElse(null);
      if (next == null) {
        break;
      }
      timed.remove(next);
      now = next.at();
      next.work().run();
    }
    now = until;
  }
}
