package io.portcullis.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The verb {@code detach}: the agent out of a running JVM. */
@Command(
    name = "detach",
    header = "Takes the agent out of a running JVM.",
    description =
        "From then on no request is judged there. The servers' classes are given back as they were,"
            + " and all that the agent has opened is closed. It does not matter how the agent came.",
    exitCodeList = {
      "0:detached",
      "1:there is nothing to detach, or not all of it has ended",
      "2:wrong usage",
      "3:the JVM cannot be reached, or refused us"
    })
final class DetachVerb extends JvmVerb {
  DetachVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  Integer call(long jvm, AgentCall agent) {
    Optional<AgentReport> there = agent.presence();
    if (!there.isPresent()) {
      if (isJson()) {
        print(json(jvm, "absent", AgentReport.of("")));
      } else {
        print("JVM " + jvm + " is without the agent; nothing has changed");
      }
      return ExitCode.FINDINGS;
    }
    AgentReport report = agent.make("detach", "");
    if (!report.shown("result").equals("detached")) {
      throw CommandException.unreachable(
          "JVM " + jvm + " answers `" + report.shown("result") + "`: " + report.shown("message"));
    }
    List<String> warnings = report.all("warning");
    if (isJson()) {
      print(json(jvm, "detached", report));
    } else {
      print(
          "detached from JVM "
              + jvm
              + ", Portcullis "
              + there.get().shown("version")
              + ": NO REQUEST IS JUDGED ANY MORE");
      for (String server : report.all("server")) {
        print("  released  " + server);
      }
      print("  restored  classes: " + report.shown("restored"));
      for (String warning : warnings) {
        print("warning " + warning);
      }
    }
    return warnings.isEmpty() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private static Map<String, @Nullable Object> json(long jvm, String result, AgentReport report) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("pid", jvm);
    object.put("result", result);
    object.put("restored", Integer.valueOf(report.first("restored").orElse("0")));
    object.put("servers", report.all("server"));
    object.put("warnings", report.all("warning"));
    return object;
  }
}
