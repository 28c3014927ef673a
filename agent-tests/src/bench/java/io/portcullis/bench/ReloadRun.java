package io.portcullis.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Changes a long list of a server that is being asked all the while, and waits until the change
 * shows: one client is on the list by turns.
 */
final class ReloadRun {
  private static final String COMING_AND_GOING = "127.0.0.2";
  private static final long PATIENCE = 60_000_000_000L;

  private ReloadRun() {}

  static void run(Scale scale, Markdown page) throws Exception {
    page.title("A reload under load, tomcat");
    page.head(
        List.of(
            "entries",
            "in force after, ms",
            "the slowest, ms",
            "requests/s",
            "against quiet",
            "p99 µs",
            "against quiet"));
    for (int entries : scale.reloads) {
      reload(entries, scale, page);
    }
    page.say(
        "From the moment at which the list file is replaced to the first answer that differs,"
            + " median of "
            + scale.flips
            + "; 150 ms of it are waited for the file to stay the same. Throughput and latency of "
            + Loader.CLIENTS
            + " clients that are served throughout, against the same server without a change.");
  }

  private static void reload(int entries, Scale scale, Markdown page) throws Exception {
    Path folder = Files.createTempDirectory("portcullis-bench");
    Policies.Written without = Policies.global(entries, "127.0.0.1\n");
    String with = COMING_AND_GOING + "\n" + without.list();
    Path policy = without.in(folder);
    Path list = folder.resolve(Policies.LIST);
    Shop shop = Shop.guarded("agent", "tomcat", policy).with("agent", "-Xmx1200m");
    List<Double> took = new ArrayList<>();
    Loader.Found quiet;
    Loader.Found changing;
    try (Loader loader = Loader.start();
        JavaProcess process = shop.start()) {
      int port = Shop.port(process);
      loader.ask(port, scale.warmUp, 200, "");
      loader.found();
      loader.ask(port, 2 * scale.slice(), 200, "");
      quiet = loader.found();
      try (Load.Client watcher = new Load.Client(COMING_AND_GOING, port, "")) {
        // A first change by itself tells how long the load has to go on.
        double first = change(list, with, watcher, 200);
        int milliseconds = (int) (first * scale.flips * 1.5) + 500;
        loader.ask(port, milliseconds, 200, "");
        for (int flip = 0; flip < scale.flips; flip++) {
          boolean add = flip % 2 == 1;
          took.add(change(list, add ? with : without.list(), watcher, add ? 200 : 403));
        }
      }
      changing = loader.found();
    }
    page.row(
        List.of(
            String.format(Locale.ROOT, "%,d", entries),
            Markdown.number(Markdown.median(took)),
            Markdown.number(Collections.max(took)),
            Markdown.number(changing.throughput()),
            Markdown.ratio(changing.throughput() / quiet.throughput()),
            Markdown.number(changing.slow()),
            Markdown.ratio(changing.slow() / quiet.slow())));
  }

  private static double change(Path list, String text, Load.Client watcher, int wanted)
      throws Exception {
    Path aside = Files.writeString(list.resolveSibling("next.txt"), text);
    long from = System.nanoTime();
    Files.move(aside, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    while (watcher.ask() != wanted) {
      if (System.nanoTime() - from > PATIENCE) {
        throw new IllegalStateException("the change of the list has not come into force");
      }
      Thread.sleep(2);
    }
    return (System.nanoTime() - from) / 1e6;
  }
}
