package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.policy.PolicyDocument.KeyPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.source.PolicyText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The address lists of a policy, entry by entry, those of the operator's file and those that are
 * managed: for the management API. Thread-safe; made of a text in which {@link PolicyReader#read}
 * finds no error.
 */
public final class PolicyEntries {
  private final PolicyDocument file;
  private final PolicyDocument both;
  private final ManagedLayer layer;
  private final ListResolver lists;

  private PolicyEntries(
      PolicyDocument file, PolicyDocument both, ManagedLayer layer, ListResolver lists) {
    this.file = file;
    this.both = both;
    this.layer = layer;
    this.lists = lists;
  }

  public static PolicyEntries of(PolicyText text) {
    Problems ignored = new Problems(text.name());
    Optional<YamlNode> root = YamlReader.read(text.name(), text.bytes(), ignored);
    if (!root.isPresent()) {
      throw new IllegalArgumentException("no policy: " + ignored.inOrder());
    }
    PolicyDocument file = PolicyDocumentReader.read(root.get(), ignored);
    ManagedLayer layer = ManagedLayer.of(text.managed());
    PolicyDocument both = ManagedMerge.of(file, layer, ignored);
    ListResolver lists = new ListResolver(text, both.sets, ignored);
    lists.checkSets();
    return new PolicyEntries(file, both, layer, lists);
  }

  /** What is managed. */
  public ManagedLayer layer() {
    return layer;
  }

  /** Whether there is such a list, or could be: its tenant, program, key or set is known. */
  public boolean knows(ListScope scope) {
    switch (scope.kind()) {
      case SET:
        return file.sets.containsKey(scope.name());
      case KEY:
        return file.keys.byId.containsKey(scope.name()) || layer.keys().containsKey(scope.name());
      case TENANT:
        return file.tenants.byName.containsKey(scope.name());
      case PROGRAM:
        return file.tenants.programsOf(scope.tenant()).containsKey(scope.name());
      default:
        return true;
    }
  }

  /** The names of all tenants. */
  public Set<String> tenants() {
    return file.tenants.byName.keySet();
  }

  /** The names of a tenant's programs. */
  public Set<String> programs(String tenant) {
    return file.tenants.programsOf(tenant).keySet();
  }

  /** Whether a request can carry an API key. */
  public boolean carriesKeys() {
    return !file.callers.keySources.isEmpty();
  }

  /** The ids of all keys of the operator's file. */
  public Collection<String> keysOfFile() {
    return file.keys.byId.keySet();
  }

  /** A key of either, by its id. */
  public Optional<ListedKey> key(String id) {
    ManagedKey made = layer.keys().get(id);
    KeyPart part = file.keys.byId.get(id);
    if (part != null) {
      return Optional.of(
          new ListedKey(
              id,
              part.ofEveryTenant,
              part.tenants.keySet(),
              part.program,
              Optional.empty(),
              line(part.place.toString())));
    }
    return made == null
        ? Optional.<ListedKey>empty()
        : Optional.of(
            new ListedKey(
                id,
                made.isOfEveryTenant(),
                made.tenants(),
                made.program(),
                Optional.of(made),
                ListedEntry.MANAGED));
  }

  /** Whether everybody is let in on purpose, by {@code "*"} in the file or managed. */
  public boolean isOpen(ListScope scope) {
    Optional<AddressList> written = written(scope);
    return (written.isPresent() && written.get().isOpen()) || layer.list(scope).isOpen();
  }

  /** The entries of a list: those that are managed, the newest first, then those of the file. */
  public List<ListedEntry> entries(ListScope scope) {
    List<ListedEntry> entries = new ArrayList<>();
    List<ManagedEntry> managed = layer.list(scope).entries();
    for (int i = managed.size() - 1; i >= 0; i--) {
      entries.add(ListedEntry.managed(managed.get(i)));
    }
    Optional<AddressList> written = written(scope);
    if (written.isPresent() && !written.get().isOpen()) {
      for (Entry entry : resolved(written.get())) {
        entries.add(ListedEntry.ofFile(entry, line(entry.place())));
      }
    }
    return entries;
  }

  /** The groups of endpoints, by name in the order written. */
  public Map<String, ListedGroup> groups() {
    return Collections.unmodifiableMap(listing().groups());
  }

  /** The endpoints of a group, by name in the order written. */
  public Map<String, ListedGroup> endpoints(String group) {
    return Collections.unmodifiableMap(listing().endpoints(group));
  }

  private GroupListing listing() {
    return new GroupListing(
        both.groups,
        new GroupCompiler.Lists() {
          @Override
          public List<Entry> entries(AddressList list) {
            return resolved(list);
          }
        });
  }

  private synchronized List<Entry> resolved(AddressList list) {
    return lists.look(list);
  }

  private Optional<AddressList> written(ListScope scope) {
    switch (scope.kind()) {
      case GLOBAL:
        return file.global.isPresent() ? file.global.get().allow : Optional.<AddressList>empty();
      case EXEMPT:
        return file.exempt.addresses;
      case SET:
        return Optional.ofNullable(file.sets.get(scope.name()));
      case KEY:
        KeyPart key = file.keys.byId.get(scope.name());
        return key == null ? Optional.<AddressList>empty() : key.scope.allow;
      case TENANT:
        ScopePart tenant = file.tenants.byName.get(scope.name());
        return tenant == null ? Optional.<AddressList>empty() : tenant.allow;
      default:
        ScopePart program = file.tenants.programsOf(scope.tenant()).get(scope.name());
        return program == null ? Optional.<AddressList>empty() : program.allow;
    }
  }

  private static String line(String place) {
    return place.substring(0, place.lastIndexOf(':'));
  }
}
