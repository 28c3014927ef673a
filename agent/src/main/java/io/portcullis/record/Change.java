package io.portcullis.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One change of what is enforced: what happened, who did it, from where, to what, and how it was
 * before and after. Whoever makes one sees to it that no secret is in it. Immutable.
 */
public final class Change {
  /** The most characters of a value that are kept. */
  private static final int VALUE_LENGTH = 1 << 16;

  private static final String CUT = "...";

  /** Who makes a change that nobody has asked for through an interface of ours. */
  public static final String SELF = "portcullis";

  /** What the line itself says. */
  private static final List<String> RESERVED =
      Arrays.asList(
          "previous", "number", "time", "event", "who", "from", "jvm", "target", "before", "after");

  private final Instant time;
  private final String event;
  private final String who;
  private final String from;
  private final String target;
  private final String before;
  private final String after;
  private final Map<String, String> details;

  private Change(
      Instant time,
      String event,
      String who,
      String from,
      String target,
      String before,
      String after,
      Map<String, String> details) {
    this.time = time;
    this.event = event;
    this.who = who;
    this.from = from;
    this.target = target;
    this.before = before;
    this.after = after;
    this.details = details;
  }

  /**
   * A change that happens now.
   *
   * @param event such as {@code policy_activated} or {@code ip_allowlist.entry_added}
   * @param who an operator's name, or {@link #SELF}
   */
  public static Change of(String event, String who) {
    return new Change(
        Instant.ofEpochMilli(System.currentTimeMillis()),
        kept(event),
        kept(who),
        "",
        "",
        "",
        "",
        Collections.<String, String>emptyMap());
  }

  /** The emergency bypass has begun: from now on every request is let through. */
  public static Change emergencyBypassOn(String from, String until) {
    return of("emergency_bypass_on", Change.SELF).from(from).after(until);
  }

  /** The emergency bypass has ended, for a reason. */
  public static Change emergencyBypassOff(String from, String reason) {
    return of("emergency_bypass_off", Change.SELF).from(from).with("reason", reason);
  }

  /** From where: an address, or the path of a file. */
  public Change from(String place) {
    return new Change(time, event, who, kept(place), target, before, after, details);
  }

  /** What was changed, such as {@code tenant:acme}. */
  public Change target(String name) {
    return new Change(time, event, who, from, kept(name), before, after, details);
  }

  /** How it was. */
  public Change before(String value) {
    return new Change(time, event, who, from, target, kept(value), after, details);
  }

  /** How it is now. */
  public Change after(String value) {
    return new Change(time, event, who, from, target, before, kept(value), details);
  }

  /** Something more, by a name of its own, such as {@code entry}. */
  public Change with(String name, String value) {
    if (RESERVED.contains(name) || details.containsKey(name)) {
      throw new IllegalArgumentException(name + " is said already");
    }
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(name, kept(value));
    return new Change(
        time, event, who, from, target, before, after, Collections.unmodifiableMap(more));
  }

  private static String kept(String value) {
    return value.length() <= VALUE_LENGTH ? value : value.substring(0, VALUE_LENGTH) + CUT;
  }

  Instant time() {
    return time;
  }

  public String event() {
    return event;
  }

  String who() {
    return who;
  }

  String from() {
    return from;
  }

  String target() {
    return target;
  }

  String before() {
    return before;
  }

  String after() {
    return after;
  }

  Map<String, String> details() {
    return details;
  }
}
