package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Jetty as it is downloaded, with a base of its own that enables modules.
 *
 * @param folder the unpacked distribution
 * @param deploy the module that deploys the application
 * @param portProperty the property that names the port
 */
record JettyDistribution(
    String folder, String deploy, String portProperty, String war, boolean jpms)
    implements Launcher {
  static JettyDistribution of(String folder, String deploy, String war) {
    return new JettyDistribution(folder, deploy, "jetty.http.", war, false);
  }

  /** Before 9.3. */
  JettyDistribution withOldProperties() {
    return new JettyDistribution(folder, deploy, "jetty.", war, jpms);
  }

  /** In a JVM that {@code start.jar} forks, with everything in modules of the JDK's. */
  JettyDistribution withModules() {
    return new JettyDistribution(folder, deploy, portProperty, war, true);
  }

  @Override
  public Running start(Jdk jdk, Path place, List<String> options) throws Exception {
    Path base = place.resolve("base");
    for (String name : List.of("webapps", "logs", "resources", "work")) {
      Files.createDirectories(base.resolve(name));
    }
    Files.copy(Place.of("apps/" + war), base.resolve("webapps/m.war"));
    Files.writeString(
        base.resolve("start.ini"), "--module=http\n--module=" + deploy + "\n--module=requestlog\n");
    int port = Place.freePort();
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.add("-Xmx256m");
    if (!jpms) {
      command.addAll(options);
    }
    Path home = Place.of("dist/" + folder);
    command.addAll(List.of("-jar", home.resolve("start.jar").toString()));
    command.add(portProperty + "port=" + port);
    command.add(portProperty + "host=127.0.0.1");
    Map<String, String> variables = Map.of();
    if (jpms) {
      command.add("--jpms");
      // Else the options would be those of the JVM that only forks.
      variables = Map.of("JDK_JAVA_OPTIONS", String.join(" ", options));
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(base.toFile());
    Running running = Running.of(ForkedServer.start(builder, variables), port);
    // In 9.2 the log is one of the handlers, and those are not reached.
    return folder.contains("-9.2.") ? running : running.logging(base.resolve("logs"));
  }
}
