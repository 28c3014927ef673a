package io.portcullis.record;

import static io.portcullis.testing.Facts.from;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.DecisionListener;
import io.portcullis.ip.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Floods of denials against a listener, as the gate would tell of them, and what became of them.
 */
final class Floods {
  /** A request and what was decided of it. */
  record Told(Decision decision, Request request) {
    static Told from(IpAddress client, String path) {
      Request request = RequestFacts.from(client).target(path).build();
      return new Told(Decisions.of(Mode.ENFORCE, request), request);
    }
  }

  /** How long the calls of a flood took, in nanoseconds, and all of it in milliseconds. */
  record Times(long median, long p99, long p999, long all) {
    static Times of(long[] nanos, long all) {
      Arrays.sort(nanos);
      return new Times(
          nanos[nanos.length / 2],
          nanos[(int) (nanos.length * 0.99)],
          nanos[(int) (nanos.length * 0.999)],
          all);
    }
  }

  private Floods() {}

  /** Tells a listener of denials from several threads; ids are of one run and count up. */
  static Times run(
      DecisionListener listener, int denials, int threads, AtomicLong ids, IntFunction<Told> told)
      throws InterruptedException {
    int each = denials / threads;
    // One of eight is timed: the clock costs as much as the call.
    long[] nanos = new long[threads * (each / 8)];
    List<Thread> all = new ArrayList<>();
    long start = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      Thread one =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  Told next = told.apply(thread * each + i);
                  String id = "5be1f00d77aa-" + Long.toHexString(ids.incrementAndGet());
                  boolean timed = i % 8 == 0 && i / 8 < each / 8;
                  long before = timed ? System.nanoTime() : 0;
                  listener.denied(next.decision(), next.request(), id, "0123456789ab");
                  if (timed) {
                    nanos[thread * (each / 8) + i / 8] = System.nanoTime() - before;
                  }
                }
              });
      all.add(one);
      one.start();
    }
    for (Thread one : all) {
      one.join();
    }
    return Times.of(nanos, (System.nanoTime() - start) / 1_000_000);
  }

  /** All records of a state directory; fails where a line is no object. */
  static List<Map<String, Object>> records(Path state) {
    return records(state, false);
  }

  /** Those that are there while others are being written: the last line may not be whole yet. */
  static List<Map<String, Object>> recordsSoFar(Path state) {
    return records(state, true);
  }

  private static List<Map<String, Object>> records(Path state, boolean growing) {
    try {
      List<Map<String, Object>> records = new ArrayList<>();
      for (Path file : DecisionFiles.newestFirst(state)) {
        String text = Files.readString(file);
        if (growing) {
          text = text.substring(0, text.lastIndexOf('\n') + 1);
        } else if (!text.endsWith("\n")) {
          throw new AssertionError(file + " does not end with a line");
        }
        for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
          records.add(JSON.std.mapFrom(line));
        }
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many denials the records tell of, in detail and in numbers. */
  static long counted(List<Map<String, Object>> records) {
    return records.stream()
        .mapToLong(record -> ((Number) record.getOrDefault("count", 1)).longValue())
        .sum();
  }

  static Told one(String client) {
    return new Told(
        Decisions.of(Mode.ENFORCE, from(client).build()), from(client).target("/api").build());
  }
}
