package io.portcullis.cli;

import io.portcullis.ip.IpRanges;
import io.portcullis.ip.IpRule;
import io.portcullis.policy.AddressScope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one address list of a policy differs from that of another policy. Immutable. */
final class ScopeChange {
  private static final BigInteger ONE = BigInteger.ONE;

  /** What became of a list; {@link #CHANGED} where only its addresses or its mode did. */
  private enum Kind {
    ADDED("added"),
    REMOVED("removed"),
    OPENED("opened"),
    RESTRICTED("restricted"),
    CHANGED("changed");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private final String scope;
  private final Kind kind;
  private final Optional<AddressScope> before;
  private final Optional<AddressScope> after;
  private final IpRanges gained;
  private final IpRanges lost;
  private final List<SettingChange> times;

  private ScopeChange(
      String scope, Kind kind, Optional<AddressScope> before, Optional<AddressScope> after) {
    this.scope = scope;
    this.kind = kind;
    this.before = before;
    this.after = after;
    // From or to everybody, what differs would be nearly all the addresses that there are.
    boolean countable = kind != Kind.OPENED && kind != Kind.RESTRICTED;
    this.gained = countable ? listed(after).minus(listed(before)) : IpRanges.empty();
    this.lost = countable ? listed(before).minus(listed(after)) : IpRanges.empty();
    this.times = kind == Kind.CHANGED ? SettingChange.between(timed(before), timed(after)) : none();
  }

  private static Map<String, String> timed(Optional<AddressScope> scope) {
    return scope.map(AddressScope::times).orElse(Collections.emptySortedMap());
  }

  private static List<SettingChange> none() {
    return Collections.emptyList();
  }

  private static IpRanges listed(Optional<AddressScope> scope) {
    return scope
        .filter(AddressScope::isRestricted)
        .map(AddressScope::admitted)
        .orElse(IpRanges.empty());
  }

  /** The change of a list; empty where there is none. */
  static Optional<ScopeChange> between(
      String scope, Optional<AddressScope> before, Optional<AddressScope> after) {
    ScopeChange change = new ScopeChange(scope, kind(before, after), before, after);
    boolean same =
        change.kind == Kind.CHANGED
            && change.gained.isEmpty()
            && change.lost.isEmpty()
            && change.times.isEmpty()
            && !change.hasNewMode();
    return same ? Optional.empty() : Optional.of(change);
  }

  private static Kind kind(Optional<AddressScope> before, Optional<AddressScope> after) {
    if (!before.isPresent()) {
      return Kind.ADDED;
    }
    if (!after.isPresent()) {
      return Kind.REMOVED;
    }
    if (before.get().isRestricted() == after.get().isRestricted()) {
      return Kind.CHANGED;
    }
    return after.get().isRestricted() ? Kind.RESTRICTED : Kind.OPENED;
  }

  private boolean hasNewMode() {
    return before.isPresent() && after.isPresent() && before.get().mode() != after.get().mode();
  }

  /** The lines for people: what became of it, and up to {@code most} ranges of each side. */
  List<String> text(int most) {
    List<String> lines = new ArrayList<>();
    lines.add(scope + "  " + headline());
    addRanges("  + ", gained, most, lines);
    addRanges("  − ", lost, most, lines);
    for (SettingChange each : times.subList(0, Math.min(most, times.size()))) {
      lines.add("  ~ " + each.text());
    }
    if (times.size() > most) {
      lines.add("  ~ … and " + (times.size() - most) + " more");
    }
    return lines;
  }

  private String headline() {
    List<String> parts = new ArrayList<>();
    switch (kind) {
      case ADDED:
        parts.add("added: admits " + reach(after) + ", mode " + after.get().mode().word());
        break;
      case REMOVED:
        parts.add("removed: admitted " + reach(before));
        break;
      case OPENED:
      case RESTRICTED:
        parts.add(kind.word + ": admits " + reach(after) + ", before " + reach(before));
        break;
      case CHANGED:
        if (!gained.isEmpty()) {
          parts.add("+" + addresses(gained));
        }
        if (!lost.isEmpty()) {
          parts.add("−" + addresses(lost));
        }
        if (!times.isEmpty()) {
          parts.add("times of " + times.size() + (times.size() == 1 ? " entry" : " entries"));
        }
        break;
    }
    if (hasNewMode()) {
      parts.add("mode " + before.get().mode().word() + " → " + after.get().mode().word());
    }
    return String.join(", ", parts);
  }

  private static String reach(Optional<AddressScope> scope) {
    if (!scope.get().isRestricted()) {
      return "everybody";
    }
    return scope.get().admitted().isEmpty() ? "nobody" : addresses(scope.get().admitted());
  }

  private static String addresses(IpRanges ranges) {
    BigInteger size = ranges.size();
    return size + (size.equals(ONE) ? " address" : " addresses");
  }

  private static void addRanges(String sign, IpRanges ranges, int most, List<String> lines) {
    List<IpRule> rules = ranges.rules();
    for (IpRule rule : rules.subList(0, Math.min(most, rules.size()))) {
      lines.add(sign + rule);
    }
    if (rules.size() > most) {
      lines.add(sign + "… and " + (rules.size() - most) + " more");
    }
  }

  /** The object for programs; counts are text, since numbers in JSON are rarely exact. */
  Map<String, @Nullable Object> object(int most) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("scope", scope);
    object.put("change", kind.word);
    object.put("before", before.map(ScopeChange::side).orElse(null));
    object.put("after", after.map(ScopeChange::side).orElse(null));
    object.put("added", ranges(gained, most));
    object.put("removed", ranges(lost, most));
    List<Map<String, @Nullable Object>> changed = new ArrayList<>();
    times.forEach(each -> changed.add(each.object()));
    object.put("times", changed);
    return object;
  }

  private static Map<String, @Nullable Object> side(AddressScope scope) {
    Map<String, @Nullable Object> side = new LinkedHashMap<>();
    side.put("mode", scope.mode().word());
    side.put("addresses", scope.isRestricted() ? scope.admitted().size().toString() : "*");
    return side;
  }

  private static Map<String, @Nullable Object> ranges(IpRanges ranges, int most) {
    List<String> shown = new ArrayList<>();
    List<IpRule> rules = ranges.rules();
    for (IpRule rule : rules.subList(0, Math.min(most, rules.size()))) {
      shown.add(rule.toString());
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("addresses", ranges.size().toString());
    object.put("ranges", shown);
    object.put("more", rules.size() - shown.size());
    return object;
  }
}
