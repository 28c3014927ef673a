package io.portcullis.cli;

import io.portcullis.policy.Problem;
import io.portcullis.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code validate}: all that is wrong or odd in policy files. */
@Command(
    name = "validate",
    header = "Tells what is wrong or odd in policy files.",
    description =
        "Tells all errors and warnings of policy files, each with its place, and whether each file"
            + " could be put in force. The policy's own tests are run too.",
    exitCodeList = {
      "0:valid, perhaps with warnings",
      "1:at least one file has an error",
      "2:wrong usage, or a file cannot be read"
    })
final class ValidateVerb extends Verb {
  @Parameters(
      paramLabel = "POLICY",
      arity = "1..*",
      description = "Policy file. The lists it names lie below its folder.")
  private List<String> paths = new ArrayList<>();

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: a line `file:line:column: error CODE message` for each problem; json: one object"
              + " with `valid` and `problems`. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  ValidateVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    List<PolicyFile> files = new ArrayList<>();
    boolean unreadable = false;
    for (String path : paths) {
      try {
        files.add(PolicyFile.read(path, host.facts()));
      } catch (CommandException e) {
        terminal().complain(String.valueOf(e.getMessage()));
        unreadable = true;
      }
    }
    boolean valid = !unreadable;
    for (PolicyFile file : files) {
      valid &= file.load().isFit();
    }
    if (output == OutputForm.JSON) {
      terminal().print(json(files, valid));
    } else {
      printText(files);
    }
    if (unreadable) {
      return ExitCode.UNUSABLE;
    }
    return valid ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private void printText(List<PolicyFile> files) {
    for (PolicyFile file : files) {
      for (Problem problem : file.load().problems()) {
        terminal().print(Terminal.printable(problem.toString()));
      }
      if (file.load().isFit()) {
        terminal().print(Terminal.printable(file.path() + ": " + summary(file)));
      }
    }
  }

  private static String summary(PolicyFile file) {
    return "valid, "
        + count(file.load().snapshot().map(s -> s.entries()).orElse(0), "entry", "entries")
        + ", "
        + count(file.load().tests().size(), "test", "tests")
        + " passed, revision "
        + file.load().snapshot().map(s -> s.revision()).orElse("");
  }

  private static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  private static String json(List<PolicyFile> files, boolean valid) {
    List<Map<String, @Nullable Object>> problems = new ArrayList<>();
    for (PolicyFile file : files) {
      for (Problem problem : file.load().problems()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("file", problem.place().file());
        row.put("line", problem.place().line());
        row.put("column", problem.place().column());
        row.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        row.put("code", problem.code());
        row.put("message", problem.message());
        problems.add(row);
      }
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("valid", valid);
    object.put("problems", problems);
    return JsonText.write(object);
  }
}
