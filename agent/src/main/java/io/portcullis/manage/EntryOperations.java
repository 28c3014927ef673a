package io.portcullis.manage;

import io.portcullis.engine.Caller;
import io.portcullis.engine.Entry;
import io.portcullis.policy.EntryDrafts;
import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedEntry;
import io.portcullis.policy.ListedKey;
import io.portcullis.policy.ManagedEntry;
import io.portcullis.policy.ManagedList;
import io.portcullis.policy.PolicyEntries;
import io.portcullis.record.Change;
import io.portcullis.wire.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the entries of address lists, whatever the call looks like that asks for
 * it: read them, add, change and remove those that are managed, replace these whole. Thread-safe.
 */
final class EntryOperations {
  private final Watched watched;
  private final LayerChange change;

  EntryOperations(Watched watched) {
    this.watched = watched;
    this.change = new LayerChange(watched);
  }

  /** The entries with an id; several where a file has one twice. */
  static ListedEntry entry(ListScope scope, String id, PolicyEntries entries) throws Refused {
    for (ListedEntry listed : entries.entries(scope)) {
      if (listed.entry().id().equals(id)) {
        return listed;
      }
    }
    throw Refused.notFound("`" + scope + "` has no entry `" + id + "`");
  }

  /** Added entries, and what is odd about them. */
  static final class Added {
    final List<ManagedEntry> entries;
    final List<String> warnings;

    Added(List<ManagedEntry> entries, List<String> warnings) {
      this.entries = Collections.unmodifiableList(entries);
      this.warnings = warnings;
    }
  }

  /** Adds entries, all of them or none. */
  Added add(
      final Asked asked,
      final ListScope scope,
      List<? extends Map<String, ? extends @Nullable Object>> drafts)
      throws Refused {
    final EntryDrafts read = read(drafts);
    final List<ManagedEntry> added = new ArrayList<>();
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            Rights.toWrite(asked.operator(), scope, now);
            asked.checkMatch(ListPage.tag(scope, now));
            List<Change> changes = new ArrayList<>();
            List<ManagedEntry> list = new ArrayList<>(now.layer().list(scope).entries());
            added.clear();
            added.addAll(made(read.entries(), asked, taken(scope, now)));
            for (ManagedEntry one : added) {
              list.add(one);
              changes.add(recorded("entry_added", asked, scope, one.entry()).after(json(one)));
            }
            if (now.layer().list(scope).isOpen()) {
              throw Refused.conflict(
                  "LIST_OPEN", "the managed part of this list is `\"*\"`; replace it whole first");
            }
            return edit(now, scope, ManagedList.of(list), changes);
          }
        });
    return new Added(added, read.warnings());
  }

  /** Changes what a draft names of an entry, and nothing else of it. */
  ManagedEntry update(
      final Asked asked,
      final ListScope scope,
      final String id,
      final Map<String, ? extends @Nullable Object> draft)
      throws Refused {
    if (draft.containsKey("id") && !id.equals(draft.get("id"))) {
      throw Refused.invalid("an entry keeps its `id`; leave it out");
    }
    final List<ManagedEntry> result = new ArrayList<>();
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            Rights.toWrite(asked.operator(), scope, now);
            ManagedEntry before = managed(asked, scope, id, now);
            Map<String, @Nullable Object> wanted = EntryJson.draft(before.entry());
            wanted.putAll(draft);
            if (wanted.get("enabled") == null) {
              wanted.remove("enabled");
            }
            Entry entry = read(Collections.singletonList(wanted)).entries().get(0);
            ManagedEntry after =
                EntryDrafts.managed(
                    entry, id, before.createdBy(), before.createdAt(), watched.time.epochMillis());
            result.clear();
            result.add(after);
            List<ManagedEntry> list = new ArrayList<>(now.layer().list(scope).entries());
            list.set(list.indexOf(before), after);
            Change recorded =
                recorded("entry_updated", asked, scope, after.entry())
                    .before(json(before))
                    .after(json(after));
            return edit(now, scope, ManagedList.of(list), Collections.singletonList(recorded));
          }
        });
    return result.get(0);
  }

  /** Removes an entry. */
  void remove(final Asked asked, final ListScope scope, final String id) throws Refused {
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            Rights.toWrite(asked.operator(), scope, now);
            ManagedEntry gone = managed(asked, scope, id, now);
            List<ManagedEntry> list = new ArrayList<>(now.layer().list(scope).entries());
            list.remove(gone);
            Change recorded =
                recorded("entry_removed", asked, scope, gone.entry()).before(json(gone));
            return edit(now, scope, ManagedList.of(list), Collections.singletonList(recorded));
          }
        });
  }

  /**
   * Puts entries, or {@code "*"}, in the place of all that is managed of a list. Of entries with an
   * address that is managed already, history and id stay.
   *
   * @param drafts empty for {@code "*"}
   */
  List<String> replace(
      final Asked asked,
      final ListScope scope,
      final Optional<List<Map<String, ? extends @Nullable Object>>> drafts,
      final Tag tag)
      throws Refused {
    final EntryDrafts read =
        read(drafts.orElse(Collections.<Map<String, ? extends @Nullable Object>>emptyList()));
    change.make(
        asked,
        new LayerChange.Edit() {
          @Override
          public LayerEdit of(PolicyEntries now) throws Refused {
            Rights.toWrite(asked.operator(), scope, now);
            asked.checkMatch(tag.of(now));
            if (!drafts.isPresent()) {
              Rights.ofPlatform(asked.operator(), "`\"*\"`");
            }
            List<Change> changes = new ArrayList<>();
            ManagedList list =
                drafts.isPresent()
                    ? replaced(read.entries(), asked, scope, now, changes)
                    : ManagedList.open();
            recordWhole(asked, scope, now.layer().list(scope), list, changes);
            return edit(now, scope, list, changes);
          }
        });
    return read.warnings();
  }

  /** The tag of what is replaced. */
  interface Tag {
    String of(PolicyEntries now) throws Refused;
  }

  /** The new entries, each with the history of the one whose address it has. */
  ManagedList replaced(
      List<Entry> entries, Asked asked, ListScope scope, PolicyEntries now, List<Change> changes)
      throws Refused {
    List<ManagedEntry> left = new ArrayList<>(now.layer().list(scope).entries());
    List<ManagedEntry> list = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (ListedEntry listed : now.entries(scope)) {
      if (!listed.managed().isPresent()) {
        taken.add(listed.entry().id());
      }
    }
    for (Entry entry : entries) {
      ManagedEntry before = null;
      for (ManagedEntry one : left) {
        boolean same =
            entry.hasOwnId()
                ? one.entry().id().equals(entry.id())
                : one.entry().rule().equals(entry.rule());
        before = same && before == null ? one : before;
      }
      if (before == null) {
        ManagedEntry made = made(Collections.singletonList(entry), asked, taken).get(0);
        list.add(made);
        changes.add(recorded("entry_added", asked, scope, made.entry()).after(json(made)));
      } else {
        left.remove(before);
        taken.add(before.entry().id());
        ManagedEntry after =
            EntryDrafts.managed(
                entry,
                before.entry().id(),
                before.createdBy(),
                before.createdAt(),
                before.updatedAt());
        if (!json(after).equals(json(before))) {
          after =
              EntryDrafts.managed(
                  entry,
                  before.entry().id(),
                  before.createdBy(),
                  before.createdAt(),
                  watched.time.epochMillis());
          changes.add(
              recorded("entry_updated", asked, scope, after.entry())
                  .before(json(before))
                  .after(json(after)));
        }
        list.add(after);
      }
    }
    for (ManagedEntry gone : left) {
      changes.add(recorded("entry_removed", asked, scope, gone.entry()).before(json(gone)));
    }
    return ManagedList.of(list);
  }

  /** Records that a list has become, or is no more, {@code "*"}. */
  static void recordWhole(
      Asked asked, ListScope scope, ManagedList before, ManagedList after, List<Change> changes) {
    if (before.isOpen() != after.isOpen()) {
      changes.add(
          Change.of(
                  after.isOpen() ? "ip_allowlist.opened" : "ip_allowlist.closed",
                  asked.operator().name())
              .from(asked.from())
              .target(scope.toString())
              .before(before.isOpen() ? "*" : before.entries().toString())
              .after(after.isOpen() ? "*" : after.entries().toString()));
    }
  }

  /** The drafts as entries; where any is wrong, every wrong one is named. */
  static EntryDrafts read(List<? extends Map<String, ? extends @Nullable Object>> drafts)
      throws Refused {
    EntryDrafts read = EntryDrafts.read(drafts);
    if (read.wrong().isEmpty()) {
      return read;
    }
    List<Map<String, @Nullable Object>> invalid = new ArrayList<>();
    for (Map.Entry<Integer, String> wrong : read.wrong().entrySet()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("index", wrong.getKey());
      Object address = drafts.get(wrong.getKey()).get("address");
      row.put("address", address instanceof String ? address : null);
      row.put("reason", wrong.getValue());
      invalid.add(row);
    }
    throw new Refused(
        Answer.problem(
            422,
            "Unprocessable Content",
            "VALIDATION_ERROR",
            invalid.size() == 1
                ? "an entry is wrong: " + invalid.get(0).get("reason")
                : invalid.size() + " entries are wrong",
            "invalidEntries",
            invalid));
  }

  /** New entries with ids that no other entry has. */
  List<ManagedEntry> made(List<Entry> entries, Asked asked, Set<String> taken) throws Refused {
    List<ManagedEntry> made = new ArrayList<>();
    for (Entry entry : entries) {
      String id = UUID.randomUUID().toString();
      if (entry.hasOwnId() && taken.contains(entry.id())) {
        throw Refused.conflict("ENTRY_EXISTS", "there is an entry `" + entry.id() + "` already");
      }
      ManagedEntry one =
          EntryDrafts.managed(
              entry,
              id,
              asked.operator().name(),
              watched.time.epochMillis(),
              watched.time.epochMillis());
      taken.add(one.entry().id());
      made.add(one);
    }
    return made;
  }

  static Set<String> taken(ListScope scope, PolicyEntries now) {
    Set<String> taken = new HashSet<>();
    for (ListedEntry listed : now.entries(scope)) {
      taken.add(listed.entry().id());
    }
    return taken;
  }

  private static ManagedEntry managed(Asked asked, ListScope scope, String id, PolicyEntries now)
      throws Refused {
    ListedEntry listed = entry(scope, id, now);
    asked.checkMatch(EntityTag.of(EntryJson.of(listed)));
    if (!listed.managed().isPresent()) {
      throw Refused.conflict(
          "ENTRY_OF_FILE",
          "the entry `" + id + "` stands at " + listed.source() + "; change it there");
    }
    return listed.managed().get();
  }

  static LayerEdit edit(
      PolicyEntries now, ListScope scope, ManagedList list, List<Change> changes) {
    return new LayerEdit(
        scope.toString(), now.layer().with(scope, list), changes, callers(scope, now));
  }

  /** As whom whoever changes a list has to get in afterwards. */
  static List<Caller> callers(ListScope scope, PolicyEntries now) {
    switch (scope.kind()) {
      case TENANT:
        return Collections.singletonList(Caller.ofTenant(scope.tenant()));
      case PROGRAM:
        return Collections.singletonList(Caller.ofTenant(scope.tenant()).withProgram(scope.name()));
      case KEY:
        List<Caller> callers = new ArrayList<>();
        Optional<ListedKey> key = now.key(scope.name());
        if (key.isPresent()) {
          for (String tenant : key.get().tenants()) {
            callers.add(Caller.ofTenant(tenant).withKey(scope.name()));
          }
        }
        return callers;
      default:
        return Collections.emptyList();
    }
  }

  static Change recorded(String what, Asked asked, ListScope scope, Entry entry) {
    return Change.of("ip_allowlist." + what, asked.operator().name())
        .from(asked.from())
        .target(scope.toString())
        .with("entry", entry.id())
        .with("value", entry.rule().toString());
  }

  static String json(ManagedEntry entry) {
    return JsonText.write(EntryJson.of(entry));
  }
}
