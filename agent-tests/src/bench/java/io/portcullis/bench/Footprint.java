package io.portcullis.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a list takes in memory, and how long it takes to be made of text: a process a subject. */
public final class Footprint {
  private static final List<String> TREES =
      List.of("portcullis-longs", "guava", "ipaddress-trie", "ripe-nested");
  private static final List<String> LISTS = List.of("netty", "jetty", "tomcat");

  /** From so many rules on a list is made once: that alone takes seconds. */
  private static final int ONCE = 1_000_000;

  private Footprint() {}

  static void run(Scale scale, Markdown page) throws Exception {
    page.title("Memory and making");
    page.head(List.of("subject", "family", "rules", "bytes a rule", "against ours", "made in, ms"));
    for (boolean ipv6 : new boolean[] {false, true}) {
      rows(page, scale.footprint, ipv6, true);
      rows(page, scale.footprint * 10, ipv6, false);
    }
    page.say(
        "The heap after a collection, with and without the list; the text of the rules is not"
            + " counted. Made of text: the quickest of three in one process, of a million"
            + " rules the only one.");
  }

  private static void rows(Markdown page, int size, boolean ipv6, boolean lists) throws Exception {
    List<String> names = new ArrayList<>(TREES);
    if (lists) {
      names.addAll(LISTS);
    }
    double ours = Double.NaN;
    for (String name : names) {
      JavaProcess process =
          JavaProcess.start(
              List.of("-Xmx4g", "-cp", System.getProperty("java.class.path")),
              List.of(Footprint.class.getName(), name, "" + size, "" + ipv6));
      String[] found = process.await("footprint ").split(" ");
      process.close();
      double bytes = Double.parseDouble(found[1]);
      ours = Double.isNaN(ours) ? bytes : ours;
      page.row(
          List.of(
              "`" + name + "`",
              ipv6 ? "IPv6" : "IPv4",
              String.format(Locale.ROOT, "%,d", size),
              Markdown.number(bytes),
              Markdown.ratio(bytes / ours),
              Markdown.number(Double.parseDouble(found[2]))));
    }
  }

  /** In the process of its own: {@code footprint BYTES MILLISECONDS}. */
  public static void main(String[] arguments) throws Exception {
    int size = Integer.parseInt(arguments[1]);
    boolean ipv6 = Boolean.parseBoolean(arguments[2]);
    List<String> rules = Lists.rules(size, ipv6, false);
    byte[][] probe = {Lists.bytes(ipv6 ? "2001:db8::1" : "192.0.2.1")};
    // A parser may keep what it has read beside its text: that is no part of the list.
    double best = Double.MAX_VALUE;
    for (int round = 0; size < ONCE && round < 2; round++) {
      best = Math.min(best, made(arguments[0], rules, probe));
    }
    long before = used();
    long from = System.nanoTime();
    Subject subject = Subjects.of(arguments[0], rules, probe);
    best = Math.min(best, (System.nanoTime() - from) / 1e6);
    long after = used();
    System.out.println("footprint " + (double) (after - before) / size + " " + best);
    System.out.flush();
    if (subject.ask(0) == rules) {
      throw new IllegalStateException("keeps the list alive until here");
    }
  }

  private static double made(String name, List<String> rules, byte[][] probe) throws Exception {
    long from = System.nanoTime();
    Subject subject = Subjects.of(name, rules, probe);
    double took = (System.nanoTime() - from) / 1e6;
    if (subject.ask(0) == rules) {
      throw new IllegalStateException("keeps the list alive until here");
    }
    return took;
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
