package io.portcullis.cli;

import io.portcullis.record.DecisionSearch;
import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code explain}: what the records say of one decision. */
@Command(
    name = "explain",
    header = "Tells what the records say of one decision.",
    description =
        "Looks a decision up in the decisions*.jsonl of a state directory by its id, which the"
            + " refused caller got in Portcullis-Decision-Id. One that was only counted, since many"
            + " came at once, is among those of the lines shown. Such counts are written once a"
            + " minute.",
    exitCodeList = {
      "0:found",
      "1:not found: too old, not denied, or not written yet",
      "2:wrong usage, or the directory cannot be read"
    })
final class ExplainVerb extends Verb {
  /** The most folded lines that are shown to a person. */
  private static final int SHOWN = 20;

  @Parameters(paramLabel = "DECISION-ID", description = "Such as 5be1f00d77aa-1f.")
  private String id = "";

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "The state directory of the agent, or a copy of it.")
  private String state = "";

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: for reading; json: one object with `id`, `decision`, the record or null, and"
              + " `folded`, the records one of which counts it. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  ExplainVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (!DecisionSearch.isId(id)) {
      throw CommandException.unusable(
          "`" + id + "` is no decision id; one looks like `5be1f00d77aa-1f`");
    }
    DecisionSearch found = search();
    List<Map<?, ?>> folded = new ArrayList<>();
    for (String line : found.folded()) {
      folded.add(record(line));
    }
    Map<?, ?> decision = found.line().isPresent() ? record(found.line().get()) : null;
    if (output == OutputForm.JSON) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("id", id);
      object.put("decision", decision);
      object.put("folded", folded);
      terminal().print(JsonText.write(object));
    } else if (decision != null) {
      print(decision);
    } else {
      print(folded);
    }
    return decision == null && folded.isEmpty() ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private DecisionSearch search() {
    try {
      Path directory = Paths.get(state);
      if (!Files.isDirectory(directory)) {
        throw CommandException.unusable("cannot read `" + state + "`: no such directory");
      }
      return DecisionSearch.of(directory, id);
    } catch (InvalidPathException e) {
      throw CommandException.unusable("cannot read `" + state + "`: no such directory");
    } catch (IOException e) {
      throw CommandException.unusable("cannot read `" + state + "`: " + e.getMessage());
    }
  }

  private static Map<?, ?> record(String line) {
    try {
      Object value = JsonText.read(line);
      if (value instanceof Map) {
        return (Map<?, ?>) value;
      }
      throw CommandException.unusable("a record is no object");
    } catch (RequestSyntaxException e) {
      throw CommandException.unusable("a record cannot be read: " + e.getMessage());
    }
  }

  private void print(Map<?, ?> decision) {
    line(text(decision, "decision") + " " + text(decision, "code"));
    field("time", text(decision, "time"));
    field("client", text(decision, "client.address"));
    field("peer", text(decision, "network.peer.address"));
    field("request", text(decision, "method") + " " + text(decision, "path"));
    for (String name : new String[] {"tenant", "program", "key", "scope", "mode", "policy"}) {
      if (decision.get(name) != null) {
        field(name, text(decision, name));
      }
    }
    line("");
    line("checks, in order:");
    Object reasons = decision.get("reasons");
    Object checks = decision.get("checks");
    if (checks instanceof Map) {
      for (Map.Entry<?, ?> check : ((Map<?, ?>) checks).entrySet()) {
        Object reason = reasons instanceof Map ? ((Map<?, ?>) reasons).get(check.getKey()) : null;
        String words = reason == null ? "" : String.valueOf(reason).replace('_', ' ');
        line(
            ("  "
                + String.format("%-14s  %-13s %s", check.getKey(), check.getValue(), words)
                    .trim()));
      }
    }
  }

  private void print(List<Map<?, ?>> folded) {
    if (folded.isEmpty()) {
      line("`" + id + "` is not in the records of `" + state + "`");
      return;
    }
    line(
        "`"
            + id
            + "` was counted and not written by itself; it is one of "
            + (folded.size() == 1 ? "these" : "those of one of these lines")
            + ":");
    for (Map<?, ?> record : folded.subList(0, Math.min(SHOWN, folded.size()))) {
      String client = text(record, "client.address");
      String where = client.equals("-") ? text(record, "client.network") : client;
      line(
          String.format(
              "  %s %s %s, client %s, scope %s, %s to %s, %s to %s",
              text(record, "count"),
              text(record, "decision"),
              text(record, "code"),
              where.equals("-") ? text(record, "folded") : where,
              text(record, "scope"),
              text(record, "from"),
              text(record, "until"),
              text(record, "firstId"),
              text(record, "lastId")));
    }
    if (folded.size() > SHOWN) {
      line("  and " + (folded.size() - SHOWN) + " more lines, which --output json shows");
    }
  }

  private static String text(Map<?, ?> record, String name) {
    Object value = record.get(name);
    return value == null ? "-" : value.toString();
  }

  private void field(String name, String value) {
    line(String.format("  %-8s %s", name, value));
  }

  private void line(String text) {
    terminal().print(Terminal.printable(text));
  }
}
