package io.portcullis.manage;

import io.portcullis.caller.ApiKey;
import io.portcullis.caller.NewKey;
import io.portcullis.engine.Caller;
import io.portcullis.policy.EntryDrafts;
import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedKey;
import io.portcullis.policy.ManagedKey;
import io.portcullis.policy.ManagedLayer;
import io.portcullis.policy.ManagedList;
import io.portcullis.policy.PolicyEntries;
import io.portcullis.record.Change;
import io.portcullis.wire.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with API keys, whatever the call looks like that asks for it: make them, change
 * them, delete those that were made here. Thread-safe.
 */
final class KeyOperations {
  private final Watched watched;
  private final EntryOperations entries;
  private final LayerChange change;

  KeyOperations(Watched watched, EntryOperations entries) {
    this.watched = watched;
    this.entries = entries;
    this.change = new LayerChange(watched);
  }

  /** A key that was made, with its secret, which nobody will see again. */
  static final class Made {
    final String id;
    final NewKey secret;
    final List<String> warnings;

    Made(String id, NewKey secret, List<String> warnings) {
      this.id = id;
      this.secret = secret;
      this.warnings = warnings;
    }
  }

  /** Makes a key. */
  Made make(final Asked asked, final KeyDraft draft) throws Refused {
    final String id = draft.id().orElse(UUID.randomUUID().toString());
    if (!ApiKey.isId(id)) {
      throw Refused.invalid("`id` is made of 1 to 128 letters, digits and `-`, `_`, `.`, `:`");
    }
    if (!draft.names("tenants")) {
      throw Refused.invalid("`tenants` is missing; send a list of tenants, or `\"*\"`");
    }
    final NewKey secret = NewKey.make(NewKey.USUAL_PREFIX);
    final EntryDrafts read = EntryOperations.read(draft.entries());
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            checkTenants(asked, draft);
            checkKnown(draft.tenants(), draft.isOfEveryTenant(), draft.program(), now);
            if (now.key(id).isPresent()) {
              throw Refused.conflict("KEY_EXISTS", "there is a key `" + id + "` already");
            }
            long at = watched.time.epochMillis();
            String by = asked.operator().name();
            ManagedKey key =
                draft.isOfEveryTenant()
                    ? ManagedKey.ofEveryTenant(id, secret.hash(), by, at)
                    : ManagedKey.of(id, secret.hash(), draft.tenants(), draft.program(), by, at);
            List<Change> changes = new ArrayList<>();
            changes.add(recorded("key_created", asked, id));
            ManagedLayer layer = now.layer().with(key.described(draft.description().orElse("")));
            layer = layer.with(ListScope.key(id), list(asked, id, draft, read, now, changes));
            changes.set(0, changes.get(0).after(JsonText.write(KeyJson.of(id, layer))));
            return edit(id, layer, changes, now);
          }
        });
    return new Made(id, secret, read.warnings());
  }

  /** Changes what a draft names of a key; of one of the file its managed entries alone. */
  List<String> update(final Asked asked, final String id, final KeyDraft draft) throws Refused {
    if (draft.id().isPresent() && !draft.id().get().equals(id)) {
      throw Refused.invalid("a key keeps its `id`; leave it out");
    }
    final EntryDrafts read = EntryOperations.read(draft.entries());
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            ListedKey before = writable(asked, id, now);
            asked.checkMatch(EntityTag.of(KeyJson.of(before, now)));
            List<Change> changes = new ArrayList<>();
            changes.add(
                recorded("key_updated", asked, id).before(JsonText.write(KeyJson.of(before, now))));
            ManagedLayer layer = now.layer();
            boolean more =
                draft.names("tenants") || draft.names("program") || draft.names("description");
            if (more) {
              layer = layer.with(changed(asked, draft, managed(before), now));
            }
            if (draft.names("allow")) {
              layer = layer.with(ListScope.key(id), list(asked, id, draft, read, now, changes));
            }
            changes.set(0, changes.get(0).after(JsonText.write(KeyJson.of(before, layer))));
            return edit(id, layer, changes, now);
          }
        });
    return read.warnings();
  }

  /** Deletes a key that was made here, with its list. */
  void remove(final Asked asked, final String id) throws Refused {
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            ListedKey before = writable(asked, id, now);
            asked.checkMatch(EntityTag.of(KeyJson.of(before, now)));
            managed(before);
            Change recorded =
                recorded("key_removed", asked, id).before(JsonText.write(KeyJson.of(before, now)));
            return new LayerEdit(
                "key:" + id,
                now.layer().withoutKey(id),
                Collections.singletonList(recorded),
                Collections.<Caller>emptyList());
          }
        });
  }

  private ManagedKey changed(Asked asked, KeyDraft draft, ManagedKey key, PolicyEntries now)
      throws Refused {
    ManagedKey after = key.updatedAt(watched.time.epochMillis());
    if (draft.names("tenants") || draft.names("program")) {
      boolean every = draft.names("tenants") ? draft.isOfEveryTenant() : key.isOfEveryTenant();
      List<String> tenants = draft.names("tenants") ? draft.tenants() : key.tenants();
      Optional<String> program = draft.names("program") ? draft.program() : key.program();
      if (draft.names("tenants")) {
        checkTenants(asked, draft);
      }
      checkKnown(tenants, every, program, now);
      after = after.movedTo(every, tenants, program);
    }
    return draft.names("description") ? after.described(draft.description().orElse("")) : after;
  }

  private static ListedKey writable(Asked asked, String id, PolicyEntries now) throws Refused {
    Rights.toWrite(asked.operator(), ListScope.key(id), now);
    return now.key(id).get();
  }

  private static ManagedKey managed(ListedKey key) throws Refused {
    if (!key.managed().isPresent()) {
      throw Refused.conflict(
          "KEY_OF_FILE",
          "the key `" + key.id() + "` stands at " + key.source() + "; change it there");
    }
    return key.managed().get();
  }

  private static void checkTenants(Asked asked, KeyDraft draft) throws Refused {
    if (draft.isOfEveryTenant()) {
      Rights.ofPlatform(asked.operator(), "a key of every tenant");
    } else if (draft.tenants().isEmpty()) {
      throw Refused.invalid("`tenants` names nobody");
    } else {
      Rights.toWriteAll(asked.operator(), draft.tenants());
    }
  }

  /** A key that nobody could use would be a surprise; the file may lose these names later. */
  private static void checkKnown(
      List<String> tenants, boolean every, Optional<String> program, PolicyEntries now)
      throws Refused {
    for (String tenant : tenants) {
      if (!now.tenants().contains(tenant)) {
        throw Refused.invalid("there is no tenant `" + tenant + "` in the policy");
      }
    }
    if (program.isPresent()) {
      if (every || tenants.size() != 1) {
        throw Refused.invalid("a key with a program has exactly one tenant");
      }
      if (!now.programs(tenants.get(0)).contains(program.get())) {
        throw Refused.invalid(
            "the tenant `" + tenants.get(0) + "` has no program `" + program.get() + "`");
      }
    }
    if (!now.carriesKeys()) {
      throw Refused.conflict(
          "KEYS_UNREACHABLE", "no request can carry a key; write `callers.apiKey` in the policy");
    }
  }

  /** The list of a key as it is wanted: nothing inherits, and {@code []} is open on purpose. */
  private ManagedList list(
      Asked asked,
      String id,
      KeyDraft draft,
      EntryDrafts read,
      PolicyEntries now,
      List<Change> changes)
      throws Refused {
    ListScope scope = ListScope.key(id);
    ManagedList before = now.layer().list(scope);
    boolean ofFile = now.keysOfFile().contains(id);
    ManagedList after;
    if (draft.isOpen(ofFile)) {
      Rights.ofPlatform(asked.operator(), "a key that may call from anywhere");
      after = ManagedList.open();
    } else {
      after = entries.replaced(read.entries(), asked, scope, now, changes);
    }
    EntryOperations.recordWhole(asked, scope, before, after, changes);
    return after;
  }

  private static LayerEdit edit(
      String id, ManagedLayer layer, List<Change> changes, PolicyEntries now) {
    List<Caller> callers = new ArrayList<>();
    ManagedKey key = layer.keys().get(id);
    if (key == null) {
      callers.addAll(EntryOperations.callers(ListScope.key(id), now));
    } else {
      for (String tenant : key.tenants()) {
        callers.add(Caller.ofTenant(tenant).withKey(id));
      }
    }
    return new LayerEdit("key:" + id, layer, changes, callers);
  }

  private static Change recorded(String event, Asked asked, String id) {
    return Change.of(event, asked.operator().name())
        .from(asked.from())
        .target("key:" + id)
        .with("key", id);
  }

  /** A key as it is shown. */
  static Map<String, @Nullable Object> object(String id, PolicyEntries now) throws Refused {
    Optional<ListedKey> key = now.key(id);
    if (!key.isPresent()) {
      throw Refused.notFound("there is no key `" + id + "`");
    }
    return KeyJson.of(key.get(), now);
  }
}
