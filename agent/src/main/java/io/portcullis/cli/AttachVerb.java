package io.portcullis.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The verb {@code attach}: the agent into a running JVM. */
@Command(
    name = "attach",
    header = "Brings the agent into a running JVM.",
    description =
        "The next request of every connection is guarded, and no connection is lost. The settings are"
            + " those of -javaagent. Where the policy is not fit, or a server cannot be guarded,"
            + " nothing is changed in that JVM.",
    exitCodeList = {
      "0:attached, with warnings or without",
      "1:it is there already; nothing has changed",
      "2:wrong usage, or a policy that cannot be put in force",
      "3:the JVM cannot be reached, or refused us, or a server there cannot be guarded"
    })
final class AttachVerb extends JvmVerb {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SETTINGS",
      description = "Such as policy=/etc/portcullis/policy.yaml,log=warn.")
  private String settings = "";

  AttachVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  Integer call(long jvm, AgentCall agent) {
    if (agent.presence().isPresent()) {
      return already(jvm, agent.presence().get());
    }
    AgentReport report = agent.make("attach", absolute(settings));
    String result = report.shown("result");
    switch (result) {
      case "attached":
        attached(jvm, report);
        return ExitCode.FINE;
      case "already":
        return already(jvm, report);
      case "disabled":
        throw CommandException.unreachable(
            "JVM " + jvm + " has the setting enabled=false, so nothing is done there");
      case "policy":
        for (String problem : report.all("problem")) {
          terminal().err().print(Terminal.printable(problem) + "\n");
        }
        throw CommandException.unusable(
            "not attached to JVM "
                + jvm
                + ", nothing is changed there: "
                + report.shown("message"));
      default:
        throw CommandException.unreachable(
            "not attached to JVM "
                + jvm
                + ", nothing is changed there: "
                + report.shown("message"));
    }
  }

  /** Paths are meant from where the command is given, which the other JVM does not know. */
  private static String absolute(String written) {
    StringBuilder out = new StringBuilder();
    for (String piece : written.split(",", -1)) {
      out.append(out.length() == 0 ? "" : ",").append(absolutePiece(piece));
    }
    return out.toString();
  }

  private static String absolutePiece(String piece) {
    int equals = piece.indexOf('=');
    String name = equals < 0 ? "" : piece.substring(0, equals).trim();
    String path = piece.substring(equals + 1);
    if (!(name.equals("policy") || name.equals("state")) || path.trim().isEmpty()) {
      return piece;
    }
    try {
      return name + "=" + Paths.get(path.trim()).toAbsolutePath().normalize();
    } catch (InvalidPathException noPath) {
      return piece;
    }
  }

  private Integer already(long jvm, AgentReport report) {
    String line =
        "JVM "
            + jvm
            + " has the agent already; nothing has changed, edit the policy or detach first";
    if (isJson()) {
      print(json(jvm, "already", report));
    } else {
      print(line);
    }
    return ExitCode.FINDINGS;
  }

  private void attached(long jvm, AgentReport report) {
    if (isJson()) {
      print(json(jvm, "attached", report));
      return;
    }
    print("attached to JVM " + jvm + ", Portcullis " + report.shown("version"));
    print(
        "  policy   "
            + report.shown("policy")
            + ", mode "
            + report.shown("mode")
            + ", "
            + report.shown("source"));
    List<String> servers = report.all("server");
    for (String server : servers) {
      print("  guards   " + server);
    }
    if (servers.isEmpty()) {
      print("  guards   nothing yet: no known server is loaded there; it is guarded once it is");
    }
    for (String warning : report.all("warning")) {
      print("warning " + warning);
    }
  }

  private static Map<String, @Nullable Object> json(long jvm, String result, AgentReport report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pid", jvm);
    object.put("result", result);
    object.put("version", report.first("version").orElse(null));
    object.put("policy", report.first("policy").orElse(null));
    object.put("mode", report.first("mode").orElse(null));
    object.put("source", report.first("source").orElse(null));
    object.put("servers", report.all("server"));
    object.put("warnings", report.all("warning"));
    return object;
  }
}
