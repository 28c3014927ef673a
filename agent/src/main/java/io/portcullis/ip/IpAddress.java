package io.portcullis.ip;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One IPv4 or IPv6 address; an IPv4-mapped IPv6 address is the IPv4 address.
 *
 * <p>Both families stand on one line of 128-bit numbers (IPv4 at {@code ::ffff:0:0/96}), so that
 * order and ranges need no case for the family.
 */
public final class IpAddress implements Comparable<IpAddress> {
  /** The low half of {@code ::ffff:0:0}, where IPv4 begins. */
  static final long MAPPED = 0x0000_ffff_0000_0000L;

  private final long high;
  private final long low;

  private IpAddress(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** The address that a text stands for: strict dotted quad or RFC 4291 text, nothing else. */
  public static IpAddress parse(CharSequence text) throws IpSyntaxException {
    IpAddress address = AddressText.read(text, 0, text.length());
    if (address == null) {
      String written = text.toString();
      throw new IpSyntaxException(IpSyntaxException.Kind.SINGLE, written, AddressFault.of(written));
    }
    return address;
  }

  /** The address at {@code [start, end)} of a text that came with a request, or nothing. */
  public static Optional<IpAddress> find(CharSequence text, int start, int end) {
    IpAddress address = AddressText.read(text, start, end);
    return address == null ? Optional.empty() : Optional.of(address);
  }

  /**
   * The address of 4 or 16 bytes in network order, as a socket gives them; throws {@link
   * IllegalArgumentException} for any other number.
   */
  public static IpAddress of(byte[] bytes) {
    if (bytes.length == 4) {
      return ofIpv4(intAt(bytes, 0));
    }
    requireSixteen(bytes);
    return new IpAddress(longAt(bytes, 0), longAt(bytes, 8));
  }

  public static IpAddress ofIpv4(int bits) {
    return new IpAddress(0, MAPPED | (bits & 0xffff_ffffL));
  }

  /** The address of two halves, the more significant first. */
  public static IpAddress of(long high, long low) {
    return new IpAddress(high, low);
  }

  public boolean isIpv4() {
    return isIpv4(high, low);
  }

  /** The first eight bytes of the sixteen; 0 for IPv4. */
  public long high() {
    return high;
  }

  /** The last eight bytes of the sixteen; {@code 0000ffff} and the address for IPv4. */
  public long low() {
    return low;
  }

  /** The address in network order, as sockets take it: 4 bytes for IPv4, 16 for IPv6. */
  public byte[] bytes() {
    byte[] bytes = new byte[isIpv4() ? 4 : 16];
    for (int i = 1; i <= bytes.length; i++) {
      long half = i <= 8 ? low : high;
      bytes[bytes.length - i] = (byte) (half >>> (8 * ((i - 1) & 7)));
    }
    return bytes;
  }

  @Override
  public int compareTo(IpAddress other) {
    return compare(high, low, other.high, other.low);
  }

  @Override
  public boolean equals(@Nullable Object other) {
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
    StringBuilder out = new StringBuilder(39);
    if (isIpv4()) {
      int bits = (int) low;
      out.append(bits >>> 24).append('.').append(bits >>> 16 & 0xff);
      out.append('.').append(bits >>> 8 & 0xff).append('.').append(bits & 0xff);
      return out.toString();
    }
    int gap = longestZeroRun();
    int gapStart = gap >>> 4;
    int gapEnd = gapStart + (gap & 0xf);
    for (int i = 0; i < 8; i++) {
      if (i == gapStart && gapEnd > gapStart) {
        out.append("::");
        i = gapEnd - 1;
        continue;
      }
      if (i > 0 && i != gapEnd) {
        out.append(':');
      }
      out.append(Integer.toHexString(group(i)));
    }
    return out.toString();
  }

  /**
   * Start and length of the first longest run of two or more zero groups; 0 where there is none.
   */
  private int longestZeroRun() {
    int bestStart = 0;
    int bestLength = 1;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      length = group(i) == 0 ? length + 1 : 0;
      if (length > bestLength) {
        bestLength = length;
        bestStart = i + 1 - length;
      }
    }
    return bestLength == 1 ? 0 : bestStart << 4 | bestLength;
  }

  private int group(int i) {
    return (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
  }

  static int intAt(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  static long longAt(byte[] bytes, int at) {
    return (long) intAt(bytes, at) << 32 | (intAt(bytes, at + 4) & 0xffff_ffffL);
  }

  static void requireSixteen(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    }
  }

  /** The order of two addresses as numbers of 128 bits. */
  static int compare(long high, long low, long otherHigh, long otherLow) {
    int c = Long.compareUnsigned(high, otherHigh);
    return c != 0 ? c : Long.compareUnsigned(low, otherLow);
  }

  /** Whether the two halves are an IPv4 address. */
  static boolean isIpv4(long high, long low) {
    return high == 0 && (low >>> 32) == 0xffffL;
  }
}
