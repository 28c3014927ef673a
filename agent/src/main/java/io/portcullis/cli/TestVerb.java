package io.portcullis.cli;

import io.portcullis.policy.TestOutcome;
import io.portcullis.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code test}: a policy's own tests. */
@Command(
    name = "test",
    header = "Runs a policy's own tests.",
    description =
        "Runs the tests that a policy file has under `tests`, and tells what became of each.",
    exitCodeList = {
      "0:all tests passed, or there are none",
      "1:at least one test failed",
      "2:wrong usage, or the policy cannot be read or is invalid"
    })
final class TestVerb extends Verb {
  @Parameters(paramLabel = "POLICY", description = "Policy file.")
  private String path = "";

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: a line for each test; json: one object with `passed`, `failed` and `tests`."
              + " Default: text.")
  private OutputForm output = OutputForm.TEXT;

  TestVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    List<TestOutcome> tests = PolicyFile.read(path, host.facts()).testsOrEnd(terminal());
    int failed = 0;
    for (TestOutcome test : tests) {
      failed += test.passed() ? 0 : 1;
    }
    if (output == OutputForm.JSON) {
      terminal().print(json(tests, failed));
    } else {
      for (TestOutcome test : tests) {
        terminal().print(Terminal.printable(line(test)));
      }
      terminal().print(tests.size() - failed + " passed, " + failed + " failed");
    }
    return failed == 0 ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private static String line(TestOutcome test) {
    return test.passed()
        ? "ok    " + test.name()
        : "FAIL  " + test.name() + " (" + test.place() + "): " + test.difference();
  }

  private static String json(List<TestOutcome> tests, int failed) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (TestOutcome test : tests) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("name", test.name());
      row.put("passed", test.passed());
      row.put("file", test.place().file());
      row.put("line", test.place().line());
      row.put("column", test.place().column());
      row.put("difference", test.passed() ? null : test.difference());
      rows.add(row);
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("passed", tests.size() - failed);
    object.put("failed", failed);
    object.put("tests", rows);
    return JsonText.write(object);
  }
}
