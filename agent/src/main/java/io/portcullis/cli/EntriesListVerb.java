package io.portcullis.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code entries list}: a table of a list's entries. */
@Command(
    name = "list",
    header = "Shows the entries of a list.",
    description =
        "Those that are managed come first, the newest of them first, then those of the policy"
            + " file, with the line where each stands.",
    exitCodeList = {
      "0:shown",
      "1:there is no such list",
      "2:wrong usage, or the token's file cannot be read",
      "3:the agent cannot be reached, or refused us"
    })
final class EntriesListVerb extends AgentVerb {
  private static final int PAGE = 1_000;

  @Parameters(
      paramLabel = "LIST",
      converter = ScopeText.Converter.class,
      description = "tenant:T, program:T/P, key:K, set:S, global or exempt.")
  private ScopeText scope = ScopeText.NONE;

  EntriesListVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    List<Map<?, ?>> entries = new ArrayList<>();
    Map<?, ?> page;
    do {
      page =
          ask(
              "GET",
              scope.entries() + "?limit=" + PAGE + "&offset=" + entries.size(),
              Optional.<Map<String, @Nullable Object>>empty());
      entries.addAll(AgentJson.list(page, "entries"));
    } while (page.get("next") != null);
    if (isJson()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("scope", page.get("scope"));
      object.put("open", page.get("open"));
      object.put("total", page.get("total"));
      object.put("entries", entries);
      print(object);
      return ExitCode.FINE;
    }
    if (Boolean.TRUE.equals(page.get("open"))) {
      line("everybody is let in: `*`");
    }
    if (entries.isEmpty()) {
      line("no entries");
      return ExitCode.FINE;
    }
    TextTable table = new TextTable("ADDRESS", "ID", "STATE", "DESCRIPTION", "OWNER", "SOURCE");
    for (Map<?, ?> entry : entries) {
      table.row(
          text(entry, "address"),
          text(entry, "id"),
          state(entry),
          text(entry, "description"),
          text(entry, "owner"),
          text(entry, "createdBy").isEmpty()
              ? text(entry, "source")
              : "managed, " + text(entry, "createdBy") + " " + text(entry, "createdAt"));
    }
    for (String row : table.lines()) {
      line(row);
    }
    return ExitCode.FINE;
  }

  private static String state(Map<?, ?> entry) {
    if (!Boolean.TRUE.equals(entry.get("enabled"))) {
      return "disabled";
    }
    String from = text(entry, "from");
    String until = text(entry, "until");
    String times =
        (from.isEmpty() ? "" : "from " + from)
            + (from.isEmpty() || until.isEmpty() ? "" : " ")
            + (until.isEmpty() ? "" : "until " + until);
    return times.isEmpty() ? "enabled" : times;
  }

  private static String text(Map<?, ?> entry, String name) {
    Object value = entry.get(name);
    return value == null ? "" : value.toString();
  }
}
