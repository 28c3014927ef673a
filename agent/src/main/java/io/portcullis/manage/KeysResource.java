package io.portcullis.manage;

import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedKey;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/keys} and {@code /v1/keys/{key}}. */
final class KeysResource {
  private final Watched watched;
  private final KeyOperations operations;

  KeysResource(Watched watched, KeyOperations operations) {
    this.watched = watched;
    this.operations = operations;
  }

  /** {@code GET /v1/keys}: those that were made here, the newest first, then those of the file. */
  Resource list() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        int limit = Asking.number(call, "limit", ListPage.USUAL, 1, ListPage.MOST);
        int offset = Asking.number(call, "offset", 0, 0, 999_999_999);
        PolicyEntries entries = entries(watched);
        List<ListedKey> own = new ArrayList<>();
        for (String id : ids(entries)) {
          ListedKey key = entries.key(id).get();
          if (Rights.isOwn(call.operator(), key)) {
            own.add(key);
          }
        }
        int end = (int) Math.min((long) offset + limit, own.size());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ListedKey key : own.subList(Math.min(offset, end), end)) {
          rows.add(KeyJson.of(key, entries));
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("total", own.size());
        object.put("offset", offset);
        object.put("keys", rows);
        object.put("next", end < own.size() ? end : null);
        return Answer.json(object);
      }
    };
  }

  private static Set<String> ids(PolicyEntries entries) {
    List<String> made = new ArrayList<>();
    for (String id : entries.layer().keys().keySet()) {
      made.add(0, id);
    }
    Set<String> ids = new LinkedHashSet<>(made);
    ids.addAll(entries.keysOfFile());
    return ids;
  }

  /** {@code GET /v1/keys/{key}}. */
  Resource one() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        PolicyEntries entries = entries(watched);
        Rights.toRead(call.operator(), ListScope.key(call.pathValue("key")), entries);
        return Answer.json(KeyOperations.object(call.pathValue("key"), entries));
      }
    };
  }

  /** {@code POST /v1/keys}: the answer alone shows the secret. */
  Resource make() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        KeyOperations.Made made =
            operations.make(
                Asking.of(call, watched.gate.policy()), KeyDraft.of(Asking.object(call)));
        Map<String, @Nullable Object> object = KeyOperations.object(made.id, entries(watched));
        String tag = EntityTag.of(object);
        object.put("key", made.secret.text());
        if (!made.warnings.isEmpty()) {
          object.put("warnings", made.warnings);
        }
        return Answer.created(object, tag);
      }
    };
  }

  /** {@code PATCH /v1/keys/{key}}. */
  Resource change() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        String id = call.pathValue("key");
        Rights.toWrite(call.operator(), ListScope.key(id), entries(watched));
        List<String> warnings =
            operations.update(
                Asking.of(call, watched.gate.policy()), id, KeyDraft.of(Asking.object(call)));
        Map<String, @Nullable Object> object = KeyOperations.object(id, entries(watched));
        String tag = EntityTag.of(object);
        if (!warnings.isEmpty()) {
          object.put("warnings", warnings);
        }
        return Answer.json(object).with("ETag", tag);
      }
    };
  }

  /** {@code DELETE /v1/keys/{key}}. */
  Resource remove() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        String id = call.pathValue("key");
        Rights.toWrite(call.operator(), ListScope.key(id), entries(watched));
        operations.remove(Asking.of(call, watched.gate.policy()), id);
        return Answer.done();
      }
    };
  }
}
