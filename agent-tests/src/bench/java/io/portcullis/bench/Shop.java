package io.portcullis.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the sample shop is started: on which server, and with what before it. */
record Shop(String name, List<String> options, List<String> main) {
  static final Path AGENT = file("portcullis.agent.jar");
  static final Path OPEN_TELEMETRY = file("bench.opentelemetry");
  private static final Path SHOP = file("bench.shop");

  static Shop plain(String server) {
    return new Shop(
        "no agent", List.of(), List.of("-jar", SHOP.toString(), "--server", server, "--port", "0"));
  }

  static Shop guarded(String name, String server, Path policy) {
    return plain(server).with(name, "-javaagent:" + AGENT + "=log=error,policy=" + policy);
  }

  /** Exports nothing, so that what is left is the agent itself. */
  static Shop traced(String server) {
    return plain(server)
        .with(
            "OpenTelemetry",
            "-javaagent:" + OPEN_TELEMETRY,
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none");
  }

  /** Tomcat's own valve with a list of rules. */
  static Shop behindValve(String name, Path rules) {
    String path = String.join(File.pathSeparator, file("bench.valve").toString(), SHOP.toString());
    return new Shop(
        name,
        List.of("-cp", path),
        List.of("io.portcullis.bench.valve.ShopBehindValve", rules.toString()));
  }

  Shop with(String newName, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Shop(newName, all, main);
  }

  JavaProcess start() throws Exception {
    List<String> all = new ArrayList<>(List.of("-Xmx256m"));
    all.addAll(options);
    return JavaProcess.start(all, main);
  }

  /** Waits until it listens, and gives the port. */
  static int port(JavaProcess process) throws Exception {
    String line = process.await("shop listening on ");
    process.drain();
    return Integer.parseInt(line.replaceFirst(".*:(\\d+) .*", "$1"));
  }

  private static Path file(String property) {
    Path file = Path.of(System.getProperty(property, "")).toAbsolutePath();
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "no " + file + ": `agent-tests/bench` builds it and says where it is");
    }
    return file;
  }
}
