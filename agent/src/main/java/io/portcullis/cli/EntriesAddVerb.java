package io.portcullis.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code entries add}: new entries, all of them or none. */
@Command(
    name = "add",
    header = "Adds entries to a list.",
    description = "All of them or none. They count from the next request on.",
    exitCodeList = {
      "0:added",
      "1:not added: something stands against it, which is told",
      "2:wrong usage, or the token's file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class EntriesAddVerb extends AgentVerb {
  @Parameters(
      index = "0",
      paramLabel = "LIST",
      converter = ScopeText.Converter.class,
      description = "tenant:T, program:T/P, key:K, set:S, global or exempt.")
  private ScopeText scope = ScopeText.NONE;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ADDRESS",
      description = "Such as 203.0.113.7, 203.0.113.0/24 or 203.0.113.10-20.")
  private List<String> addresses = Collections.emptyList();

  @Option(names = "--id", paramLabel = "ID", description = "Its id; for one entry only.")
  private Optional<String> id = Optional.empty();

  @Mixin private EntryOptions entry = new EntryOptions();
  @Mixin private ChangeOptions change = new ChangeOptions();

  EntriesAddVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (id.isPresent() && addresses.size() > 1) {
      throw CommandException.unusable("`--id` is for one address only");
    }
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (String address : addresses) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("address", address);
      if (id.isPresent()) {
        one.put("id", id.get());
      }
      one.putAll(entry.body());
      entries.add(one);
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("entries", entries);
    Map<?, ?> answer = ask("POST", scope.entries() + change.query(), Optional.of(body));
    if (isJson()) {
      print(answer);
      return ExitCode.FINE;
    }
    for (Map<?, ?> added : AgentJson.list(answer, "entries")) {
      line("added " + added.get("address") + " to " + scope + " as " + added.get("id"));
    }
    Object warnings = answer.get("warnings");
    if (warnings instanceof List) {
      for (Object warning : (List<?>) warnings) {
        line("warning " + warning);
      }
    }
    return ExitCode.FINE;
  }
}
