package io.portcullis.machine;

import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;

/** Loads an agent into a running JVM by hand, as tools do that know nothing of ours. */
public final class AgentLoad {
  private AgentLoad() {}

  /** Loads the built agent. */
  public static void of(ForkedServer server, String arguments) throws Exception {
    of(server, BuiltAgent.jar(), arguments);
  }

  /** Loads an agent. */
  public static void of(ForkedServer server, Path jar, String arguments) throws Exception {
    VirtualMachine jvm = VirtualMachine.attach(String.valueOf(server.pid()));
    try {
      jvm.loadAgent(jar.toString(), arguments);
    } catch (AgentLoadException answered) {
      // How a JVM of Java 8 says to a newer one that all went well.
      if (!"0".equals(answered.getMessage())) {
        throw answered;
      }
    } finally {
      jvm.detach();
    }
  }
}
