package io.portcullis.agent;

import java.lang.instrument.Instrumentation;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM tells of its agents to tools that attach to it: properties of its own, which are no
 * system properties. No application sees them. Thread-safe.
 *
 * <p>One says that the agent is in place, and goes with it. The other holds the outcome of the last
 * attach or detach that the command line has asked for; it is what whoever asks can read.
 */
final class AgentProperties {
  private static final String PRESENCE = "portcullis.agent";
  private static final String OUTCOME = "portcullis.outcome";

  private final @Nullable Properties properties;

  private AgentProperties(@Nullable Properties properties) {
    this.properties = properties;
  }

  /** Those of this JVM; mute where it has none that can be reached. */
  static AgentProperties of(Instrumentation jvm) {
    try {
      String name = "sun.misc.VMSupport";
      if (JavaBase.isModule()) {
        JavaBase.export(jvm, "jdk.internal.vm");
        name = "jdk.internal.vm.VMSupport";
      }
      return new AgentProperties(
          (Properties) Class.forName(name).getMethod("getAgentProperties").invoke(null));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException otherJvm) {
      return new AgentProperties(null);
    }
  }

  /** Tells that the agent is in place. */
  void present(Report facts) {
    if (properties != null) {
      properties.setProperty(PRESENCE, facts.toString());
    }
  }

  /** Tells no more that it is. */
  void gone() {
    if (properties != null) {
      properties.remove(PRESENCE);
    }
  }

  /** Answers a caller; false where nobody can read it. */
  boolean answer(String caller, Report outcome) {
    if (properties == null || caller.isEmpty()) {
      return false;
    }
    properties.setProperty(OUTCOME, "caller=" + caller + "\n" + outcome);
    return true;
  }
}
