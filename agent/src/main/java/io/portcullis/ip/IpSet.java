package io.portcullis.ip;

/**
 * An immutable set of addresses, built from rules: membership, union, and the questions a policy
 * check asks.
 */
public final class IpSet {
  private IpSet() {}

  public static IpSet of(Iterable<IpRule> rules) {
    throw new UnsupportedOperationException();
  }

  public boolean contains(IpAddress address) {
    throw new UnsupportedOperationException();
  }

  /** Whether the union of the rules covers all of IPv4 or all of IPv6. */
  public boolean coversWholeFamily() {
    throw new UnsupportedOperationException();
  }

  /** Whether some address is in both. */
  public boolean overlaps(IpSet other) {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }
}
