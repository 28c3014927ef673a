package io.portcullis.agent;

import io.portcullis.launcher.AgentClassLoader;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the launcher hands over: one agent a JVM, however often it is asked for.
 *
 * <p>The launcher may be that of an earlier version, so the shape of these methods is fixed: see
 * {@link AgentClassLoader}.
 */
public final class AgentStart {
  private static @Nullable Agent agent;

  private AgentStart() {}

  /**
   * Starts the agent before the application's {@code main}. Returns at once: the policy is read
   * beside the application's own start, and the first server waits for it.
   *
   * @return whether an agent is in place
   */
  public static synchronized boolean atStart(
      String arguments, String caller, Instrumentation jvm, File jar) throws Exception {
    if (agent != null) {
      sayThatItIsThere();
      return true;
    }
    Settings settings = read(arguments);
    if (!settings.enabled()) {
      return false;
    }
    Agent coming = agent(settings, jvm, jar);
    agent = coming;
    coming.start();
    return true;
  }

  /**
   * Starts the agent in a JVM that runs already; returns when its servers are guarded, or with
   * nothing woven where they cannot be.
   *
   * @param caller who is told how it went; where nobody can be, a failure is thrown
   * @return whether an agent is in place
   */
  public static synchronized boolean attached(
      String arguments, String caller, Instrumentation jvm, File jar) throws Exception {
    AgentProperties properties = AgentProperties.of(jvm);
    if (agent != null) {
      sayThatItIsThere();
      properties.answer(caller, Report.of("already"));
      return true;
    }
    Settings settings = read(arguments);
    if (!settings.enabled()) {
      properties.answer(caller, Report.of("disabled"));
      return false;
    }
    Agent coming = agent(settings, jvm, jar);
    try {
      Report report = coming.attach();
      agent = coming;
      properties.answer(caller, report);
      return true;
    } catch (Throwable failed) {
      coming.leave();
      if (!properties.answer(caller, reportOf(failed))) {
        throw failed instanceof NotAttached
            ? new IllegalStateException(failed.getMessage())
            : new IllegalStateException(failed);
      }
      System.err.println("portcullis: not attached: " + failed.getMessage());
      return false;
    }
  }

  private static Report reportOf(Throwable failed) {
    return failed instanceof NotAttached
        ? ((NotAttached) failed).report()
        : Report.of("failed").with("message", String.valueOf(failed.getMessage()));
  }

  /**
   * Takes the agent out of this JVM.
   *
   * @param caller who is told what was done
   * @return whether nothing of it runs any more
   */
  public static synchronized boolean leave(String caller) {
    Agent leaving = agent;
    if (leaving == null) {
      return true;
    }
    agent = null;
    Departure departure = leaving.leave();
    leaving.answer(caller, departure.report());
    return departure.isComplete();
  }

  private static void sayThatItIsThere() {
    System.err.println(
        "portcullis: already active in this JVM; these arguments change nothing, the policy file does");
  }

  private static Settings read(String arguments) {
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
