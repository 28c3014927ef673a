package io.portcullis.cli;

import io.portcullis.wire.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb has that goes through the management API of a running agent. */
abstract class AgentVerb extends Verb {
  @Option(
      names = "--url",
      paramLabel = "URL",
      order = 50,
      description = "Where the API listens. Default: http://127.0.0.1:7410.")
  private String url = "http://127.0.0.1:7410";

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "F",
      order = 51,
      description = "File that holds the token on its only line.")
  private String tokenFile = "";

  @Option(
      names = "--output",
      paramLabel = "FORM",
      order = 52,
      converter = OutputForm.Converter.class,
      description = "text: for reading; json: what the API answers. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  AgentVerb(Terminal terminal) {
    super(terminal);
  }

  final boolean isJson() {
    return output == OutputForm.JSON;
  }

  final AgentClient agent() {
    return AgentClient.of(url, tokenFile);
  }

  /** Calls the API; what stands against the call is told, and the verb ends with it. */
  final Map<?, ?> ask(String method, String path, Optional<Map<String, @Nullable Object>> body) {
    AgentClient.Reply reply =
        agent()
            .call(
                method,
                path,
                body.isPresent()
                    ? Optional.of(JsonText.write(body.get()))
                    : Optional.<String>empty());
    if (reply.status >= 300) {
      throw notDone(reply);
    }
    if (reply.status != 204 && AgentJson.object(reply.body).isEmpty()) {
      throw CommandException.unreachable("`" + url + "` is not the management API of an agent");
    }
    return AgentJson.object(reply.body);
  }

  private CommandException notDone(AgentClient.Reply reply) {
    Map<?, ?> problem = AgentJson.object(reply.body);
    if (isJson()) {
      print(problem);
    } else {
      for (Map<?, ?> wrong : AgentJson.list(problem, "invalidEntries")) {
        line(wrong.get("address") + ": " + wrong.get("reason"));
      }
      for (Map<?, ?> client : AgentJson.list(problem, "clients")) {
        line(
            String.format(
                "would be refused: %s, let through %s time(s), tenant %s",
                client.get("address"), client.get("count"), client.get("tenant")));
      }
      for (Map<?, ?> wrong : AgentJson.list(problem, "problems")) {
        line(wrong.get("place") + ": error " + wrong.get("code") + " " + wrong.get("message"));
      }
      for (Map<?, ?> test : AgentJson.list(problem, "failedTests")) {
        line("would fail: " + test.get("name") + ", " + test.get("difference"));
      }
    }
    Object detail = problem.get("detail");
    return CommandException.found(
        "not done, " + (detail == null ? "status " + reply.status : detail + code(problem)));
  }

  private static String code(Map<?, ?> problem) {
    return problem.get("code") == null ? "" : " (" + problem.get("code") + ")";
  }

  /** An answer as it is. */
  final void print(Map<?, ?> answer) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    answer.forEach((name, value) -> object.put(String.valueOf(name), value));
    terminal().print(JsonText.write(object));
  }

  final void line(String text) {
    terminal().print(Terminal.printable(text));
  }
}
