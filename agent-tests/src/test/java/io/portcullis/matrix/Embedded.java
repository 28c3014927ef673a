package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server as a library of an application that starts it.
 *
 * @param jars the folder of the server's jars
 * @param classes the folder of the application, compiled once for all versions of a family
 */
record Embedded(String jars, String classes, String main) implements Launcher {
  @Override
  public Running start(Jdk jdk, Path folder, List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx128m"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), "io.portcullis.matrix." + main, folder.toString()));
    ForkedServer fork = ForkedServer.start(new ProcessBuilder(command), Map.of());
    try {
      return Running.of(fork, fork.port());
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      fork.close();
      throw e;
    }
  }

  private String classPath() throws IOException {
    List<String> path = new ArrayList<>(List.of(Place.of("classes/" + classes).toString()));
    try (Stream<Path> files = Files.list(Place.of("../servers/" + jars))) {
      files.filter(f -> f.toString().endsWith(".jar")).map(Path::toString).forEach(path::add);
    }
    return String.join(File.pathSeparator, path);
  }
}
