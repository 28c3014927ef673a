package io.portcullis.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Runs the sections that are named, all by default, and prints their tables. */
public final class Bench {
  private static final List<String> SECTIONS =
      List.of("table", "memory", "decision", "request", "start", "reload");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Scale scale = Scale.DEFAULT;
    Set<String> wanted = new TreeSet<>();
    for (String argument : arguments) {
      if (argument.startsWith("--") && isScale(argument.substring(2))) {
        scale = Scale.valueOf(argument.substring(2).toUpperCase(Locale.ROOT));
      } else if (SECTIONS.contains(argument)) {
        wanted.add(argument);
      } else {
        System.err.println("bench: unknown section `" + argument + "`; there are " + SECTIONS);
        System.exit(2);
      }
    }
    Markdown page = new Markdown();
    page.say(
        "Java "
            + System.getProperty("java.version")
            + " on "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors; scale `"
            + scale.name().toLowerCase(Locale.ROOT)
            + "`.");
    List<String> failed = new ArrayList<>();
    for (String section : SECTIONS) {
      if (!wanted.isEmpty() && !wanted.contains(section)) {
        continue;
      }
      long from = System.nanoTime();
      System.err.println("bench: " + section);
      try {
        run(section, scale, page);
      } catch (Exception e) {
        // What the other sections have found is not thrown away.
        e.printStackTrace();
        failed.add(section);
      }
      System.err.println(
          "bench: " + section + " took " + (System.nanoTime() - from) / 1_000_000_000 + " s");
    }
    System.out.println(page);
    if (!failed.isEmpty()) {
      System.err.println("bench: failed: " + failed);
      System.exit(1);
    }
  }

  private static boolean isScale(String name) {
    for (Scale scale : Scale.values()) {
      if (scale.name().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static void run(String section, Scale scale, Markdown page) throws Exception {
    switch (section) {
      case "table" -> JmhRun.table(scale, page);
      case "memory" -> Footprint.run(scale, page);
      case "decision" -> JmhRun.decision(scale, page);
      case "request" -> RequestRun.run(scale, page);
      case "start" -> StartRun.run(scale, page);
      default -> ReloadRun.run(scale, page);
    }
  }
}
