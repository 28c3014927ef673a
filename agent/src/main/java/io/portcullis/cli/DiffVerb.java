package io.portcullis.cli;

import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import io.portcullis.wire.RequestText;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb {@code diff}: what changes from one policy to another. */
@Command(
    name = "diff",
    header = "Tells what changes from one policy to another.",
    description =
        "Tells which keys have another value, and for each address list how many addresses come and"
            + " go, however the lists are written. With requests, also which of them would be decided"
            + " otherwise. The policies' own tests are not compared.",
    exitCodeList = {
      "0:no differences",
      "1:differences",
      "2:wrong usage, or a file or a request cannot be read, or a policy is invalid"
    })
final class DiffVerb extends Verb {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD", description = "Policy file as it was.")
  private String oldPath = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "Policy file as it is to be.")
  private String newPath = "";

  @Option(
      names = "--requests",
      paramLabel = "FILE",
      description =
          "File of request objects, one a line, as for `eval`, to be judged by both policies; - is"
              + " the standard input.")
  private String requests = "";

  @Option(
      names = "--ranges",
      paramLabel = "N",
      description = "How many ranges are shown of what comes and goes in each list. Default: 20.")
  private int ranges = 20;

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: lines for people; json: one object with `different`, `settings`, `scopes` and"
              + " `requests`. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  DiffVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (ranges < 0) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "`--ranges` is not below 0");
    }
    PolicyFile before = PolicyFile.read(oldPath, host.facts());
    PolicyFile after = PolicyFile.read(newPath, host.facts());
    PolicySnapshot old = before.snapshotToJudge(terminal());
    PolicySnapshot now = after.snapshotToJudge(terminal());
    PolicyDifference difference = PolicyDifference.between(before.outline(), after.outline());
    if (output == OutputForm.TEXT) {
      print(difference);
    }
    Optional<Judged> judged =
        requests.isEmpty() ? Optional.empty() : Optional.of(judgeBoth(old, now));
    boolean different =
        !difference.isEmpty() || judged.map(both -> both.otherwise > 0).orElse(false);
    if (output == OutputForm.JSON) {
      terminal().print(json(different, difference, judged));
    } else {
      judged.ifPresent(both -> terminal().print(both.summary()));
      if (!different) {
        terminal().print("no differences");
      }
    }
    if (judged.map(both -> both.unreadable > 0).orElse(false)) {
      return ExitCode.UNUSABLE;
    }
    return different ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private void print(PolicyDifference difference) {
    for (SettingChange setting : difference.settings()) {
      terminal().print(Terminal.printable(setting.text()));
    }
    for (ScopeChange scope : difference.scopes()) {
      for (String line : scope.text(ranges)) {
        terminal().print(Terminal.printable(line));
      }
    }
  }

  private Judged judgeBoth(PolicySnapshot old, PolicySnapshot now) {
    boolean standard = requests.equals("-");
    try (InputStream in = standard ? terminal().in() : new FileInputStream(requests);
        Judge before = Judge.of(old);
        Judge after = Judge.of(now)) {
      return judgeBoth(in, before, after);
    } catch (FileNotFoundException e) {
      throw CommandException.unusable("cannot open `" + requests + "`");
    } catch (IOException e) {
      throw CommandException.unusable("cannot read `" + requests + "`: " + e.getMessage());
    }
  }

  private Judged judgeBoth(InputStream in, Judge old, Judge now) throws IOException {
    Judged judged = new Judged();
    InputLines lines = new InputLines(in, terminal()::flush);
    while (lines.next()) {
      try {
        RequestFacts request = RequestText.parse(lines.text());
        judged.total++;
        Map<String, @Nullable Object> before = old.judge(request).object();
        Map<String, @Nullable Object> after = now.judge(request).object();
        if (!outcome(before).equals(outcome(after))) {
          judged.otherwise++;
          tell(judged, lines.number(), before, after);
        }
      } catch (RequestSyntaxException e) {
        judged.unreadable++;
        terminal().complain("line " + lines.number() + " of `" + requests + "`: " + e.words());
      }
    }
    return judged;
  }

  private void tell(
      Judged judged,
      long line,
      Map<String, @Nullable Object> before,
      Map<String, @Nullable Object> after) {
    if (output == OutputForm.TEXT) {
      terminal().print("request " + line + "  " + outcome(before) + " → " + outcome(after));
      return;
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("line", line);
    row.put("before", before);
    row.put("after", after);
    judged.rows.add(row);
  }

  /** What the caller notices, and why: which list has let a request through is nothing of it. */
  private static String outcome(Map<String, @Nullable Object> decision) {
    return decision.get("status") == null
        ? String.valueOf(decision.get("decision"))
        : decision.get("decision") + " " + decision.get("code") + " " + decision.get("status");
  }

  private String json(boolean different, PolicyDifference difference, Optional<Judged> judged) {
    List<Map<String, @Nullable Object>> settings = new ArrayList<>();
    difference.settings().forEach(setting -> settings.add(setting.object()));
    List<Map<String, @Nullable Object>> scopes = new ArrayList<>();
    difference.scopes().forEach(scope -> scopes.add(scope.object(ranges)));
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("different", different);
    object.put("settings", settings);
    object.put("scopes", scopes);
    object.put("requests", judged.map(Judged::object).orElse(null));
    return JsonText.write(object);
  }

  /** What became of the requests. */
  private static final class Judged {
    private long total;
    private long otherwise;
    private long unreadable;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    private String summary() {
      return otherwise
          + " of "
          + total
          + (total == 1 ? " request" : " requests")
          + " decided otherwise";
    }

    private Map<String, @Nullable Object> object() {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("judged", total);
      object.put("unreadable", unreadable);
      object.put("otherwise", rows);
      return object;
    }
  }
}
