package io.portcullis.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code entries update}: an entry otherwise. */
@Command(
    name = "update",
    header = "Changes what is named of an entry.",
    description =
        "What is not named stays as it is; an empty text, such as --until '', takes a value away."
            + " Entries of the policy file are changed there.",
    exitCodeList = {
      "0:changed",
      "1:not changed: something stands against it, which is told",
      "2:wrong usage, or the token's file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class EntriesUpdateVerb extends AgentVerb {
  @Parameters(
      index = "0",
      paramLabel = "LIST",
      converter = ScopeText.Converter.class,
      description = "tenant:T, program:T/P, key:K, set:S, global or exempt.")
  private ScopeText scope = ScopeText.NONE;

  @Parameters(index = "1", paramLabel = "ID", description = "Which entry; see entries list.")
  private String id = "";

  @Option(names = "--address", paramLabel = "ADDRESS", description = "Another address.")
  private Optional<String> address = Optional.empty();

  @Option(names = "--enabled", description = "It counts again.")
  private boolean enabled;

  @Mixin private EntryOptions entry = new EntryOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();

  EntriesUpdateVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>(entry.body());
    if (enabled && body.containsKey("enabled")) {
      throw CommandException.unusable("`--enabled` and `--disabled` are the contrary");
    }
    if (enabled) {
      body.put("enabled", true);
    }
    if (address.isPresent()) {
      body.put("address", address.get());
    }
    if (body.isEmpty()) {
      throw CommandException.unusable("nothing is to be changed; see `entries update --help`");
    }
    Map<?, ?> answer = ask("PUT", scope.entry(id) + change.query(), Optional.of(body));
    if (isJson()) {
      print(answer);
    } else {
      line("changed " + answer.get("address") + " of " + scope + ", " + answer.get("id"));
    }
    return ExitCode.FINE;
  }
}
