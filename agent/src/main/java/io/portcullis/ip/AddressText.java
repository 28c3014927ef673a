package io.portcullis.ip;

import org.jspecify.annotations.Nullable;

/**
 * Reads the text of an address: a dotted quad without leading zeros, or RFC 4291 section 2.2 with
 * groups of one to four digits. Nothing else is an address here.
 *
 * <p>It says only yes or no, at once and without garbage, since a caller of the server may have
 * written the text; {@link AddressFault} finds the words for what an operator has written.
 */
final class AddressText {
  /** What {@link #ipv4} gives where the text is no dotted quad. */
  static final long NONE = -1;

  private AddressText() {}

  /** The address at {@code [start, end)}, or null where that is none. */
  static @Nullable IpAddress read(CharSequence text, int start, int end) {
    // The first separator tells the family, and stands behind four digits at most.
    int limit = Math.min(end, start + 5);
    for (int i = start; i < limit; i++) {
      char c = text.charAt(i);
      if (c == ':') {
        return ipv6(text, start, end);
      }
      if (c == '.') {
        long bits = ipv4(text, start, end);
        return bits == NONE ? null : IpAddress.ofIpv4((int) bits);
      }
    }
    return null;
  }

  /** The 32 bits of the dotted quad at {@code [start, end)}, or {@link #NONE}. */
  static long ipv4(CharSequence text, int start, int end) {
    int bits = 0;
    int octet = 0;
    int digits = 0;
    int dots = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (digits == 0 || ++dots > 3) {
          return NONE;
        }
        bits = bits << 8 | octet;
        octet = 0;
        digits = 0;
        continue;
      }
      boolean leadingZero = digits > 0 && octet == 0;
      if (c < '0' || c > '9' || leadingZero) {
        return NONE;
      }
      octet = octet * 10 + (c - '0');
      digits++;
      if (octet > 255) {
        return NONE;
      }
    }
    return dots == 3 && digits > 0 ? (bits << 8 | octet) & 0xffff_ffffL : NONE;
  }

  /*
   * Groups are shifted in from the right:  high:low = high:low << 16 | group.  At "::" what was read so far is
   * laid aside as the head, and in the end it is shifted to the left edge:
   *
   *     2001 : db8 : : 1            head 0 0 0 0 0 0 2001 db8     rest 0 0 0 0 0 0 0 1
   *                                      2001 db8 0 0 0 0 0 0  |       0 0 0 0 0 0 0 1
   */
  private static @Nullable IpAddress ipv6(CharSequence text, int start, int end) {
    long high = 0;
    long low = 0;
    int groups = 0;
    long headHigh = 0;
    long headLow = 0;
    int headGroups = -1; // no "::" so far
    int i = start;
    if (text.charAt(i) == ':') {
      if (end - i < 2 || text.charAt(i + 1) != ':') {
        return null;
      }
      headGroups = 0;
      i += 2;
    }
    while (i < end) {
      int groupStart = i;
      int group = 0;
      int digit = 0;
      while (i < end && (digit = hexDigit(text.charAt(i))) >= 0) {
        if (i - groupStart == 4) {
          return null;
        }
        group = group << 4 | digit;
        i++;
      }
      if (i < end && text.charAt(i) == '.') {
        long tail = ipv4(text, groupStart, end);
        if (tail == NONE) {
          return null;
        }
        high = high << 32 | low >>> 32;
        low = low << 32 | tail;
        groups += 2;
        break;
      }
      if (i == groupStart || ++groups > 8) {
        return null;
      }
      high = high << 16 | low >>> 48;
      low = low << 16 | group;
      if (i == end) {
        break;
      }
      if (text.charAt(i) != ':' || ++i == end) {
        return null;
      }
      if (text.charAt(i) == ':') {
        if (headGroups >= 0) {
          return null;
        }
        headHigh = high;
        headLow = low;
        headGroups = groups;
        high = 0;
        low = 0;
        groups = 0;
        i++;
      }
    }
    if (headGroups < 0) {
      return groups == 8 ? IpAddress.of(high, low) : null;
    }
    if (headGroups + groups > 7) {
      return null;
    }
    int shift = 16 * (8 - headGroups); // 16 to 128
    if (shift < 64) {
      headHigh = headHigh << shift | headLow >>> (64 - shift);
      headLow = headLow << shift;
    } else {
      headHigh = shift < 128 ? headLow << (shift - 64) : 0;
      headLow = 0;
    }
    return IpAddress.of(headHigh | high, headLow | low);
  }

  private static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /** Whether {@code [start, end)} holds ASCII digits and nothing else, and at least one. */
  static boolean isDecimal(CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return start < end;
  }

  /** Where {@code wanted} first stands in {@code [start, end)}, else -1. */
  static int indexOf(CharSequence text, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
