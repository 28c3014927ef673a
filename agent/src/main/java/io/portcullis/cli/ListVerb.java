package io.portcullis.cli;

import io.portcullis.wire.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code list}: the JVMs of this host, and which of them have the agent. */
@Command(
    name = "list",
    header = "Shows the JVMs of this host, and which of them have the agent.",
    description =
        "What JVMs tell in files is read without touching them. Only those that were started with the"
            + " agent, or that a tool has attached to before, are asked for it; nothing is loaded"
            + " there. JVMs in containers are shown to who is in there.",
    exitCodeList = {"0:shown", "2:wrong usage", "3:the JVMs cannot be found out"})
final class ListVerb extends Verb {
  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description = "text: a table; json: one object with `jvms` and `otherUsers`. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  ListVerb(Terminal terminal) {
    super(terminal);
  }

  /** One line of the table. */
  private static final class Row {
    final long pid;
    final PerfFile facts;
    final Optional<AgentReport> agent;
    final Optional<String> problem;

    Row(long pid, PerfFile facts, Optional<AgentReport> agent, Optional<String> problem) {
      this.pid = pid;
      this.facts = facts;
      this.agent = agent;
      this.problem = problem;
    }
  }

  @Override
  public Integer call() {
    RunningJvms jvms = RunningJvms.ofHost();
    RunningJvms.Found found = jvms.all();
    List<Row> rows = new ArrayList<>();
    found.readable.forEach(
        (pid, facts) -> {
          if (!isSelf(facts)) {
            rows.add(row(jvms, pid, facts));
          }
        });
    if (output == OutputForm.JSON) {
      terminal().print(JsonText.write(json(rows, found.closed)));
    } else {
      print(rows, found.closed);
    }
    return ExitCode.FINE;
  }

  /** Runs of this command line, this one among them, are no servers. */
  private static boolean isSelf(PerfFile facts) {
    return facts.main().orElse("").endsWith("portcullis-agent.jar");
  }

  private static Row row(RunningJvms jvms, long pid, PerfFile facts) {
    boolean started = facts.isStartedWithAgent();
    if (!started && !jvms.hasBeenAttachedTo(pid)) {
      return new Row(pid, facts, Optional.empty(), Optional.empty());
    }
    if (!facts.isAttachable()) {
      return new Row(
          pid,
          facts,
          Optional.empty(),
          started ? Optional.of("started with it, and cannot be asked") : Optional.empty());
    }
    try (AttachApi.Door door = AttachApi.find().open(pid)) {
      return new Row(pid, facts, AgentCall.to(pid, door).presence(), Optional.empty());
    } catch (AttachApi.Refused | CommandException refused) {
      return new Row(
          pid, facts, Optional.empty(), Optional.of(String.valueOf(refused.getMessage())));
    }
  }

  private void print(List<Row> rows, int closed) {
    Table table = Table.of("PID", "JAVA", "PORTCULLIS", "POLICY", "MODE", "MAIN");
    for (Row row : rows) {
      table.add(
          Arrays.asList(
              Long.toString(row.pid),
              row.facts.version().orElse("?"),
              row.problem.isPresent() ? "?" : row.agent.map(a -> a.shown("version")).orElse("-"),
              row.agent.map(a -> a.shown("policy")).orElse("-"),
              row.agent.map(a -> a.shown("mode")).orElse("-"),
              row.facts.main().orElse("?")));
    }
    if (rows.isEmpty()) {
      terminal().print("no JVM of this user runs here");
    } else {
      table.lines().forEach(line -> terminal().print(Terminal.printable(line)));
    }
    for (Row row : rows) {
      row.problem.ifPresent(
          problem ->
              terminal().print(Terminal.printable("warning JVM " + row.pid + ": " + problem)));
    }
    if (closed > 0) {
      terminal().print("JVMs of other users, not shown: " + closed + "; run this as their user");
    }
  }

  private static Map<String, @Nullable Object> json(List<Row> rows, int closed) {
    List<Object> jvms = new ArrayList<>();
    for (Row row : rows) {
      Map<String, @Nullable Object> jvm = new LinkedHashMap<>();
      jvm.put("pid", row.pid);
      jvm.put("java", row.facts.version().orElse(null));
      jvm.put("main", row.facts.main().orElse(null));
      jvm.put("portcullis", row.agent.map(ListVerb::json).orElse(null));
      jvm.put("problem", row.problem.orElse(null));
      jvms.add(jvm);
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("jvms", jvms);
    object.put("otherUsers", closed);
    return object;
  }

  private static Map<String, @Nullable Object> json(AgentReport agent) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name : Arrays.asList("version", "policy", "mode", "source")) {
      object.put(name, agent.first(name).orElse(null));
    }
    return object;
  }
}
