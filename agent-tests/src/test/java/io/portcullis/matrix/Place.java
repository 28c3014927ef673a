package io.portcullis.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Where the build has put what the matrix starts, and where on this machine that can be done. */
final class Place {
  private Place() {}

  /** A file or folder that the build has made, such as {@code dist/apache-tomcat-9.0.117}. */
  static Path of(String name) {
    Path place = Path.of(System.getProperty("portcullis.matrix")).resolve(name);
    if (!Files.exists(place)) {
      throw new IllegalStateException("the build has not made " + place);
    }
    return place;
  }

  /**
   * A port of 127.0.0.1 that nobody has, for servers that do not tell which one they chose. None of
   * those that the system gives to clients: one that asks whether the server is there already could
   * be given it, and would be connected to itself.
   */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one, then.
      }
    }
  }

  /** All of a folder, to another place. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
