package io.portcullis.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code entries remove}: an entry less. */
@Command(
    name = "remove",
    header = "Removes an entry from a list.",
    description = "Entries of the policy file are removed there.",
    exitCodeList = {
      "0:removed",
      "1:not removed: something stands against it, which is told",
      "2:wrong usage, or the token's file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class EntriesRemoveVerb extends AgentVerb {
  @Parameters(
      index = "0",
      paramLabel = "LIST",
      converter = ScopeText.Converter.class,
      description = "tenant:T, program:T/P, key:K, set:S, global or exempt.")
  private ScopeText scope = ScopeText.NONE;

  @Parameters(index = "1", paramLabel = "ID", description = "Which entry; see entries list.")
  private String id = "";

  @Mixin private ChangeOptions change = new ChangeOptions();

  EntriesRemoveVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    ask(
        "DELETE",
        scope.entry(id) + change.query(),
        Optional.<Map<String, @Nullable Object>>empty());
    if (isJson()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("removed", id);
      print(object);
    } else {
      line("removed " + id + " from " + scope);
    }
    return ExitCode.FINE;
  }
}
