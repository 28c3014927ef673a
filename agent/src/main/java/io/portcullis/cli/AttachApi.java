package io.portcullis.cli;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's way into other JVMs, which a Java runtime without development tools is without: of Java
 * 8 it lies in {@code tools.jar}, later in the module {@code jdk.attach}. Used by reflection.
 */
final class AttachApi {
  private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";

  private final Class<?> machine;

  private AttachApi(Class<?> machine) {
    this.machine = machine;
  }

  /** The one of this Java runtime; ends the verb where there is none. */
  static AttachApi find() {
    try {
      return new AttachApi(Class.forName(MACHINE, true, loader()));
    } catch (ClassNotFoundException | LinkageError absent) {
      throw CommandException.unusable(
          "this Java runtime ("
              + System.getProperty("java.home")
              + ") cannot attach to others; run this with the java of a JDK");
    }
  }

  private static ClassLoader loader() {
    File home = new File(System.getProperty("java.home"));
    File[] places = {
      new File(home, "lib/tools.jar"), new File(home.getParentFile(), "lib/tools.jar")
    };
    ClassLoader system = ClassLoader.getSystemClassLoader();
    for (File tools : places) {
      if (tools.isFile()) {
        try {
          return new URLClassLoader(new URL[] {tools.toURI().toURL()}, system);
        } catch (MalformedURLException unlikely) {
          throw new IllegalStateException(unlikely);
        }
      }
    }
    return system;
  }

  /** A JVM that is attached to. */
  final class Door implements AutoCloseable {
    private final Object jvm;

    private Door(Object jvm) {
      this.jvm = jvm;
    }

    /** What it tells of its agents. */
    Properties properties() throws Refused {
      return (Properties) call(jvm, "getAgentProperties", new Class<?>[0]);
    }

    void loadAgent(String jar, String arguments) throws Refused {
      call(jvm, "loadAgent", new Class<?>[] {String.class, String.class}, jar, arguments);
    }

    @Override
    public void close() throws Refused {
      call(jvm, "detach", new Class<?>[0]);
    }
  }

  /** What a JVM, or the system, answers where it does not do what it is asked. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(Throwable cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
  }

  /** Attaches to a process, which has to be a JVM. */
  Door open(long pid) throws Refused {
    return new Door(call(null, "attach", new Class<?>[] {String.class}, Long.toString(pid)));
  }

  private Object call(@Nullable Object on, String method, Class<?>[] types, Object... arguments)
      throws Refused {
    try {
      return machine.getMethod(method, types).invoke(on, arguments);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      throw new Refused(cause == null ? thrown : cause);
    } catch (ReflectiveOperationException otherShape) {
      throw new Refused(otherShape);
    }
  }
}
