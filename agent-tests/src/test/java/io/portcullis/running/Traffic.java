package io.portcullis.running;

import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that keep their connections and send a request each every so often, and what they were
 * answered. A connection that the server ends without having said so is an error.
 */
final class Traffic implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  /** One answer. */
  record Sample(long sentNanos, long tookNanos, int status) {}

  private final List<Thread> clients = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private volatile boolean over;

  private Traffic() {}

  /** Starts so many clients, each with so many requests a second. */
  static Traffic of(int port, int connections, int perSecond) {
    Traffic traffic = new Traffic();
    for (int i = 0; i < connections; i++) {
      Thread client = new Thread(() -> traffic.run(port, perSecond), "traffic-" + i);
      traffic.clients.add(client);
      client.start();
    }
    return traffic;
  }

  private void run(int port, int perSecond) {
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    try {
      RawHttp http = RawHttp.connect("127.0.0.1", port);
      try {
        long due = System.nanoTime();
        while (!over) {
          long sent = System.nanoTime();
          RawResponse answer = http.send(RawHttp.get("/plain")).read();
          add(new Sample(sent, System.nanoTime() - sent, answer.status()));
          if (answer.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
            http.close();
            http = RawHttp.connect("127.0.0.1", port);
          }
          due = Math.max(due + period, System.nanoTime() - period);
          LockSupport.parkNanos(due - System.nanoTime());
        }
      } finally {
        http.close();
      }
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        errors.add(e.toString());
        notifyAll();
      }
    }
  }

  private synchronized void add(Sample sample) {
    samples.add(sample);
    notifyAll();
  }

  /**
   * Waits until every connection has been answered a request that was sent after this call; all
   * such answers must have this status.
   */
  synchronized void expect(int status) throws InterruptedException {
    long from = System.nanoTime();
    int read = samples.size();
    int seen = 0;
    long deadline = from + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    // Each of n clients has had its turn once 2n have been answered, unless one hangs.
    while (seen < 2 * clients.size()) {
      for (; read < samples.size(); read++) {
        Sample sample = samples.get(read);
        if (sample.sentNanos >= from) {
          seen++;
          if (sample.status != status) {
            throw new AssertionError("answered " + sample.status + " and not " + status);
          }
        }
      }
      if (!errors.isEmpty() || System.nanoTime() > deadline) {
        throw new AssertionError("no more answers; errors: " + errors);
      }
      wait(100);
    }
  }

  /** The errors so far, after which nobody sends any more. */
  List<String> end() throws InterruptedException {
    close();
    synchronized (this) {
      return List.copyOf(errors);
    }
  }

  /** What 99 of 100 took at most, in milliseconds, among those sent since. */
  synchronized double p99Millis(long sinceNanos) {
    List<Long> took = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.sentNanos >= sinceNanos) {
        took.add(sample.tookNanos);
      }
    }
    Collections.sort(took);
    return took.isEmpty() ? Double.NaN : took.get(took.size() * 99 / 100) / 1e6;
  }

  synchronized int count(long sinceNanos) {
    return (int) samples.stream().filter(s -> s.sentNanos >= sinceNanos).count();
  }

  /** The states answered, each only where it differs from the one before, in order of sending. */
  synchronized List<Integer> phases() {
    List<Sample> bySending = new ArrayList<>(samples);
    bySending.sort((a, b) -> Long.compare(a.sentNanos, b.sentNanos));
    return bySending.stream().map(Sample::status).distinct().toList();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread client : clients) {
      client.join();
    }
  }
}
