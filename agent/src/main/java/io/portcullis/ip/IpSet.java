package io.portcullis.ip;

/**
 * An immutable set of addresses, built from rules: membership, union, and the questions a policy
 * check asks. Safe for any number of threads.
 */
public final class IpSet {
  private static final IpSet EMPTY = new IpSet(IpTable.<Boolean>builder().build());

  private final IpTable<Boolean> members;

  private IpSet(IpTable<Boolean> members) {
    this.members = members;
  }

  /** The set of no address. */
  public static IpSet empty() {
    return EMPTY;
  }

  /** The union of rules. */
  public static IpSet of(Iterable<IpRule> rules) {
    IpTable.Builder<Boolean> members = IpTable.builder();
    for (IpRule rule : rules) {
      members.add(rule, Boolean.TRUE);
    }
    return new IpSet(members.build());
  }

  /** Whether the address is in the set; allocates nothing. */
  public boolean contains(IpAddress address) {
    return members.lookup(address, Boolean.FALSE);
  }

  /** The same for 4 or 16 bytes in network order, as a socket gives them. */
  public boolean contains(byte[] address) {
    return members.lookup(address, Boolean.FALSE);
  }

  /**
   * Whether the union of the rules covers all of IPv4 or all of IPv6; the mapped block is no part
   * of IPv6 here.
   */
  public boolean coversWholeFamily() {
    return members.ipv4().isFull() || members.ipv6().isFull();
  }

  /** Whether some address is in both. */
  public boolean overlaps(IpSet other) {
    return members.ipv4().overlaps(other.members.ipv4())
        || members.ipv6().overlaps(other.members.ipv6());
  }

  public boolean isEmpty() {
    return members.isEmpty();
  }
}
