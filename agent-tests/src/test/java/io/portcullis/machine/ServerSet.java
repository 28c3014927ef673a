package io.portcullis.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One server that the build has put aside: a folder of jars, the contract application compiled
 * against it, and the main class that starts both.
 *
 * <p>A new one is: its artifacts in {@code pom.xml} (a folder under {@code target/servers}), a line
 * {@code <contract …/>} there, and a constant here.
 */
public record ServerSet(String name, String mainClass) {
  /** The oldest that the adapter is for. */
  public static final ServerSet TOMCAT_7 =
      new ServerSet("tomcat7", "io.portcullis.contract.tomcat7.Tomcat7Main");

  /** 8.5. */
  public static final ServerSet TOMCAT_8 = tomcat("tomcat8");

  public static final ServerSet TOMCAT_9 = tomcat("tomcat9");
  public static final ServerSet TOMCAT_10 = tomcat("tomcat10");
  public static final ServerSet TOMCAT_11 = tomcat("tomcat11");
  public static final ServerSet JETTY_9 =
      new ServerSet("jetty9", "io.portcullis.contract.jetty9.Jetty9Main");
  public static final ServerSet JETTY_12 =
      new ServerSet("jetty12", "io.portcullis.contract.jetty12.Jetty12Main");
  public static final ServerSet UNDERTOW_22 = undertow("undertow22");
  public static final ServerSet UNDERTOW_23 = undertow("undertow23");

  private static ServerSet tomcat(String name) {
    return new ServerSet(name, "io.portcullis.contract.tomcat.TomcatMain");
  }

  private static ServerSet undertow(String name) {
    return new ServerSet(name, "io.portcullis.contract.undertow.UndertowMain");
  }

  /** The class path of the server with the contract application on it. */
  public String classPath() {
    return Stream.concat(Stream.of(folder("portcullis.contract")), jars().stream())
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private List<Path> jars() {
    try (Stream<Path> files = Files.list(folder("portcullis.servers"))) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(String property) {
    Path folder = Path.of(BuiltAgent.property(property)).resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("the build has not made " + folder);
    }
    return folder;
  }
}
