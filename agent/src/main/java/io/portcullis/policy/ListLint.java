package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.engine.TimeSpan;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is odd about the entries of one list, taken together: whole families, duplicates, entries
 * inside others, ids given twice. The work grows with the entries, and with nothing worse than
 * their sorting.
 */
final class ListLint {
  /** How many duplicates and contained entries of a list are told one by one. */
  static final int MOST_TOLD = 20;

  private final AddressList list;
  private final List<Entry> enabled = new ArrayList<>();
  private final Problems problems;

  /** The lint of a list whose references have been followed to {@code entries}. */
  ListLint(AddressList list, List<Entry> entries, Problems problems) {
    this.list = list;
    this.problems = problems;
    for (Entry entry : entries) {
      if (entry.enabled()) {
        enabled.add(entry);
      }
    }
  }

  /** The rules of the enabled entries. */
  static List<IpRule> rulesOf(List<Entry> entries) {
    List<IpRule> rules = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (entry.enabled()) {
        rules.add(entry.rule());
      }
    }
    return rules;
  }

  /**
   * Refuses a list that would admit a whole family, by one entry or by all together.
   *
   * @param cure what to write in its place
   */
  void refuseWholeFamily(String cure) {
    boolean told = false;
    for (Entry entry : enabled) {
      if (entry.rule().coversWholeFamily()) {
        told = true;
        problems.error(
            Place.parse(entry.place()),
            "WHOLE_FAMILY",
            Problems.quoted(entry.rule().toString()) + " (allow all) is not permitted; " + cure);
      }
    }
    if (!told && IpSet.of(rulesOf(enabled)).coversWholeFamily()) {
      problems.error(
          list.place(),
          "WHOLE_FAMILY",
          "the entries of "
              + Problems.quoted(list.name())
              + " together cover every address of a family (allow all), which is not permitted; "
              + cure);
    }
  }

  /** Warns of a list of trusted proxies that trusts a whole family. */
  void warnOfWholeFamily() {
    if (IpSet.of(rulesOf(enabled)).coversWholeFamily()) {
      problems.warning(
          list.place(),
          "TRUSTS_EVERYBODY",
          Problems.quoted(list.name())
              + " covers every address of a family: any caller may claim any client address; name"
              + " your proxies only");
    }
  }

  /** Refuses times in a list of trusted proxies. */
  void refuseTimes() {
    for (Entry entry : enabled) {
      if (!entry.times().isAlways()) {
        problems.error(
            Place.parse(entry.place()),
            "TIMES_NOT_ALLOWED",
            Problems.quoted(entry.rule().toString())
                + " in "
                + Problems.quoted(list.name())
                + " has `from` or `until`: once out of time, the proxy would be taken for the client"
                + " of all its requests; remove them, and change this list when the proxy changes");
      }
    }
  }

  /** Warns of entries that have been over since before a time. */
  void warnOfExpired(long now) {
    int over = 0;
    for (Entry entry : enabled) {
      TimeSpan times = entry.times();
      if (times.isOver(now) && over++ < MOST_TOLD) {
        problems.warning(
            Place.parse(entry.place()),
            "ENTRY_EXPIRED",
            Problems.quoted(entry.rule().toString())
                + " has counted until "
                + Problems.quoted(InstantText.of(times.until().getAsLong()))
                + " and admits nobody any more; remove it or move its `until`");
      }
    }
    if (over > MOST_TOLD) {
      problems.warning(
          list.place(),
          "ENTRY_EXPIRED",
          (over - MOST_TOLD)
              + " more entries of "
              + Problems.quoted(list.name())
              + " admit nobody any more, for their `until` has passed");
    }
  }

  /** Tells of ids that the operator gave to two entries. */
  void checkIds(List<Entry> entries) {
    Map<String, Entry> named = new HashMap<>();
    for (Entry entry : entries) {
      if (!entry.hasOwnId()) {
        continue; // two derived ones that are the same are duplicates, told elsewhere
      }
      Entry first = named.get(entry.id());
      if (first == null) {
        named.put(entry.id(), entry);
      } else if (!first.place().equals(entry.place())) {
        problems.error(
            Place.parse(entry.place()),
            "DUPLICATE_ID",
            "the id "
                + Problems.quoted(entry.id())
                + " is given twice in "
                + Problems.quoted(list.name())
                + ", first at "
                + first.place()
                + "; give each entry an id of its own");
      }
    }
  }

  /** Warns of entries that another one makes needless. */
  void warnOfNeedless() {
    List<Entry> sorted = new ArrayList<>(enabled);
    // Stable: of two with the same addresses and times the one written first comes first.
    Collections.sort(sorted, new ByRule());
    Reach ipv4 = new Reach();
    Reach ipv6 = new Reach();
    int needless = 0;
    for (Entry entry : sorted) {
      Reach family = entry.rule().isIpv4() ? ipv4 : ipv6;
      Entry holder = family.holderOf(entry);
      if (holder != entry && needless++ < MOST_TOLD) {
        tellNeedless(entry, holder);
      }
    }
    if (needless > MOST_TOLD) {
      problems.warning(
          list.place(),
          "NEEDLESS_ENTRIES",
          (needless - MOST_TOLD)
              + " more entries of "
              + Problems.quoted(list.name())
              + " are duplicates or inside others");
    }
  }

  private void tellNeedless(Entry entry, Entry holder) {
    Place place = Place.parse(entry.place());
    String rule = Problems.quoted(entry.rule().toString());
    if (holder.rule().equals(entry.rule())) {
      problems.warning(
          place,
          "DUPLICATE_ENTRY",
          rule + " stands already in this list, at " + holder.place() + "; remove one of the two");
    } else {
      problems.warning(
          place,
          "CONTAINED_ENTRY",
          rule
              + " is inside "
              + Problems.quoted(holder.rule().toString())
              + ", at "
              + holder.place()
              + "; it can be removed");
    }
  }

  /** Warns of a list that admits addresses which may speak for others. */
  void warnOfOverlap(AddressList proxies, IpSet trusted, boolean proxyAsClient) {
    if (!IpSet.of(rulesOf(enabled)).overlaps(trusted)) {
      return;
    }
    for (Entry entry : enabled) {
      if (IpSet.of(Collections.singletonList(entry.rule())).overlaps(trusted)) {
        problems.warning(
            Place.parse(entry.place()),
            "PROXY_ADMITTED",
            Problems.quoted(entry.rule().toString())
                + " in "
                + Problems.quoted(list.name())
                + " holds addresses of "
                + Problems.quoted(proxies.name())
                + (proxyAsClient
                    ? ": with `proxyAsClient: true` whoever makes such a proxy drop the header is"
                        + " let in"
                    : "; take them out of one of the two, for a trusted proxy itself matches no rule that"
                        + " admits"));
        return; // one a list is enough to see it
      }
    }
  }

  /**
   * How far the entries of one family reach that were seen so far, in the order of their rules:
   * whatever ends before the furthest end lies inside the entry that has it, since that one starts
   * no later.
   */
  private static final class Reach {
    private @Nullable Entry furthest;
    private @Nullable Entry last;

    /** The earlier entry that has all addresses of this one; itself where there is none. */
    Entry holderOf(Entry entry) {
      Entry same = last;
      if (same != null && same.rule().equals(entry.rule()) && counts(same, entry)) {
        return same;
      }
      last = entry;
      Entry holder = furthest;
      if (holder != null && holder.rule().contains(entry.rule())) {
        return holder;
      }
      // One with times makes needless only what has the same ones; it need not be looked for more.
      furthest = entry.times().isAlways() ? entry : holder;
      return entry;
    }

    /** Whether an entry counts whenever another does. */
    private static boolean counts(Entry entry, Entry other) {
      return entry.times().isAlways() || entry.times().equals(other.times());
    }
  }

  /** By the order of their rules, a wide one before those inside it; then by their times. */
  private static final class ByRule implements Comparator<Entry>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Entry one, Entry other) {
      int c = one.rule().compareTo(other.rule());
      return c != 0 ? c : one.times().compareTo(other.times());
    }
  }
}
