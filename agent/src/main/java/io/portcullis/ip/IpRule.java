package io.portcullis.ip;

import io.portcullis.ip.IpSyntaxException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One address rule as an operator writes it: a single address, a CIDR block or a range of one
 * family. Immutable.
 *
 * <p>A rule never holds an address of the other family. {@code ::/0} is all of IPv6 and no IPv4,
 * though the mapped addresses, which are IPv4 here, lie inside it as numbers.
 *
 * <p>Two rules are equal if they hold the same addresses, however they are written. Their order is
 * by first address, and of those with the same the widest is first: in a sorted list no rule lies
 * inside one behind it.
 */
public final class IpRule implements Comparable<IpRule> {
  /** The shape of the text: {@code /} is CIDR, {@code -} is RANGE, else SINGLE. */
  public enum Type {
    SINGLE,
    CIDR,
    RANGE
  }

  private final Type type;
  private final boolean hostBitsMasked;
  // Four numbers and not two addresses: a full Internet table is a million of these.
  private final long firstHigh;
  private final long firstLow;
  private final long lastHigh;
  private final long lastLow;

  private IpRule(
      Type type,
      long firstHigh,
      long firstLow,
      long lastHigh,
      long lastLow,
      boolean hostBitsMasked) {
    this.type = type;
    this.firstHigh = firstHigh;
    this.firstLow = firstLow;
    this.lastHigh = lastHigh;
    this.lastLow = lastLow;
    this.hostBitsMasked = hostBitsMasked;
  }

  private static IpRule of(Type type, IpAddress first, IpAddress last) {
    return new IpRule(type, first.high(), first.low(), last.high(), last.low(), false);
  }

  /**
   * The addresses between two of one family, both included, in the shortest of the three shapes.
   */
  static IpRule ofRange(IpAddress first, IpAddress last) {
    if (first.equals(last)) {
      return of(Type.SINGLE, first, last);
    }
    long high = first.high() ^ last.high();
    long low = first.low() ^ last.low();
    // In a block the ends differ in the rightmost bits only, all 0 in one and all 1 in the other.
    boolean ones = high == 0 ? (low & (low + 1)) == 0 : low == -1L && (high & (high + 1)) == 0;
    boolean block =
        ones
            && ((first.high() & high) | (first.low() & low)) == 0
            && (last.high() & high) == high
            && (last.low() & low) == low;
    return of(block ? Type.CIDR : Type.RANGE, first, last);
  }

  /** The rule that a text stands for; the message of the exception is fit for a user. */
  public static IpRule parse(CharSequence text) throws IpSyntaxException {
    int end = text.length();
    int slash = AddressText.indexOf(text, '/', 0, end);
    if (slash >= 0) {
      return parseCidr(text, slash);
    }
    int dash = AddressText.indexOf(text, '-', 0, end);
    if (dash >= 0) {
      return parseRange(text, dash);
    }
    IpAddress address = IpAddress.parse(text);
    return of(Type.SINGLE, address, address);
  }

  private static IpRule parseCidr(CharSequence text, int slash) throws IpSyntaxException {
    if (slash == 0) {
      throw new IpSyntaxException(Kind.CIDR, text.toString(), "no address before `/`");
    }
    IpAddress address = AddressText.read(text, 0, slash);
    if (address == null) {
      String written = text.subSequence(0, slash).toString();
      throw new IpSyntaxException(Kind.CIDR, text.toString(), AddressFault.of(written));
    }
    boolean dotted = AddressText.indexOf(text, ':', 0, slash) < 0;
    int length = parsePrefixLength(text, slash + 1, dotted ? 32 : 128);
    int bits = dotted ? length + 96 : length; // on the one line of both families
    if (address.isIpv4() && bits < 96) {
      throw straddles(text);
    }
    long maskHigh = bits == 0 ? 0 : bits < 64 ? -1L << (64 - bits) : -1L;
    long maskLow = bits <= 64 ? 0 : -1L << (128 - bits);
    long firstHigh = address.high() & maskHigh;
    long firstLow = address.low() & maskLow;
    boolean masked = firstHigh != address.high() || firstLow != address.low();
    long lastHigh = firstHigh | ~maskHigh;
    long lastLow = firstLow | ~maskLow;
    // Blocks from `::` on are how special IPv6 space is written and mean IPv6 alone; one that
    // begins elsewhere and runs over the mapped block means something else than it says.
    boolean fromZero = firstHigh == 0 && firstLow == 0;
    if (bits < 96 && !fromZero && (IpAddress.MAPPED & maskLow) == firstLow && firstHigh == 0) {
      throw straddles(text);
    }
    return new IpRule(Type.CIDR, firstHigh, firstLow, lastHigh, lastLow, masked);
  }

  private static int parsePrefixLength(CharSequence text, int start, int most)
      throws IpSyntaxException {
    int end = text.length();
    if (!AddressText.isDecimal(text, start, end)) {
      String written = text.subSequence(start, end).toString();
      throw new IpSyntaxException(Kind.CIDR, text.toString(), prefixFault(written));
    }
    if (text.charAt(start) == '0' && end - start > 1) {
      throw new IpSyntaxException(Kind.CIDR, text.toString(), "prefix has a leading zero");
    }
    int length = end - start > 3 ? Integer.MAX_VALUE : decimal(text, start, end);
    if (length > most) {
      throw new IpSyntaxException(Kind.CIDR, text.toString(), "prefix over " + most);
    }
    return length;
  }

  private static String prefixFault(String written) {
    if (written.isEmpty()) {
      return "no prefix length after `/`";
    }
    long mask = AddressText.ipv4(written, 0, written.length());
    if (mask != AddressText.NONE) {
      int ones = Integer.numberOfLeadingZeros(~(int) mask);
      boolean contiguous = Integer.bitCount((int) mask) == ones;
      return "netmasks are not allowed, write "
          + (contiguous ? "`/" + ones + "`" : "a prefix length such as `/24`");
    }
    return "the prefix length is not a decimal number";
  }

  private static IpSyntaxException straddles(CharSequence text) {
    return new IpSyntaxException(
        Kind.CIDR,
        text.toString(),
        "it straddles the IPv4-mapped block `::ffff:0:0/96`, write IPv4 as IPv4");
  }

  private static IpRule parseRange(CharSequence text, int dash) throws IpSyntaxException {
    int end = text.length();
    IpAddress first = rangeEnd(text, 0, dash, "start");
    IpAddress last;
    if (AddressText.isDecimal(text, dash + 1, end)) {
      if (AddressText.indexOf(text, ':', 0, dash) >= 0) {
        throw new IpSyntaxException(
            Kind.RANGE, text.toString(), "an IPv6 range needs the whole address after `-`");
      }
      last = withLastOctet(first, text, dash + 1);
    } else {
      last = rangeEnd(text, dash + 1, end, "end");
    }
    if (first.isIpv4() != last.isIpv4()) {
      throw new IpSyntaxException(Kind.RANGE, text.toString(), "families differ");
    }
    if (first.compareTo(last) > 0) {
      throw new IpSyntaxException(Kind.RANGE, text.toString(), "start after end");
    }
    return of(Type.RANGE, first, last);
  }

  private static IpAddress rangeEnd(CharSequence text, int start, int end, String which)
      throws IpSyntaxException {
    IpAddress address = AddressText.read(text, start, end);
    if (address != null) {
      return address;
    }
    String written = text.subSequence(start, end).toString();
    String fault = written.indexOf('-') >= 0 ? "more than one `-`" : AddressFault.of(written);
    throw new IpSyntaxException(
        Kind.RANGE, text.toString(), "its " + which + " is wrong: " + fault);
  }

  private static IpAddress withLastOctet(IpAddress first, CharSequence text, int start)
      throws IpSyntaxException {
    int end = text.length();
    if (text.charAt(start) == '0' && end - start > 1) {
      throw new IpSyntaxException(Kind.RANGE, text.toString(), "last octet has a leading zero");
    }
    int octet = end - start > 3 ? Integer.MAX_VALUE : decimal(text, start, end);
    if (octet > 255) {
      throw new IpSyntaxException(Kind.RANGE, text.toString(), "last octet over 255");
    }
    return IpAddress.ofIpv4(((int) first.low() & ~0xff) | octet);
  }

  private static int decimal(CharSequence text, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  public Type type() {
    return type;
  }

  public IpAddress first() {
    return IpAddress.of(firstHigh, firstLow);
  }

  public IpAddress last() {
    return IpAddress.of(lastHigh, lastLow);
  }

  public boolean isIpv4() {
    return IpAddress.isIpv4(firstHigh, firstLow);
  }

  /** Whether the text had bits set behind its prefix, which were cleared: a warning is due. */
  public boolean hostBitsMasked() {
    return hostBitsMasked;
  }

  /** Whether the rule alone covers all of IPv4 or all of IPv6. */
  public boolean coversWholeFamily() {
    return isIpv4()
        ? firstLow == IpAddress.MAPPED && lastLow == (IpAddress.MAPPED | 0xffff_ffffL)
        : (firstHigh | firstLow) == 0 && (lastHigh & lastLow) == -1L;
  }

  public boolean contains(IpAddress address) {
    return address.isIpv4() == isIpv4()
        && IpAddress.compare(firstHigh, firstLow, address.high(), address.low()) <= 0
        && IpAddress.compare(address.high(), address.low(), lastHigh, lastLow) <= 0;
  }

  /** Whether every address of {@code other} is also in this rule. */
  public boolean contains(IpRule other) {
    return other.isIpv4() == isIpv4()
        && IpAddress.compare(firstHigh, firstLow, other.firstHigh, other.firstLow) <= 0
        && IpAddress.compare(other.lastHigh, other.lastLow, lastHigh, lastLow) <= 0;
  }

  /** Whether it holds fewer addresses. */
  public boolean isNarrowerThan(IpRule other) {
    return IpAddress.compare(spanHigh(), spanLow(), other.spanHigh(), other.spanLow()) < 0;
  }

  private long spanHigh() {
    int borrow = Long.compareUnsigned(lastLow, firstLow) < 0 ? 1 : 0;
    return lastHigh - firstHigh - borrow;
  }

  private long spanLow() {
    return lastLow - firstLow;
  }

  /**
   * The fewest CIDR blocks that hold the same addresses, in ascending order. Unlike ranges, two
   * blocks lie apart or one inside the other, never across.
   */
  public List<IpRule> blocks() {
    List<IpRule> blocks = new ArrayList<>();
    boolean ipv4 = isIpv4();
    long high = firstHigh;
    long low = firstLow;
    while (true) {
      int bits = low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
      while (IpAddress.compare(high | onesHigh(bits), low | onesLow(bits), lastHigh, lastLow) > 0) {
        bits--;
      }
      long endHigh = high | onesHigh(bits);
      long endLow = low | onesLow(bits);
      // An IPv6 range around the mapped block has pieces that are IPv4 by themselves: not its own.
      if (IpAddress.isIpv4(high, low) == ipv4) {
        blocks.add(new IpRule(Type.CIDR, high, low, endHigh, endLow, false));
      }
      if (endHigh == lastHigh && endLow == lastLow) {
        return blocks;
      }
      low = endLow + 1;
      high = low == 0 ? endHigh + 1 : endHigh;
    }
  }

  private static long onesHigh(int bits) {
    return bits <= 64 ? 0 : bits == 128 ? -1L : (1L << (bits - 64)) - 1;
  }

  private static long onesLow(int bits) {
    return bits >= 64 ? -1L : (1L << bits) - 1;
  }

  long firstHigh() {
    return firstHigh;
  }

  long firstLow() {
    return firstLow;
  }

  long lastHigh() {
    return lastHigh;
  }

  long lastLow() {
    return lastLow;
  }

  @Override
  public int compareTo(IpRule other) {
    int c = IpAddress.compare(firstHigh, firstLow, other.firstHigh, other.firstLow);
    return c != 0 ? c : IpAddress.compare(other.lastHigh, other.lastLow, lastHigh, lastLow);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof IpRule)) {
      return false;
    }
    return compareTo((IpRule) other) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(((firstHigh * 31 + firstLow) * 31 + lastHigh) * 31 + lastLow);
  }

  /** The canonical text: {@code 203.0.113.0/24}, {@code 192.0.2.10-192.0.2.20}. */
  @Override
  public String toString() {
    switch (type) {
      case CIDR:
        return first() + "/" + prefixLength();
      case RANGE:
        return first() + "-" + last();
      default:
        return first().toString();
    }
  }

  private int prefixLength() {
    long differHigh = firstHigh ^ lastHigh;
    int bits =
        differHigh != 0
            ? Long.numberOfLeadingZeros(differHigh)
            : 64 + Long.numberOfLeadingZeros(firstLow ^ lastLow);
    return isIpv4() ? bits - 96 : bits;
  }
}
