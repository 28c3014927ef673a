package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A WildFly as it is downloaded, started by {@code standalone.sh} with {@code JAVA_OPTS}. */
record WildFly(String version, String war) implements Launcher {
  private static final int HTTP = 8080;

  @Override
  public Running start(Jdk jdk, Path folder, List<String> options) throws Exception {
    Path home = Place.of("dist/wildfly-" + version);
    Path base = folder.resolve("standalone");
    Place.copy(home.resolve("standalone"), base);
    Files.copy(Place.of("apps/" + war), base.resolve("deployments/m.war"));
    int port = Place.freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            home.resolve("bin/standalone.sh").toString(),
            "-Djboss.server.base.dir=" + base,
            "-Djboss.socket.binding.port-offset=" + (port - HTTP));
    Map<String, String> variables =
        Map.of(
            "JAVA_HOME",
            jdk.home().toString(),
            "JAVA_OPTS",
            "-Xmx512m -Djava.net.preferIPv4Stack=true " + String.join(" ", options));
    return Running.of(ForkedServer.start(builder, variables), port);
  }

  @Override
  public boolean isFast() {
    return false;
  }
}
