package io.portcullis.launcher;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * What the JVM starts for {@code -javaagent} and for a later attach or detach. Opens the agent's
 * class loader and hands over.
 *
 * <p>This class, once loaded, stays with the JVM, whatever jar a later attach brings: what it calls
 * of {@code AgentStart}, and {@link AgentClassLoader}, must not change their shape without another
 * number of the launcher.
 */
public final class PortcullisAgent {
  /** What a start that fails ends the JVM with: the configuration error of sysexits.h. */
  private static final int EX_CONFIG = 78;

  private static final String START = "io.portcullis.agent.AgentStart";

  /**
   * The first one of this JVM. Each load brings another, but only the one that has added a
   * transformer can remove it.
   */
  private static Instrumentation instrumentation;

  /** That of the agent in place; {@code null} where none is. */
  private static AgentClassLoader inPlace;

  private PortcullisAgent() {}

  /** At start: nothing that happens here may leave the JVM running unguarded. */
  public static void premain(String arguments, Instrumentation jvm) {
    if (JdkTool.isThisJvm()) {
      return;
    }
    try {
      come("atStart", Call.ofStart(arguments, ownJar()), jvm);
    } catch (Throwable fault) {
      System.err.println("portcullis: cannot start, so the JVM does not: " + causeOf(fault));
      fault.printStackTrace();
      Runtime.getRuntime().halt(EX_CONFIG);
    }
  }

  /**
   * Into a running JVM, or out of it: what fails is told to the one who asks, and nothing is woven.
   */
  public static void agentmain(String arguments, Instrumentation jvm) {
    String failed = "portcullis: not attached: ";
    try {
      Call call = Call.read(arguments, ownJar());
      if (call.isLeaving()) {
        failed = "portcullis: not wholly detached: ";
        leave(call);
      } else {
        come("attached", call, jvm);
      }
    } catch (Throwable fault) {
      throw new IllegalStateException(failed + causeOf(fault), fault);
    }
  }

  private static File ownJar() throws Exception {
    return AgentClassLoader.jarOf(PortcullisAgent.class);
  }

  private static synchronized void come(String method, Call call, Instrumentation jvm)
      throws Exception {
    if (instrumentation == null) {
      instrumentation = jvm;
    }
    AgentClassLoader loader = inPlace != null ? inPlace : AgentClassLoader.of(call.jar());
    boolean stays = inPlace != null;
    try {
      stays |=
          (Boolean)
              Class.forName(START, true, loader)
                  .getMethod(method, String.class, String.class, Instrumentation.class, File.class)
                  .invoke(null, call.settings(), call.caller(), instrumentation, call.jar());
    } finally {
      if (stays) {
        inPlace = loader;
      } else {
        loader.close();
      }
    }
  }

  private static synchronized void leave(Call call) throws Exception {
    AgentClassLoader loader = inPlace;
    if (loader == null) {
      System.err.println("portcullis: not in this JVM, so there is nothing to detach");
      return;
    }
    // Whatever fails there, the gate is open and a later attach is a new one.
    inPlace = null;
    boolean ended =
        (Boolean)
            Class.forName(START, true, loader)
                .getMethod("leave", String.class)
                .invoke(null, call.caller());
    if (ended) {
      loader.close();
    }
  }

  private static Throwable causeOf(Throwable fault) {
    return fault instanceof InvocationTargetException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }
}
