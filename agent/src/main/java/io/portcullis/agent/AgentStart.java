package io.portcullis.agent;

import io.portcullis.launcher.AgentClassLoader;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Where the launcher hands over: one agent a JVM, however often it is asked for. */
public final class AgentStart {
  private static boolean started;

  private AgentStart() {}

  /**
   * Starts the agent before the application's {@code main}. Returns at once: the policy is read
   * beside the application's own start, and the first server waits for it.
   */
  public static synchronized void atStart(
      @Nullable String arguments, Instrumentation instrumentation, File jar) throws Exception {
    Settings settings = read(arguments);
    if (isWanted(settings)) {
      started = true;
      agent(settings, instrumentation, jar).start();
    }
  }

  /**
   * Starts the agent in a JVM that runs already; returns when its servers are guarded. Throws
   * {@link IllegalStateException}, with nothing woven, where there is no policy to put in force.
   */
  public static synchronized void attached(
      @Nullable String arguments, Instrumentation instrumentation, File jar) throws Exception {
    Settings settings = read(arguments);
    if (isWanted(settings)) {
      agent(settings, instrumentation, jar).attach();
      started = true;
    }
  }

  private static boolean isWanted(Settings settings) {
    if (started) {
      System.err.println(
          "portcullis: already active in this JVM; these arguments change nothing, the policy file does");
    }
    return !started && settings.enabled();
  }

  private static Settings read(@Nullable String arguments) {
    Map<Object, Object> properties = new HashMap<>(System.getProperties());
    return Settings.read(arguments, properties, System.getenv());
  }

  private static Agent agent(Settings settings, Instrumentation instrumentation, File jar)
      throws Exception {
    // Before any class that names the dispatcher is loaded, Agent among them.
    BootstrapRealm.define(instrumentation);
    AgentClassLoader loader = (AgentClassLoader) AgentStart.class.getClassLoader();
    return new Agent(settings, instrumentation, loader, versionOf(jar));
  }

  private static String versionOf(File jar) throws IOException {
    try (JarFile file = new JarFile(jar, false)) {
      return String.valueOf(
          file.getManifest().getMainAttributes().getValue("Implementation-Version"));
    }
  }
}
