package io.portcullis.launcher;

/**
 * Tells the JDK's own tools from applications. {@code JAVA_TOOL_OPTIONS} reaches {@code jcmd} and
 * {@code keytool} as well as the server it is meant for; there the agent stays out of the way.
 */
final class JdkTool {
  private static final String[] TOOL_CLASSES = {
    "sun.tools.",
    "com.sun.tools.",
    "sun.security.tools.",
    "sun.applet.",
    "sun.rmi.",
    "sun.jvmstat.",
  };

  private JdkTool() {}

  static boolean isThisJvm() {
    String command = System.getProperty("sun.java.command");
    return command != null && isTool(command);
  }

  /**
   * Whether a command line, as in the property {@code sun.java.command}, runs a tool of the JDK or
   * of this jar.
   */
  static boolean isTool(String command) {
    int end = command.indexOf(' ');
    String main = end < 0 ? command : command.substring(0, end);
    if (main.endsWith("portcullis-agent.jar")) {
      return true;
    }
    int slash = main.indexOf('/');
    boolean ofJdkModule = slash > 0 && (main.startsWith("jdk.") || main.startsWith("java."));
    String mainClass = ofJdkModule ? main.substring(slash + 1) : main;
    // `java Main.java` runs an application inside the compiler's launcher.
    if (mainClass.startsWith("com.sun.tools.javac.launcher.")) {
      return false;
    }
    if (ofJdkModule) {
      return true;
    }
    for (String prefix : TOOL_CLASSES) {
      if (mainClass.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
