package io.portcullis.manage;

import io.portcullis.policy.Operator;
import io.portcullis.record.DecisionSearch;
import io.portcullis.record.RecentLines;
import io.portcullis.record.RecordsStatus;
import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the records of the state directory say: recent denials, one of them by its id, and changes.
 */
final class RecordsResource {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Watched watched;

  RecordsResource(Watched watched) {
    this.watched = watched;
  }

  /** What is done once there is a directory to read. */
  private abstract class Reading implements Resource {
    abstract Answer read(Path directory, Call call) throws IOException;

    @Override
    public final Answer answer(Call call) throws IOException {
      if (!watched.records.isPresent() || !watched.state.isPresent()) {
        return Answer.notFound("no records are kept; set `state` to a directory");
      }
      RecordsStatus status = watched.records.get().status();
      // A directory that was refused may hold what anybody has put there.
      return status.state() == RecordsStatus.State.KEPT
          ? read(Paths.get(watched.state.get()), call)
          : Answer.problem(
              503,
              "Service Unavailable",
              "RECORDS_UNAVAILABLE",
              call.operator().isOfPlatform() && !status.cause().isEmpty()
                  ? status.cause()
                  : "records cannot be read now");
    }
  }

  /** {@code GET /v1/decisions}. */
  Resource decisions() {
    return new Reading() {
      @Override
      Answer read(Path directory, Call call) throws IOException {
        return newest("decisions", RecentLines.decisions(directory), call);
      }
    };
  }

  /** {@code GET /v1/changes}. */
  Resource changes() {
    return new Reading() {
      @Override
      Answer read(Path directory, Call call) throws IOException {
        return newest("changes", RecentLines.changes(directory), call);
      }
    };
  }

  /** {@code GET /v1/decisions/{id}}. */
  Resource decision() {
    return new Reading() {
      @Override
      Answer read(Path directory, Call call) throws IOException {
        String id = call.pathValue("id");
        if (!DecisionSearch.isId(id)) {
          return Answer.notFound("this is no decision id; one looks like `5be1f00d77aa-1f`");
        }
        DecisionSearch found = DecisionSearch.of(directory, id);
        List<Map<?, ?>> folded = new ArrayList<>();
        for (String line : found.folded()) {
          Optional<Map<?, ?>> record = visible(line, call.operator());
          if (record.isPresent()) {
            folded.add(record.get());
          }
        }
        Optional<Map<?, ?>> decision =
            found.line().isPresent()
                ? visible(found.line().get(), call.operator())
                : Optional.<Map<?, ?>>empty();
        if (!decision.isPresent() && folded.isEmpty()) {
          return Answer.notFound(
              "the records hold no such decision: it is too old, let the request through, or is"
                  + " counted and not written yet");
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("id", id);
        object.put("decision", decision.orElse(null));
        object.put("folded", folded);
        return Answer.json(object);
      }
    };
  }

  private static Answer newest(String name, RecentLines lines, Call call) throws IOException {
    int limit = limit(call.query("limit"));
    if (limit < 1) {
      return Answer.invalid("`limit` is a whole number between 1 and " + MOST);
    }
    final List<Map<?, ?>> records = new ArrayList<>();
    lines.read(
        new RecentLines.Reader() {
          @Override
          public boolean wantsMore(String line) {
            Optional<Map<?, ?>> record = visible(line, call.operator());
            if (record.isPresent()) {
              records.add(record.get());
            }
            return records.size() < limit;
          }
        });
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(name, records);
    return Answer.json(object);
  }

  /** The number; 0 where it is none that may stand there. */
  private static int limit(Optional<String> text) {
    if (!text.isPresent()) {
      return USUAL;
    }
    String digits = text.get();
    if (!digits.matches("[1-9][0-9]{0,3}")) {
      return 0;
    }
    int limit = Integer.parseInt(digits);
    return limit <= MOST ? limit : 0;
  }

  /** The record of a line, if it is whole and this operator may see it. */
  private static Optional<Map<?, ?>> visible(String line, Operator operator) {
    try {
      Object value = JsonText.read(line);
      if (value instanceof Map) {
        Map<?, ?> record = (Map<?, ?>) value;
        return isOwn(record, operator) ? Optional.<Map<?, ?>>of(record) : Optional.empty();
      }
    } catch (RequestSyntaxException torn) {
      // The last line of a file whose writer was stopped.
    }
    return Optional.empty();
  }

  private static boolean isOwn(Map<?, ?> record, Operator operator) {
    if (operator.isOfPlatform()) {
      return true;
    }
    Object tenant = record.get("tenant");
    if (tenant instanceof String) {
      return operator.sees((String) tenant);
    }
    // What is folded has no tenant but its scope.
    Object scope = record.get("scope");
    return record.containsKey("folded")
        && scope instanceof String
        && ((String) scope).startsWith("tenant:")
        && operator.sees(((String) scope).substring("tenant:".length()));
  }
}
