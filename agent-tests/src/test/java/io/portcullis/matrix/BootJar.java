package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Spring Boot application as one jar, with its own loader for the jars in it. */
record BootJar(String version, String server) implements Launcher {
  @Override
  public Running start(Jdk jdk, Path folder, List<String> options) throws Exception {
    Path jar = Place.of("boot/" + version + "-" + server + "/application.jar");
    int port = Place.freePort();
    List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx192m"));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString(), "--server.port=" + port));
    command.add("--server.address=127.0.0.1");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    return Running.of(ForkedServer.start(builder, Map.of()), port);
  }

  @Override
  public boolean isFast() {
    return false;
  }
}
