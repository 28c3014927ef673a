package io.portcullis.bench;

import java.util.List;

/** The other end of {@link Load}: one process for a whole run, so that it is warm for everybody. */
final class Loader implements AutoCloseable {
  /** As many as keep two processors busy and make no queue worth the name. */
  static final int CLIENTS = 4;

  private final JavaProcess process;

  private Loader(JavaProcess process) {
    this.process = process;
  }

  /** What a server gave: requests a second, and microseconds of the median and the slow ones. */
  record Found(double throughput, double median, double slow) {}

  static Loader start() throws Exception {
    return new Loader(
        JavaProcess.start(
            List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")),
            List.of(Load.class.getName())));
  }

  /** Begins to ask; {@link #found} waits for the end. */
  void ask(int port, int milliseconds, int status, String headers) {
    process.tell(port + " " + CLIENTS + " " + milliseconds + " " + status + " " + headers);
  }

  Found found() throws Exception {
    String[] parts = process.await("load ").split(" ");
    return new Found(
        Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3]));
  }

  @Override
  public void close() throws Exception {
    process.close();
  }
}
