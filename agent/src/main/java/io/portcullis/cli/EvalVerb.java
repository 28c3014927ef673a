package io.portcullis.cli;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import io.portcullis.wire.RequestText;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The verb {@code eval}: what a policy decides of each of many requests. */
@Command(
    name = "eval",
    header = "Tells what a policy decides of many requests.",
    description =
        "Reads one request object a line and writes one decision object a line, in order and as"
            + " they come. A line that is no request object gives an object with `error` and `line`"
            + " in its place.",
    footer = {
      "%nA request object, of which all but `peer` may be left out (a header is a string or an array"
          + " of its lines):%n",
      "  {\"peer\":\"10.0.0.9\",\"method\":\"GET\",\"target\":\"/api/x?y=1\",",
      "   \"headers\":{\"X-Forwarded-For\":[\"203.0.113.7\"]}}"
    },
    exitCodeList = {
      "0:every line was a request object, whatever was decided of it",
      "1:at least one line was not",
      "2:wrong usage, or the input or the policy cannot be read, or the policy is invalid"
    })
final class EvalVerb extends Verb {
  /** How many lines are written between two looks at whether anybody reads them. */
  private static final int STRIDE = 1_000;

  @Parameters(paramLabel = "POLICY", description = "Policy file.")
  private String path = "";

  @Option(
      names = "--input",
      paramLabel = "F.jsonl",
      description = "File to read the requests from. Default: -, the standard input.")
  private String input = "-";

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = JsonOnly.class,
      description = "json, which is the only form.")
  private OutputForm output = OutputForm.JSON;

  EvalVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    PolicySnapshot policy = PolicyFile.readToJudge(path, host.facts(), terminal());
    try (InputStream in = open();
        Judge judge = Judge.of(policy)) {
      return judge(in, judge) ? ExitCode.FINE : ExitCode.FINDINGS;
    } catch (FileNotFoundException e) {
      throw CommandException.unusable("cannot open `" + input + "`");
    } catch (IOException e) {
      throw CommandException.unusable("cannot read `" + input + "`: " + e.getMessage());
    }
  }

  private InputStream open() throws FileNotFoundException {
    return input.equals("-") ? terminal().in() : new FileInputStream(input);
  }

  /** Whether every line was a request. */
  private boolean judge(InputStream in, Judge judge) throws IOException {
    boolean fine = true;
    InputLines lines = new InputLines(in, this::flush);
    while (lines.next()) {
      try {
        terminal().print(judge.judge(RequestText.parse(lines.text())).json());
      } catch (RequestSyntaxException e) {
        fine = false;
        terminal().print(error(e.words(), lines.number()));
      }
      if (lines.number() % STRIDE == 0) {
        flush();
      }
    }
    flush();
    return fine;
  }

  private void flush() {
    if (!terminal().flush()) {
      throw CommandException.unusable("the output cannot be written");
    }
  }

  /** Reads the option {@code --output}, so that it may be given to every verb. */
  static final class JsonOnly implements ITypeConverter<OutputForm> {
    @Override
    public OutputForm convert(String text) {
      if (!text.equals("json")) {
        throw new TypeConversionException("`" + text + "` is not `json`, the only form here");
      }
      return OutputForm.JSON;
    }
  }

  private static String error(String message, long line) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("error", message);
    object.put("line", line);
    return JsonText.write(object);
  }
}
