package io.portcullis.ip;

import java.util.Optional;

/**
 * One IPv4 or IPv6 address; an IPv4-mapped IPv6 address is the IPv4 address.
 *
 * <p>Both families stand on one line of 128-bit numbers (IPv4 at {@code ::ffff:0:0/96}), so that
 * order and ranges need no case for the family.
 */
public final class IpAddress implements Comparable<IpAddress> {
  private static final long MAPPED = 0x0000_ffff_0000_0000L;

  private final long high;
  private final long low;

  private IpAddress(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The address that a text stands for: strict dotted quad or RFC 4291 text, nothing else. */
  public static IpAddress parse(CharSequence text) throws IpSyntaxException {
    throw new UnsupportedOperationException();
  }

  /** The address at {@code [start, end)} of a text that came with a request, or nothing. */
  public static Optional<IpAddress> find(CharSequence text, int start, int end) {
    throw new UnsupportedOperationException();
  }

  /** The address of 4 or 16 bytes in network order, as a socket gives them. */
  public static IpAddress of(byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  public static IpAddress ofIpv4(int bits) {
    return new IpAddress(0, MAPPED | (bits & 0xffff_ffffL));
  }

  /** The address of two halves, the more significant first. */
  public static IpAddress of(long high, long low) {
    return new IpAddress(high, low);
  }

  public boolean isIpv4() {
    return high == 0 && (low >>> 32) == 0xffffL;
  }

  public long high() {
    return high;
  }

  public long low() {
    return low;
  }

  @Override
  public int compareTo(IpAddress other) {
    int c = Long.compareUnsigned(high, other.high);
    return c != 0 ? c : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress
        && ((IpAddress) other).high == high
        && ((IpAddress) other).low == low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 31 + low);
  }

  /** RFC 5952 text; dotted quad for IPv4. */
  @Override
  public String toString() {
    throw new UnsupportedOperationException();
  }
}
