package io.portcullis.ip;

/**
 * One address rule as an operator writes it: a single address, a CIDR block or a range of one
 * family.
 */
public final class IpRule {
  /** The shape of the text: {@code /} is CIDR, {@code -} is RANGE, else SINGLE. */
  public enum Type {
    SINGLE,
    CIDR,
    RANGE
  }

  private final Type type;
  private final IpAddress first;
  private final IpAddress last;
  private final boolean hostBitsMasked;

  private IpRule(Type type, IpAddress first, IpAddress last, boolean hostBitsMasked) {
    this.type = type;
    this.first = first;
    this.last = last;
    this.hostBitsMasked = hostBitsMasked;
  }

  /** The rule that a text stands for; the message of the exception is fit for a user. */
  public static IpRule parse(CharSequence text) throws IpSyntaxException {
    throw new UnsupportedOperationException();
  }

  public Type type() {
    return type;
  }

  public IpAddress first() {
    return first;
  }

  public IpAddress last() {
    return last;
  }

  /** Whether the text had bits set behind its prefix, which were cleared: a warning is due. */
  public boolean hostBitsMasked() {
    return hostBitsMasked;
  }

  /** Whether the rule alone covers all of IPv4 or all of IPv6. */
  public boolean coversWholeFamily() {
    throw new UnsupportedOperationException();
  }

  /** The canonical text: {@code 203.0.113.0/24}, {@code 192.0.2.10-192.0.2.20}. */
  @Override
  public String toString() {
    throw new UnsupportedOperationException();
  }
}
