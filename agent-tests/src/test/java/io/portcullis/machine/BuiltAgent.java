package io.portcullis.machine;

import java.nio.file.Files;
import java.nio.file.Path;

/** The agent as it is shipped: the jar that the build has made. */
public final class BuiltAgent {
  private BuiltAgent() {}

  /** The jar; throws where the build has not made it. */
  public static Path jar() {
    Path jar = Path.of(property("portcullis.agent.jar")).normalize();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("no agent at " + jar + ": build module `agent` first");
    }
    return jar;
  }

  /** The option that puts the agent before an application, with a policy to enforce. */
  public static String javaagent(Path policy) {
    return "-javaagent:" + jar() + "=policy=" + policy;
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("the build sets the system property " + name);
    }
    return value;
  }
}
