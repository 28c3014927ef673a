package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts together what a name's A and AAAA records say. */
final class ForwardAnswers {
  private ForwardAnswers() {}

  /**
   * The addresses of both. Where only one of the two was answered, what it says stands if it has
   * addresses: one of them may be the client's, and that decides. A "no" stands only if both say
   * so.
   */
  static Answer union(Answer ipv4, Answer ipv6) {
    boolean records = ipv4.is(Answer.Kind.RECORDS) || ipv6.is(Answer.Kind.RECORDS);
    List<String> aliases = ipv4.aliases().isEmpty() ? ipv6.aliases() : ipv4.aliases();
    if (records) {
      Set<IpAddress> addresses = new LinkedHashSet<>(ipv4.addresses());
      addresses.addAll(ipv6.addresses());
      Answer both = Answer.addresses(new ArrayList<>(addresses), aliases, ttl(ipv4, ipv6));
      return ipv4.is(Answer.Kind.INDETERMINATE)
          ? both.withDoubt(ipv4)
          : ipv6.is(Answer.Kind.INDETERMINATE) ? both.withDoubt(ipv6) : both;
    }
    if (ipv4.is(Answer.Kind.INDETERMINATE)) {
      return ipv4;
    }
    return ipv6.is(Answer.Kind.INDETERMINATE)
        ? ipv6
        : Answer.none(aliases, Math.min(ipv4.ttlSeconds(), ipv6.ttlSeconds()));
  }

  private static long ttl(Answer one, Answer other) {
    // A "no" without a SOA has no TTL of its own; it must not shorten the life of the addresses.
    if (!one.is(Answer.Kind.RECORDS)) {
      return other.ttlSeconds();
    }
    return other.is(Answer.Kind.RECORDS)
        ? Math.min(one.ttlSeconds(), other.ttlSeconds())
        : one.ttlSeconds();
  }
}
