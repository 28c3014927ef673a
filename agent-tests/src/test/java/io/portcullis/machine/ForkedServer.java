package io.portcullis.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A server in a JVM of its own, started by a test and ended with it.
 *
 * <p>Its main class prints {@code listening PORT} when it serves, and ends when its standard input
 * does, so that none outlives a test run that was killed.
 */
public final class ForkedServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String LISTENING = "listening ";

  private final Process process;
  private final Output stdout;
  private final Output stderr;

  private ForkedServer(Process process) {
    this.process = process;
    this.stdout = Output.of(process.getInputStream(), "stdout");
    this.stderr = Output.of(process.getErrorStream(), "stderr");
  }

  /**
   * Starts a server and does not wait for it: two can start side by side.
   *
   * @param options options of the JVM, such as {@link BuiltAgent#javaagent}
   */
  public static ForkedServer start(Jdk jdk, ServerSet server, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", server.classPath(), server.mainClass()));
    return start(new ProcessBuilder(command), Map.of());
  }

  /** Starts whatever a command starts, with variables besides those of this process. */
  public static ForkedServer start(ProcessBuilder builder, Map<String, String> variables)
      throws IOException {
    // What the surrounding build uses is no business of the server's JVM.
    builder.environment().keySet().removeIf(n -> n.startsWith("PORTCULLIS_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(variables);
    return new ForkedServer(builder.start());
  }

  /** The port it serves on; waits until it does. */
  public int port() throws InterruptedException {
    String line = stdout.await(l -> l.startsWith(LISTENING), START, this::describe);
    return Integer.parseInt(line.substring(LISTENING.length()));
  }

  public Output stdout() {
    return stdout;
  }

  public Output stderr() {
    return stderr;
  }

  public long pid() {
    return process.pid();
  }

  /** Waits until the JVM has ended, by itself, and gives its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the server runs on\n" + describe());
    }
    return process.exitValue();
  }

  /** Whether it runs still. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks the server to end as an operator does: the JVM itself, where a script has started it. */
  public void terminate() {
    List<ProcessHandle> started = process.descendants().toList();
    if (started.isEmpty()) {
      process.destroy();
    }
    started.forEach(ProcessHandle::destroy);
  }

  /** Everything it has said so far: for the message of a failing test. */
  public String describe() {
    return "process "
        + process.pid()
        + (process.isAlive() ? " runs" : " has ended")
        + "\n"
        + "-- stdout\n"
        + String.join("\n", stdout.lines())
        + "\n"
        + "-- stderr\n"
        + String.join("\n", stderr.lines())
        + "\n";
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** What a process writes to one of its streams, line by line as it comes. Thread-safe. */
  public static final class Output {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Output() {}

    private static Output of(InputStream stream, String name) {
      Output output = new Output();
      Thread reader = new Thread(() -> output.read(stream), "forked server's " + name);
      reader.setDaemon(true);
      reader.start();
      return output;
    }

    private void read(InputStream stream) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          synchronized (this) {
            lines.add(line);
            notifyAll();
          }
        }
      } catch (IOException e) {
        // The process is gone; what it wrote before is what there is.
      }
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }

    public synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    /** How many lines have come so far: a mark from which {@link #since} reads on. */
    public synchronized int size() {
      return lines.size();
    }

    public synchronized List<String> since(int mark) {
      return List.copyOf(lines.subList(mark, lines.size()));
    }

    /** The first line that is wanted; waits for it, and fails where it does not come. */
    public String await(Predicate<String> wanted) throws InterruptedException {
      return await(wanted, Duration.ofSeconds(10), () -> "");
    }

    synchronized String await(Predicate<String> wanted, Duration atMost, Supplier<String> context)
        throws InterruptedException {
      return awaitSince(0, wanted, atMost, context);
    }

    /** As {@link #await(Predicate)}, among the lines that came after a mark. */
    public synchronized String awaitSince(int mark, Predicate<String> wanted)
        throws InterruptedException {
      return awaitSince(mark, wanted, Duration.ofSeconds(10), () -> "");
    }

    private synchronized String awaitSince(
        int mark, Predicate<String> wanted, Duration atMost, Supplier<String> context)
        throws InterruptedException {
      long deadline = System.nanoTime() + atMost.toNanos();
      int read = mark;
      while (true) {
        for (; read < lines.size(); read++) {
          if (wanted.test(lines.get(read))) {
            return lines.get(read);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (ended || left <= 0) {
          throw new AssertionError(
              "the line did not come; after line "
                  + mark
                  + " there are: "
                  + lines.subList(mark, lines.size())
                  + "\n"
                  + context.get());
        }
        wait(left);
      }
    }
  }
}
