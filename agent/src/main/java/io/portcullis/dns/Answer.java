package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What DNS says to one question. Immutable. */
public final class Answer {
  /** The kinds; all but the first two settle nothing. */
  public enum Kind {
    /** Names, to an address; addresses, to a name. */
    RECORDS,
    /** There is no such name, or it has no such record. */
    NONE,
    INDETERMINATE,
    /** Not asked yet. */
    UNKNOWN
  }

  private static final Answer UNASKED =
      new Answer(
          Kind.UNKNOWN,
          Collections.<String>emptyList(),
          Collections.<IpAddress>emptyList(),
          Collections.<String>emptyList(),
          Optional.<NoAnswer>empty(),
          0);

  private final Kind kind;
  private final List<String> names;
  private final List<IpAddress> addresses;
  private final List<String> aliases;
  private final Optional<NoAnswer> why;
  private final long ttlSeconds;

  private Answer(
      Kind kind,
      List<String> names,
      List<IpAddress> addresses,
      List<String> aliases,
      Optional<NoAnswer> why,
      long ttlSeconds) {
    this.kind = kind;
    this.names = names;
    this.addresses = addresses;
    this.aliases = aliases;
    this.why = why;
    this.ttlSeconds = ttlSeconds;
  }

  /** The names of an address as DNS has them, found behind these CNAMEs; at least one. */
  public static Answer names(List<String> names, List<String> aliases, long ttlSeconds) {
    return records(names, Collections.<IpAddress>emptyList(), aliases, ttlSeconds);
  }

  /** The addresses of a name, found behind these CNAMEs; at least one. */
  public static Answer addresses(List<IpAddress> addresses, List<String> aliases, long ttlSeconds) {
    return records(Collections.<String>emptyList(), addresses, aliases, ttlSeconds);
  }

  private static Answer records(
      List<String> names, List<IpAddress> addresses, List<String> aliases, long ttlSeconds) {
    if (names.isEmpty() && addresses.isEmpty()) {
      throw new IllegalArgumentException("no records are another kind of answer");
    }
    return new Answer(
        Kind.RECORDS,
        copy(names),
        copy(addresses),
        copy(aliases),
        Optional.<NoAnswer>empty(),
        ttlSeconds);
  }

  public static Answer none(List<String> aliases, long ttlSeconds) {
    return new Answer(
        Kind.NONE,
        Collections.<String>emptyList(),
        Collections.<IpAddress>emptyList(),
        copy(aliases),
        Optional.<NoAnswer>empty(),
        ttlSeconds);
  }

  public static Answer indeterminate(NoAnswer why) {
    return new Answer(
        Kind.INDETERMINATE,
        Collections.<String>emptyList(),
        Collections.<IpAddress>emptyList(),
        Collections.<String>emptyList(),
        Optional.of(why),
        0);
  }

  /** These addresses, of which there may be more: another question about the name got no answer. */
  Answer withDoubt(Answer unanswered) {
    return new Answer(kind, names, addresses, aliases, unanswered.why, ttlSeconds);
  }

  static Answer unknown() {
    return UNASKED;
  }

  private static <T> List<T> copy(List<T> list) {
    return Collections.unmodifiableList(new ArrayList<T>(list));
  }

  public Kind kind() {
    return kind;
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  /** The names of an address, as DNS has them: escaped, with or without a trailing dot. */
  public List<String> names() {
    return names;
  }

  public List<IpAddress> addresses() {
    return addresses;
  }

  /** The CNAMEs that were followed, in order, without the name that was asked for. */
  public List<String> aliases() {
    return aliases;
  }

  /** Why there is no answer, or only half of one, where that is so. */
  public Optional<NoAnswer> why() {
    return why;
  }

  /** How long it may be believed, by the least TTL on the way. */
  public long ttlSeconds() {
    return ttlSeconds;
  }

  @Override
  public String toString() {
    switch (kind) {
      case RECORDS:
        return names.isEmpty() ? addresses.toString() : names.toString();
      case INDETERMINATE:
        return why.isPresent() ? why.get().word() : "indeterminate";
      case NONE:
        return "none";
      default:
        return "unknown";
    }
  }
}
