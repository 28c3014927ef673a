package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A server of the matrix that was started.
 *
 * @param accessLog the folder of the logs that show refused requests, where the server keeps any
 * @param stop the command that ends it, where it has one of its own
 */
record Running(ForkedServer fork, int port, Optional<Path> accessLog, Optional<ProcessBuilder> stop)
    implements AutoCloseable {
  static Running of(ForkedServer fork, int port) {
    return new Running(fork, port, Optional.empty(), Optional.empty());
  }

  Running logging(Path folder) {
    return new Running(fork, port, Optional.of(folder), stop);
  }

  Running stoppedBy(ProcessBuilder command) {
    return new Running(fork, port, accessLog, Optional.of(command));
  }

  @Override
  public void close() throws InterruptedException {
    fork.close();
  }
}
