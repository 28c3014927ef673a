package io.portcullis.cli;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * One request to a running JVM, by which the agent is to come or to leave: made by loading this
 * jar's agent there, whose answer is read afterwards.
 */
final class AgentCall {
  private static final String PRESENCE = "portcullis.agent";
  private static final String OUTCOME = "portcullis.outcome";

  /** As many bytes of arguments a JVM takes. */
  private static final int MOST_BYTES = 1024;

  private final long pid;
  private final AttachApi.Door door;

  private AgentCall(long pid, AttachApi.Door door) {
    this.pid = pid;
    this.door = door;
  }

  static AgentCall to(long pid, AttachApi.Door door) {
    return new AgentCall(pid, door);
  }

  /** What the agent there tells of itself; nothing where none is. */
  Optional<AgentReport> presence() {
    return told(PRESENCE);
  }

  private Optional<AgentReport> told(String name) {
    try {
      Properties properties = door.properties();
      String text = properties.getProperty(name);
      return text == null ? Optional.<AgentReport>empty() : Optional.of(AgentReport.of(text));
    } catch (AttachApi.Refused refused) {
      throw CommandException.unreachable(
          "JVM " + pid + " does not tell of its agents: " + refused.getMessage());
    }
  }

  /** Has the agent do something, and gives its answer; ends the verb where none comes. */
  AgentReport make(String verb, String settings) {
    String caller = UUID.randomUUID().toString();
    String jar = jar();
    // The form is that of the launcher's Call.
    String arguments =
        "portcullis/1 " + verb + " " + caller + " " + jar.length() + " " + jar + settings;
    int bytes = (jar + "=" + arguments).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw CommandException.unusable(
          "the settings are too long by "
              + (bytes - MOST_BYTES)
              + " bytes for what a running JVM takes; shorten paths, or use -javaagent");
    }
    Optional<AttachApi.Refused> refused = load(jar, arguments);
    // Whatever was answered to the load: Java 8 and newer ones misunderstand each other there.
    Optional<AgentReport> outcome = told(OUTCOME);
    if (outcome.isPresent() && outcome.get().first("caller").equals(Optional.of(caller))) {
      return outcome.get();
    }
    throw CommandException.unreachable(
        refused.isPresent()
            ? words(String.valueOf(refused.get().getMessage()))
            : "JVM "
                + pid
                + " does not tell how it went; `list` shows whether the agent is there, and the"
                + " standard error of that JVM says more");
  }

  private Optional<AttachApi.Refused> load(String jar, String arguments) {
    try {
      door.loadAgent(jar, arguments);
      return Optional.empty();
    } catch (AttachApi.Refused refused) {
      return Optional.of(refused);
    }
  }

  private String words(String message) {
    if (message.contains("Dynamic agent loading is not enabled")) {
      return "JVM "
          + pid
          + " takes no agent while it runs (-XX:-EnableDynamicAgentLoading); restart it without that"
          + " option, or with -javaagent";
    }
    if (message.contains("java.instrument")) {
      return "JVM "
          + pid
          + " has a Java runtime without the module java.instrument, so no agent runs there";
    }
    return "JVM " + pid + " refused us: " + message + "; its standard error may say more";
  }

  private static String jar() {
    try {
      return new File(AgentCall.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
