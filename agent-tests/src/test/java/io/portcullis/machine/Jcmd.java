package io.portcullis.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the JDK's own tool says of a JVM from outside. */
public final class Jcmd {
  private static final String OURS = "io.portcullis.";
  private static final List<String> NOT_OF_THE_AGENT =
      List.of(OURS + "contract.", OURS + "launcher.AgentClassLoader$");

  private final long pid;

  private Jcmd(long pid) {
    this.pid = pid;
  }

  public static Jcmd of(ForkedServer server) {
    return new Jcmd(server.pid());
  }

  /**
   * The objects of the agent's classes that are alive, by class; the JVM collects garbage first.
   */
  public Map<String, Long> agentObjects() throws IOException, InterruptedException {
    // The first collection finds what has a finalizer, the second what that has held.
    run("GC.class_histogram");
    run("GC.run_finalization");
    Map<String, Long> objects = new TreeMap<>();
    for (String line : run("GC.class_histogram")) {
      String[] words = line.trim().split("\\s+");
      String name = words.length < 4 ? "" : words[3].replaceFirst("^\\[+L", "");
      if (name.startsWith(OURS) && NOT_OF_THE_AGENT.stream().noneMatch(name::startsWith)) {
        objects.put(name, Long.valueOf(words[1]));
      }
    }
    return objects;
  }

  /** The names of its threads that begin so. */
  public List<String> threads(String prefix) throws IOException, InterruptedException {
    return run("Thread.print").stream()
        .filter(line -> line.startsWith("\"" + prefix))
        .map(line -> line.substring(1, line.indexOf('"', 1)))
        .toList();
  }

  /** A counter that it keeps. */
  public long counter(String name) throws IOException, InterruptedException {
    return run("PerfCounter.print").stream()
        .filter(line -> line.startsWith(name + "="))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no counter " + name));
  }

  private List<String> run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Jdks.of(17).home().resolve("bin/jcmd").toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    if (process.waitFor() != 0) {
      throw new AssertionError("jcmd " + command + " failed: " + lines);
    }
    return lines;
  }
}
