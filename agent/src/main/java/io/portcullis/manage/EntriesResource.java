package io.portcullis.manage;

import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of one kind of list: {@code …/entries} and {@code …/entries/{id}}. */
final class EntriesResource {
  private final Watched watched;
  private final EntryOperations operations;
  private final PathScope scope;

  EntriesResource(Watched watched, EntryOperations operations, PathScope scope) {
    this.watched = watched;
    this.operations = operations;
    this.scope = scope;
  }

  /** {@code GET …/entries}. */
  Resource list() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        int limit = Asking.number(call, "limit", ListPage.USUAL, 1, ListPage.MOST);
        int offset = Asking.number(call, "offset", 0, 0, 999_999_999);
        PolicyEntries entries = Replying.entries(watched);
        Rights.toRead(call.operator(), scope.of(call), entries);
        return Answer.json(ListPage.of(scope.of(call), entries, offset, limit));
      }
    };
  }

  /** {@code GET …/entries/{id}}. */
  Resource one() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        PolicyEntries entries = Replying.entries(watched);
        Rights.toRead(call.operator(), scope.of(call), entries);
        ListedEntry entry = EntryOperations.entry(scope.of(call), call.pathValue("id"), entries);
        return Answer.json(EntryJson.of(entry));
      }
    };
  }

  /** {@code POST …/entries}: one entry, or {@code {"entries": […]}} with several. */
  Resource add() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Rights.toWrite(call.operator(), scope.of(call), Replying.entries(watched));
        Map<String, ? extends @Nullable Object> body = Asking.object(call);
        boolean several = body.containsKey("entries");
        List<Map<String, ? extends @Nullable Object>> drafts = new ArrayList<>();
        if (!several) {
          drafts.add(body);
        } else if (body.size() == 1 && body.get("entries") instanceof List) {
          for (Object each : (List<?>) body.get("entries")) {
            drafts.add(draft(each));
          }
        }
        if (drafts.isEmpty()) {
          throw Refused.invalid(
              "send one entry, or `{\"entries\": [{\"address\": \"203.0.113.0/24\"}]}`");
        }
        EntryOperations.Added added =
            operations.add(Asking.of(call, watched.gate.policy()), scope.of(call), drafts);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        String tag;
        if (several) {
          List<Map<String, @Nullable Object>> rows = new ArrayList<>();
          for (ManagedEntry entry : added.entries) {
            rows.add(EntryJson.of(entry));
          }
          object.put("entries", rows);
          tag = EntityTag.of(object);
        } else {
          object.putAll(EntryJson.of(added.entries.get(0)));
          tag = EntityTag.of(object);
        }
        if (!added.warnings.isEmpty()) {
          object.put("warnings", added.warnings);
        }
        return Answer.created(object, tag);
      }
    };
  }

  /** {@code PUT …/entries/{id}}: what is not named stays as it is. */
  Resource update() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Rights.toWrite(call.operator(), scope.of(call), Replying.entries(watched));
        ManagedEntry entry =
            operations.update(
                Asking.of(call, watched.gate.policy()),
                scope.of(call),
                call.pathValue("id"),
                Asking.object(call));
        Map<String, @Nullable Object> object = EntryJson.of(entry);
        return Answer.json(object).with("ETag", EntityTag.of(object));
      }
    };
  }

  /** {@code DELETE …/entries/{id}}. */
  Resource remove() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        Rights.toWrite(call.operator(), scope.of(call), Replying.entries(watched));
        operations.remove(
            Asking.of(call, watched.gate.policy()), scope.of(call), call.pathValue("id"));
        return Answer.done();
      }
    };
  }

  /** An item of a list of drafts: an entry, or its address alone. */
  static Map<String, ? extends @Nullable Object> draft(@Nullable Object item) throws Refused {
    return item instanceof String
        ? Collections.<String, @Nullable Object>singletonMap("address", item)
        : Asking.object(item);
  }
}
