package io.portcullis.cli;

import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code status}: what is in force in a running JVM, asked of its management API. */
@Command(
    name = "status",
    header = "Tells what is in force in a running server.",
    description =
        "Asks the management API of an agent whose setting `admin` is set. The token is that of an"
            + " operator of the policy, in a file, so that it shows in no list of processes.",
    exitCodeList = {
      "0:shown, with warnings or without",
      "2:wrong usage, or the file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class StatusVerb extends Verb {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the API listens. Default: http://127.0.0.1:7410.")
  private String url = "http://127.0.0.1:7410";

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "F",
      description = "File that holds the token on its only line.")
  private String tokenFile = "";

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description = "text: for reading; json: the answer of `GET /v1/status`. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  StatusVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Map<?, ?> status = read(AgentClient.of(url, tokenFile).get("/v1/status"));
    if (output == OutputForm.JSON) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      status.forEach((name, value) -> object.put(String.valueOf(name), value));
      terminal().print(JsonText.write(object));
    } else {
      print(status);
    }
    return ExitCode.FINE;
  }

  private Map<?, ?> read(String answer) {
    try {
      Object value = JsonText.read(answer);
      if (value instanceof Map) {
        return (Map<?, ?>) value;
      }
    } catch (RequestSyntaxException notOurs) {
      // Told below.
    }
    throw CommandException.unreachable("`" + url + "` is not the management API of an agent");
  }

  private void print(Map<?, ?> status) {
    line("policy " + status.get("revision") + ", mode " + status.get("mode"));
    line("  since    " + status.get("since"));
    if (status.get("source") != null) {
      line("  source   " + status.get("source"));
    }
    for (Object server : list(status, "servers")) {
      line("  guards   " + server);
    }
    if (status.get("decisions") instanceof Map) {
      Map<?, ?> counts = (Map<?, ?>) status.get("decisions");
      line(
          String.format(
              "  decided  %s allow, %s deny, %s would-deny",
              counts.get("allow"), counts.get("deny"), counts.get("would-deny")));
    }
    line("");
    line("scopes:");
    for (Object each : list(status, "scopes")) {
      Map<?, ?> scope = (Map<?, ?>) each;
      line(
          String.format(
              "  %-30s %-8s %s",
              scope.get("scope"),
              scope.get("mode"),
              Boolean.TRUE.equals(scope.get("restricted"))
                  ? "entries: " + scope.get("entries")
                  : "open"));
    }
    for (Object each : list(status, "warnings")) {
      Map<?, ?> warning = (Map<?, ?>) each;
      line("warning " + warning.get("code") + " " + warning.get("detail"));
    }
  }

  private static List<?> list(Map<?, ?> object, String name) {
    Object value = object.get(name);
    return value instanceof List ? (List<?>) value : Collections.emptyList();
  }

  private void line(String text) {
    terminal().print(Terminal.printable(text));
  }
}
