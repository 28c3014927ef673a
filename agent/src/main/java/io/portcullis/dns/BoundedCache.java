package io.portcullis.dns;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been found out, up to a total weight. Thread-safe; reading takes no lock, and writers
 * make room.
 *
 * <p>There is no order of use in it: what is past its time goes first, then whatever comes first.
 * To lose an entry costs a question, never a wrong answer.
 */
final class BoundedCache<K, V extends BoundedCache.Entry> {
  /** Something that is kept for a time. */
  interface Entry {
    /** When it is of no use any more, as {@link Ticks} count. */
    long deadAt();

    /** How much room it takes; at least 1. */
    int weight();
  }

  private final long most;
  private final ConcurrentHashMap<K, V> entries = new ConcurrentHashMap<>();
  private long total;

  BoundedCache(long most) {
    this.most = most;
  }

  @Nullable V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value, long now) {
    V before = entries.put(key, value);
    total += value.weight() - (before == null ? 0 : before.weight());
    if (total > most) {
      makeRoom(key, now);
    }
  }

  private void makeRoom(K latest, long now) {
    removeWhile(0, latest, now, true);
    removeWhile(most - most / 4, latest, now, false);
  }

  private void removeWhile(long above, K latest, long now, boolean deadOnly) {
    Iterator<Map.Entry<K, V>> all = entries.entrySet().iterator();
    while (total > above && all.hasNext()) {
      Map.Entry<K, V> entry = all.next();
      if (!entry.getKey().equals(latest) && (!deadOnly || entry.getValue().deadAt() <= now)) {
        all.remove();
        total -= entry.getValue().weight();
      }
    }
  }

  synchronized void clear() {
    entries.clear();
    total = 0;
  }

  synchronized long weight() {
    return total;
  }
}
