package io.portcullis.policy;

import io.portcullis.source.ManagedText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is managed beside the operator's file: entries of its lists, and API keys. Immutable; a
 * change is a new one.
 */
public final class ManagedLayer {
  /** Nothing is managed. */
  public static final ManagedLayer EMPTY =
      new ManagedLayer(
          Collections.<ListScope, ManagedList>emptyMap(),
          Collections.<String, ManagedKey>emptyMap());

  private final Map<ListScope, ManagedList> lists;
  private final Map<String, ManagedKey> keys;

  private ManagedLayer(Map<ListScope, ManagedList> lists, Map<String, ManagedKey> keys) {
    this.lists = lists;
    this.keys = keys;
  }

  static ManagedLayer of(Map<ListScope, ManagedList> lists, Map<String, ManagedKey> keys) {
    return new ManagedLayer(
        Collections.unmodifiableMap(new LinkedHashMap<>(lists)),
        Collections.unmodifiableMap(new LinkedHashMap<>(keys)));
  }

  /** The layer of a text in which {@link PolicyReader#read} has found no error. */
  public static ManagedLayer of(Optional<ManagedText> text) {
    if (!text.isPresent()) {
      return EMPTY;
    }
    return ManagedLayerReader.read(text.get(), new Problems(text.get().name())).orElse(EMPTY);
  }

  /** The errors of a text by itself, without the file that it stands beside. */
  public static List<Problem> problemsOf(ManagedText text) {
    Problems problems = new Problems(text.name());
    ManagedLayerReader.read(text, problems);
    return problems.inOrder();
  }

  /** All lists with a managed part. */
  public Map<ListScope, ManagedList> lists() {
    return lists;
  }

  /** The managed part of a list; an empty one where nothing of it is managed. */
  public ManagedList list(ListScope scope) {
    ManagedList list = lists.get(scope);
    return list == null ? ManagedList.EMPTY : list;
  }

  /** The keys that were made here, by their ids. */
  public Map<String, ManagedKey> keys() {
    return keys;
  }

  /** The same with another managed part of one list; without it where there is none left. */
  public ManagedLayer with(ListScope scope, ManagedList list) {
    Map<ListScope, ManagedList> changed = new LinkedHashMap<>(lists);
    if (list.isEmpty()) {
      changed.remove(scope);
    } else {
      changed.put(scope, list);
    }
    return of(changed, keys);
  }

  /** The same with a key more, or another one under its id. */
  public ManagedLayer with(ManagedKey key) {
    Map<String, ManagedKey> changed = new LinkedHashMap<>(keys);
    changed.put(key.id(), key);
    return of(lists, changed);
  }

  /** The same without a key and its list. */
  public ManagedLayer withoutKey(String id) {
    Map<String, ManagedKey> changed = new LinkedHashMap<>(keys);
    changed.remove(id);
    return of(lists, changed).with(ListScope.key(id), ManagedList.EMPTY);
  }

  /** The text that it is written as. */
  public byte[] bytes() {
    return ManagedLayerText.of(this);
  }
}
