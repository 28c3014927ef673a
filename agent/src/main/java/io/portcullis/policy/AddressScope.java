package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.engine.Mode;
import io.portcullis.engine.TimeSpan;
import io.portcullis.ip.IpRanges;
import io.portcullis.ip.IpRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whom one address list of a policy lets in, its sets and files followed. Immutable. */
public final class AddressScope {
  private final Mode mode;
  private final boolean restricted;
  private final IpRanges admitted;
  private final SortedMap<String, String> times;
  private final int entries;
  private final List<Entry> timed;

  private AddressScope(
      Mode mode,
      boolean restricted,
      IpRanges admitted,
      SortedMap<String, String> times,
      int entries,
      List<Entry> timed) {
    this.mode = mode;
    this.restricted = restricted;
    this.admitted = admitted;
    this.times = Collections.unmodifiableSortedMap(times);
    this.entries = entries;
    this.timed = Collections.unmodifiableList(timed);
  }

  /** A scope that lets the enabled ones of these in, in time or not, and nobody else. */
  static AddressScope restricted(Mode mode, List<Entry> entries) {
    List<IpRule> rules = new ArrayList<>(entries.size());
    SortedMap<String, String> times = new TreeMap<>();
    List<Entry> timed = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.enabled()) {
        rules.add(entry.rule());
        if (!entry.times().isAlways()) {
          timed.add(entry);
          String rule = entry.rule().toString();
          String before = times.get(rule);
          times.put(rule, (before == null ? "" : before + ", ") + words(entry.times()));
        }
      }
    }
    return new AddressScope(mode, true, IpRanges.of(rules), times, rules.size(), timed);
  }

  private static String words(TimeSpan span) {
    String from = span.from().isPresent() ? "from " + InstantText.of(span.from().getAsLong()) : "";
    String until =
        span.until().isPresent() ? "until " + InstantText.of(span.until().getAsLong()) : "";
    return from + (from.isEmpty() || until.isEmpty() ? "" : " ") + until;
  }

  /** A scope that lets everybody in, on purpose or for want of a list. */
  static AddressScope open(Mode mode) {
    return new AddressScope(
        mode,
        false,
        IpRanges.all(),
        new TreeMap<String, String>(),
        0,
        Collections.<Entry>emptyList());
  }

  public Mode mode() {
    return mode;
  }

  /** Whether it keeps anybody out. */
  public boolean isRestricted() {
    return restricted;
  }

  /** Whom it lets in at one time or another; every address where it keeps nobody out. */
  public IpRanges admitted() {
    return admitted;
  }

  /** How many enabled entries it has, in time or not, a set's each time it is used. */
  public int entries() {
    return entries;
  }

  /** The enabled entries that do not always count. */
  public List<Entry> timed() {
    return timed;
  }

  /** By rule, when its entries count, where that is not always. */
  public SortedMap<String, String> times() {
    return times;
  }
}
