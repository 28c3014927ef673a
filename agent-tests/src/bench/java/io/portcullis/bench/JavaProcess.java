package io.portcullis.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that a run has started and ends again. Used by one thread. */
final class JavaProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final PrintStream told;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.told = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.log = log;
  }

  /** Starts one with options and then its main class, or {@code -jar}, with its arguments. */
  static JavaProcess start(List<String> options, List<String> main) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dportcullis.cases=" + System.getProperty("portcullis.cases", ""));
    command.addAll(options);
    command.addAll(main);
    Path log = Files.createTempFile("portcullis-bench", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().keySet().removeIf(n -> n.startsWith("PORTCULLIS_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new JavaProcess(builder.start(), log);
  }

  /** The first line on its standard output that begins so; fails if it ends before. */
  String await(String beginning) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new IOException(
        "no `" + beginning + "` from a process that said\n" + Files.readString(log));
  }

  /** Reads on behind what was awaited, so that a process that talks does not stop. */
  void drain() {
    Thread reader = new Thread(this::readAll, "bench drain");
    reader.setDaemon(true);
    reader.start();
  }

  private void readAll() {
    try {
      while (said.readLine() != null) {}
    } catch (IOException e) {
      // It has ended.
    }
  }

  void tell(String line) {
    told.println(line);
  }

  long pid() {
    return process.pid();
  }

  /** What it has written to its standard error. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    Files.deleteIfExists(log);
  }
}
