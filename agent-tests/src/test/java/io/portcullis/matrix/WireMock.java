package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A WireMock as it is downloaded: one jar, with a Jetty whose packages were renamed. */
record WireMock(String version) implements Launcher {
  private static final String STUB =
      """
      {
        "id": "76ada7b0-55ae-4229-91c4-396a36f18123",
        "request": {"method": "ANY", "urlPattern": "/m/.*"},
        "response": {"status": 200, "body": "page"}
      }
      """;

  @Override
  public Running start(Jdk jdk, Path folder, List<String> options) throws Exception {
    Files.createDirectories(folder.resolve("mappings"));
    Files.writeString(folder.resolve("mappings/page.json"), STUB);
    int port = Place.freePort();
    List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx128m"));
    command.addAll(options);
    String jar = Place.of("dist/wiremock-standalone-" + version + ".jar").toString();
    command.addAll(List.of("-jar", jar, "--port", String.valueOf(port)));
    command.addAll(List.of("--bind-address", "127.0.0.1", "--root-dir", folder.toString()));
    return Running.of(ForkedServer.start(new ProcessBuilder(command), Map.of()), port);
  }

  /** What was asked for so far, and nothing else. */
  @Override
  public String hits() {
    return "/__admin/requests";
  }
}
