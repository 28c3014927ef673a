package io.portcullis.launcher;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * What the JVM starts for {@code -javaagent} and for a later attach. Opens the agent's class loader
 * and hands over.
 */
public final class PortcullisAgent {
  /** What a start that fails ends the JVM with: the configuration error of sysexits.h. */
  private static final int EX_CONFIG = 78;

  private static final String START = "io.portcullis.agent.AgentStart";

  private PortcullisAgent() {}

  /** At start: nothing that happens here may leave the JVM running unguarded. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    if (JdkTool.isThisJvm()) {
      return;
    }
    try {
      start("atStart", arguments, instrumentation);
    } catch (Throwable fault) {
      System.err.println("portcullis: cannot start, so the JVM does not: " + causeOf(fault));
      fault.printStackTrace();
      Runtime.getRuntime().halt(EX_CONFIG);
    }
  }

  /** Into a running JVM: what fails is told to the one who attaches, and nothing is woven. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    try {
      start("attached", arguments, instrumentation);
    } catch (Throwable fault) {
      throw new IllegalStateException("portcullis: not attached: " + causeOf(fault), fault);
    }
  }

  private static synchronized void start(
      String method, String arguments, Instrumentation instrumentation) throws Exception {
    File jar = AgentClassLoader.jarOf(PortcullisAgent.class);
    AgentClassLoader loader = AgentClassLoader.shared(jar);
    Class<?> start = Class.forName(START, true, loader);
    start
        .getMethod(method, String.class, Instrumentation.class, File.class)
        .invoke(null, arguments, instrumentation, jar);
  }

  private static Throwable causeOf(Throwable fault) {
    return fault instanceof InvocationTargetException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }
}
