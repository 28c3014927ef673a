package io.portcullis.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of JMH and puts their scores into tables. */
final class JmhRun {
  /** A peer that takes longer than this for a look-up is not asked with a longer list. */
  private static final double TOO_SLOW = 100_000;

  private JmhRun() {}

  static void table(Scale scale, Markdown page) throws RunnerException {
    for (boolean ipv6 : new boolean[] {false, true}) {
      String family = ipv6 ? "IPv6" : "IPv4";
      page.title("A look-up, " + family + ", prefix lengths as in a table of routes");
      sizes(scale, page, ipv6, false, scale.mixed);
      page.title("A look-up, " + family + ", scattered " + (ipv6 ? "/64" : "/32"));
      sizes(scale, page, ipv6, true, scale.scattered);
    }
    page.say(
        "Nanoseconds, and in brackets how many times what `portcullis-longs` takes. `-`: not asked,"
            + " since it took more than 100 µs with a shorter list, or would take far more with this"
            + " one. `failed`: gave another answer than the agent's table, or none.");
  }

  private static void sizes(
      Scale scale, Markdown page, boolean ipv6, boolean scattered, List<Integer> sizes)
      throws RunnerException {
    Map<String, Map<Integer, Double>> scores = new TreeMap<>();
    Map<Integer, Set<String>> askedAt = new TreeMap<>();
    Set<String> asked = new LinkedHashSet<>(Subjects.ALL);
    int before = 0;
    for (int size : sizes) {
      int length = size;
      int shorter = before;
      asked.removeIf(
          name -> {
            Double last = scores.getOrDefault(name, Map.of()).get(shorter);
            if (last == null && shorter > 0) {
              return true;
            }
            if (last == null) {
              // The first list is a long one: what grows with the list would take minutes.
              return Subjects.LINEAR.contains(name) && length >= 10_000;
            }
            boolean grows = Subjects.LINEAR.contains(name);
            return last > TOO_SLOW || (grows && last / shorter * length > 20 * TOO_SLOW);
          });
      ChainedOptionsBuilder options =
          options(scale)
              .include(AddressTableBenchmark.class.getName())
              .param("subject", asked.toArray(new String[0]))
              .param("size", String.valueOf(size))
              .param("ipv6", String.valueOf(ipv6))
              .param("scattered", String.valueOf(scattered));
      for (RunResult result : new Runner(options.build()).run()) {
        scores
            .computeIfAbsent(result.getParams().getParam("subject"), s -> new TreeMap<>())
            .put(size, result.getPrimaryResult().getScore());
      }
      askedAt.put(size, Set.copyOf(asked));
      before = size;
    }
    List<String> head = new ArrayList<>(List.of("subject", "answers with"));
    sizes.forEach(size -> head.add(String.format(Locale.ROOT, "%,d", size)));
    page.head(head);
    Map<Integer, Double> ours = scores.get("portcullis-longs");
    for (String name : Subjects.ALL) {
      List<String> cells =
          new ArrayList<>(
              List.of("`" + name + "`", Subjects.IDENTITY.contains(name) ? "rule" : "yes or no"));
      for (int size : sizes) {
        Double score = scores.getOrDefault(name, Map.of()).get(size);
        cells.add(
            score == null
                ? askedAt.get(size).contains(name) ? "failed" : "-"
                : Markdown.number(score) + " (" + Markdown.ratio(score / ours.get(size)) + ")");
      }
      page.row(cells);
    }
  }

  static void decision(Scale scale, Markdown page) throws RunnerException {
    page.title("A decision");
    ChainedOptionsBuilder options =
        options(scale)
            .include(DecisionBenchmark.class.getName())
            .param("policy", Policies.DECISIONS)
            .addProfiler(GCProfiler.class);
    Collection<RunResult> results = new Runner(options.build()).run();
    double first = Double.NaN;
    page.head(List.of("policy", "ns", "against the first", "bytes allocated"));
    for (RunResult result : results) {
      double score = result.getPrimaryResult().getScore();
      first = Double.isNaN(first) ? score : first;
      page.row(
          List.of(
              "`" + result.getParams().getParam("policy") + "`",
              Markdown.number(score),
              Markdown.ratio(score / first),
              Markdown.number(allocated(result))));
    }
  }

  private static double allocated(RunResult result) {
    for (Map.Entry<String, Result> secondary : result.getSecondaryResults().entrySet()) {
      if (secondary.getKey().endsWith("gc.alloc.rate.norm")) {
        return secondary.getValue().getScore();
      }
    }
    return Double.NaN;
  }

  private static ChainedOptionsBuilder options(Scale scale) {
    return new OptionsBuilder()
        .forks(1)
        .warmupIterations(scale.iterations())
        .warmupTime(TimeValue.milliseconds(scale.iteration))
        .measurementIterations(scale.iterations())
        .measurementTime(TimeValue.milliseconds(scale.iteration))
        .jvmArgs("-Xmx4g", "-Dportcullis.cases=" + System.getProperty("portcullis.cases", ""))
        .verbosity(VerboseMode.SILENT);
  }
}
