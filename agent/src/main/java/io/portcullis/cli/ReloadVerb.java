package io.portcullis.cli;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The verb {@code reload}: the policy's files are read now, and what became of them is told. */
@Command(
    name = "reload",
    header = "Has a running server read its policy now.",
    description =
        "A server takes a changed policy by itself within a second. This waits for it, and tells"
            + " whether the newest policy is in force.",
    exitCodeList = {
      "0:the newest policy is in force",
      "1:it is rejected, and why; what was in force stays",
      "2:wrong usage, or the token's file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class ReloadVerb extends AgentVerb {
  ReloadVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Map<?, ?> answer = ask("POST", "/v1/reload", Optional.<Map<String, @Nullable Object>>empty());
    if (isJson()) {
      print(answer);
    } else {
      line("policy " + answer.get("revision") + " is in force, mode " + answer.get("mode"));
    }
    return ExitCode.FINE;
  }
}
