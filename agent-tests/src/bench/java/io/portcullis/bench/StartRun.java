package io.portcullis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares starts by turns: time until the server listens, memory, threads, classes, size. */
final class StartRun {
  private static final Pattern LOADED = Pattern.compile("^\\[([0-9.]+)s\\] (\\S+) source:");

  private StartRun() {}

  /** One that is started, the class its agent begins with, and what was found of it. */
  private static final class Started {
    private final Shop shop;
    private final String premain;
    private final List<String> packages;
    private final List<Double> listening = new ArrayList<>();
    private final List<Double> memory = new ArrayList<>();
    private int threads;

    Started(Shop shop, String premain, List<String> packages) {
      this.shop = shop;
      this.premain = premain;
      this.packages = packages;
    }
  }

  static void run(Scale scale, Markdown page) throws Exception {
    Path folder = Files.createTempDirectory("portcullis-bench");
    Path policy = Policies.global(Policies.ENTRIES, "127.0.0.1\n").in(folder);
    for (String server : new String[] {"tomcat", "jetty", "undertow"}) {
      List<Started> all =
          List.of(
              new Started(Shop.plain(server), "", List.of()),
              new Started(
                  Shop.guarded("agent, 10,000 entries", server, policy),
                  "io.portcullis.launcher.PortcullisAgent",
                  List.of("io.portcullis.", "java.lang.Portcullis")),
              new Started(
                  Shop.traced(server),
                  "io.opentelemetry.javaagent.OpenTelemetryAgent",
                  List.of("io.opentelemetry.")));
      for (int round = 0; round < scale.startRounds; round++) {
        for (Started started : all) {
          once(started);
        }
      }
      page.title("A start, " + server);
      page.head(
          List.of(
              "variant",
              "listens after, ms",
              "more than none",
              "premain, ms",
              "resident MiB",
              "more than none",
              "threads",
              "agent's classes",
              "jar, KiB"));
      for (Started started : all) {
        row(started, all.get(0), page);
      }
    }
    page.say(
        "Medians of "
            + scale.startRounds
            + " rounds in which each is started once; after the first answer for memory and"
            + " threads. `premain` is the time from the load of the agent's first class to that of"
            + " the application's, in a start of its own.");
  }

  private static void once(Started started) throws Exception {
    long from = System.nanoTime();
    try (JavaProcess process = started.shop.start()) {
      int port = Shop.port(process);
      started.listening.add((System.nanoTime() - from) / 1e6);
      try (Load.Client client = new Load.Client("127.0.0.1", port, "")) {
        client.ask();
      }
      started.memory.add(status(process, "VmRSS") / 1024.0);
      started.threads = (int) status(process, "Threads");
    }
  }

  private static void row(Started started, Started none, Markdown page) throws Exception {
    double listening = Markdown.median(started.listening);
    double memory = Markdown.median(started.memory);
    String premain = "-";
    String classes = "-";
    String size = "-";
    if (started != none) {
      List<String> loaded = loaded(started.shop);
      premain = Markdown.number(premain(loaded, started.premain));
      classes = "" + count(loaded, started.packages);
      Path jar = started.premain.startsWith("io.portcullis") ? Shop.AGENT : Shop.OPEN_TELEMETRY;
      size = String.format(Locale.ROOT, "%,d", Files.size(jar) / 1024);
    }
    page.row(
        List.of(
            started.shop.name(),
            Markdown.number(listening),
            Markdown.number(listening - Markdown.median(none.listening)),
            premain,
            Markdown.number(memory),
            Markdown.number(memory - Markdown.median(none.memory)),
            "" + started.threads,
            classes,
            size));
  }

  /** The lines of a start in which the JVM tells each class that it loads, with the time. */
  private static List<String> loaded(Shop shop) throws Exception {
    Path classes = Files.createTempFile("portcullis-bench", ".classes");
    Shop telling = shop.with(shop.name(), "-Xlog:class+load=info:file=" + classes + ":uptime");
    try (JavaProcess process = telling.start()) {
      Shop.port(process);
    }
    List<String> lines = Files.readAllLines(classes);
    Files.delete(classes);
    return lines;
  }

  private static double premain(List<String> loaded, String first) {
    return (at(loaded, "com.example.shop.Main") - at(loaded, first)) * 1000;
  }

  private static double at(List<String> loaded, String name) {
    for (String line : loaded) {
      Matcher matcher = LOADED.matcher(line);
      if (matcher.find() && matcher.group(2).equals(name)) {
        return Double.parseDouble(matcher.group(1));
      }
    }
    return Double.NaN;
  }

  private static long count(List<String> loaded, List<String> packages) {
    return loaded.stream()
        .map(LOADED::matcher)
        .filter(Matcher::find)
        .filter(m -> packages.stream().anyMatch(m.group(2)::startsWith))
        .count();
  }

  /** A line of what Linux tells of a process; NaN elsewhere. */
  private static double status(JavaProcess process, String name) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    }
  }
}
