package io.portcullis.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an entry can be given. */
final class EntryOptions {
  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(names = "--owner", paramLabel = "TEXT", description = "Who is to be asked about it.")
  private Optional<String> owner = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "From when on it counts, such as 2026-11-20T00:00:00Z.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--until", paramLabel = "INSTANT", description = "Until when it counts.")
  private Optional<String> until = Optional.empty();

  @Option(names = "--disabled", description = "It counts for nothing.")
  private boolean disabled;

  /** The fields of a body; an empty text takes a value away. */
  Map<String, @Nullable Object> body() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    put("description", description, body);
    put("owner", owner, body);
    put("from", from, body);
    put("until", until, body);
    if (disabled) {
      body.put("enabled", false);
    }
    return body;
  }

  private static void put(String name, Optional<String> value, Map<String, @Nullable Object> body) {
    if (value.isPresent()) {
      body.put(name, value.get().isEmpty() ? null : value.get());
    }
  }
}
