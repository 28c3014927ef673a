package io.portcullis.launcher;

import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/**
 * What {@code java -jar portcullis-agent.jar} starts: the command line, in the agent's own class
 * loader.
 */
public final class PortcullisCommand {
  private PortcullisCommand() {}

  public static void main(String[] arguments) throws Throwable {
    AgentClassLoader loader = AgentClassLoader.of(AgentClassLoader.jarOf(PortcullisCommand.class));
    Thread.currentThread().setContextClassLoader(loader);
    int exit;
    try {
      exit =
          (Integer)
              Class.forName("io.portcullis.cli.Commands", true, loader)
                  .getMethod(
                      "run",
                      String[].class,
                      InputStream.class,
                      PrintStream.class,
                      PrintStream.class)
                  .invoke(null, arguments, System.in, System.out, System.err);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
    System.out.flush();
    System.exit(exit);
  }
}
