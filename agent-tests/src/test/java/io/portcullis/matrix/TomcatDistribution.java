package io.portcullis.matrix;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Tomcat as it is downloaded, started and stopped by its own scripts with {@code JAVA_OPTS}. Only
 * the ports of its {@code server.xml} are others, in a base of their own.
 */
record TomcatDistribution(String version, String war) implements Launcher {
  @Override
  public Running start(Jdk jdk, Path folder, List<String> options) throws Exception {
    Path home = Place.of("dist/apache-tomcat-" + version);
    Path base = folder.resolve("base");
    for (String name : List.of("webapps", "temp", "logs", "work")) {
      Files.createDirectories(base.resolve(name));
    }
    Place.copy(home.resolve("conf"), base.resolve("conf"));
    Files.copy(Place.of("apps/" + war), base.resolve("webapps/m.war"));
    int port = Place.freePort();
    Path config = base.resolve("conf/server.xml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\"")
            .replace("port=\"8005\"", "port=\"" + Place.freePort() + "\""));
    Map<String, String> variables =
        Map.of(
            "JAVA_HOME", jdk.home().toString(),
            "CATALINA_HOME", home.toString(),
            "CATALINA_BASE", base.toString(),
            "JAVA_OPTS", "-Xmx256m " + String.join(" ", options));
    String script = home.resolve("bin/catalina.sh").toString();
    ForkedServer fork = ForkedServer.start(new ProcessBuilder("sh", script, "run"), variables);
    ProcessBuilder stop = new ProcessBuilder("sh", script, "stop").redirectErrorStream(true);
    stop.environment().putAll(variables);
    return Running.of(fork, port).logging(base.resolve("logs")).stoppedBy(stop);
  }
}
