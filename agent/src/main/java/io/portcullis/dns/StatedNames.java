package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote down of DNS, in a test of a policy or a line of input. What is not there does
 * not exist. Immutable.
 */
public final class StatedNames implements Names {
  /** Nothing is written down, so no name exists. */
  public static final StatedNames EMPTY = new StatedNames(new Builder());

  private static final int MOST_ALIASES = 8;

  private static final Answer NONE = Answer.none(Collections.<String>emptyList(), 0);

  private final Map<IpAddress, Answer> pointers;
  private final Map<DnsName, Answer> ipv4;
  private final Map<DnsName, Answer> ipv6;
  private final Map<DnsName, DnsName> aliases;

  private StatedNames(Builder builder) {
    this.pointers = new HashMap<>(builder.pointers);
    this.ipv4 = new HashMap<>(builder.ipv4);
    this.ipv6 = new HashMap<>(builder.ipv6);
    this.aliases = new HashMap<>(builder.aliases);
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Answer ptr(IpAddress address) {
    return orNone(pointers.get(address));
  }

  @Override
  public Answer forward(DnsName name) {
    Set<DnsName> seen = new HashSet<>();
    List<String> followed = new ArrayList<>();
    DnsName at = name;
    DnsName next = aliases.get(at);
    while (next != null) {
      if (!seen.add(at)) {
        return Answer.indeterminate(NoAnswer.CNAME_LOOP);
      }
      if (followed.size() == MOST_ALIASES) {
        return Answer.indeterminate(NoAnswer.CNAME_TOO_LONG);
      }
      followed.add(next.toString());
      at = next;
      next = aliases.get(at);
    }
    return ForwardAnswers.union(behind(followed, ipv4.get(at)), behind(followed, ipv6.get(at)));
  }

  /** The same answer, found behind these CNAMEs. */
  private static Answer behind(List<String> followed, @Nullable Answer answer) {
    Answer found = orNone(answer);
    switch (found.kind()) {
      case RECORDS:
        return Answer.addresses(found.addresses(), followed, 0);
      case NONE:
        return Answer.none(followed, 0);
      default:
        return found;
    }
  }

  private static Answer orNone(@Nullable Answer answer) {
    return answer == null ? NONE : answer;
  }

  /**
   * The cause that a word stands for where an answer is missing: {@code timeout}, {@code servfail}.
   */
  public static Optional<NoAnswer> noAnswer(String word) {
    if (word.equals(NoAnswer.TIMEOUT.word())) {
      return Optional.of(NoAnswer.TIMEOUT);
    }
    return word.equals(NoAnswer.SERVFAIL.word())
        ? Optional.of(NoAnswer.SERVFAIL)
        : Optional.<NoAnswer>empty();
  }

  /** The only mutable stage of {@link StatedNames}; used once. */
  public static final class Builder {
    private final Map<IpAddress, Answer> pointers = new HashMap<>();
    private final Map<DnsName, Answer> ipv4 = new HashMap<>();
    private final Map<DnsName, Answer> ipv6 = new HashMap<>();
    private final Map<DnsName, DnsName> aliases = new HashMap<>();

    private Builder() {}

    /** The names of an address. */
    public Builder ptr(IpAddress address, List<String> names) {
      pointers.put(
          address,
          names.isEmpty() ? NONE : Answer.names(names, Collections.<String>emptyList(), 0));
      return this;
    }

    /** There is no answer about the names of an address. */
    public Builder ptr(IpAddress address, NoAnswer why) {
      pointers.put(address, Answer.indeterminate(why));
      return this;
    }

    /** The A records of a name. */
    public Builder a(DnsName name, List<IpAddress> addresses) {
      ipv4.put(name, records(addresses));
      return this;
    }

    /** There is no answer about the A records of a name. */
    public Builder a(DnsName name, NoAnswer why) {
      ipv4.put(name, Answer.indeterminate(why));
      return this;
    }

    /** The AAAA records of a name. */
    public Builder aaaa(DnsName name, List<IpAddress> addresses) {
      ipv6.put(name, records(addresses));
      return this;
    }

    /** There is no answer about the AAAA records of a name. */
    public Builder aaaa(DnsName name, NoAnswer why) {
      ipv6.put(name, Answer.indeterminate(why));
      return this;
    }

    /** A name that stands for another one. */
    public Builder cname(DnsName name, DnsName other) {
      aliases.put(name, other);
      return this;
    }

    private static Answer records(List<IpAddress> addresses) {
      return addresses.isEmpty()
          ? NONE
          : Answer.addresses(addresses, Collections.<String>emptyList(), 0);
    }

    public StatedNames build() {
      return new StatedNames(this);
    }
  }
}
