package io.portcullis.pattern;

import java.util.Optional;

/**
 * The host of an authority in the one form in which hosts are compared: a name of lower-case
 * A-labels without the dot at its end, or an IP address. Immutable.
 *
 * <p>What is no host for sure is none: an escape, a character outside of ASCII, user info, an
 * address in octal. Whoever reads it may read it in a way of his own.
 */
public final class HostName {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  private final String text;
  private final boolean address;

  private HostName(String text, boolean address) {
    this.text = text;
    this.address = address;
  }

  /** The host of a text without a port; empty where it is none. */
  public static Optional<HostName> parse(String host) {
    if (host.startsWith("[")) {
      int end = host.length() - 1;
      return end > 0 && host.charAt(end) == ']'
          ? ofIpv6(host.substring(1, end))
          : Optional.<HostName>empty();
    }
    int length = host.endsWith(".") ? host.length() - 1 : host.length();
    if (length < 1 || length > LONGEST) {
      return Optional.empty();
    }
    StringBuilder lower = new StringBuilder(length);
    int label = 0;
    for (int i = 0; i < length; i++) {
      char c = host.charAt(i);
      boolean dot = c == '.';
      if (dot ? label == 0 : !isOfLabel(c) || ++label > LONGEST_LABEL) {
        return Optional.empty();
      }
      label = dot ? 0 : label;
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
    }
    if (label == 0) {
      return Optional.empty();
    }
    String text = lower.toString();
    if (!endsInNumber(text)) {
      return Optional.of(new HostName(text, false));
    }
    // Browsers and resolvers take such a name for an address, some of them in octal or hexadecimal.
    return isIpv4(text) && length == host.length()
        ? Optional.of(new HostName(text, true))
        : Optional.<HostName>empty();
  }

  static boolean isOfLabel(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** Whether the last label is one that makes a host an IPv4 address, well written or not. */
  static boolean endsInNumber(String text) {
    String last = text.substring(text.lastIndexOf('.') + 1);
    boolean hex = last.startsWith("0x");
    for (int i = hex ? 2 : 0; i < last.length(); i++) {
      char c = last.charAt(i);
      if ((c < '0' || c > '9') && !(hex && c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv4(String text) {
    int octets = 0;
    int start = 0;
    while (start <= text.length()) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      if (octet(text, start, end) < 0) {
        return false;
      }
      octets++;
      start = end + 1;
    }
    return octets == 4;
  }

  /** One octet in decimal digits without leading zeros; -1 where it is none. */
  private static int octet(String text, int start, int end) {
    if (end <= start || end - start > 3 || (text.charAt(start) == '0' && end - start > 1)) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value <= 255 ? value : -1;
  }

  private static Optional<HostName> ofIpv6(String text) {
    Optional<int[]> parsed = ipv6Groups(text);
    if (!parsed.isPresent()) {
      return Optional.empty();
    }
    int[] groups = parsed.get();
    boolean mapped = groups[5] == 0xffff;
    for (int i = 0; i < 5; i++) {
      mapped &= groups[i] == 0;
    }
    StringBuilder out = new StringBuilder();
    if (mapped) {
      for (int octet :
          new int[] {groups[6] >> 8, groups[6] & 0xff, groups[7] >> 8, groups[7] & 0xff}) {
        out.append(out.length() == 0 ? "" : ".").append(octet);
      }
      return Optional.of(new HostName(out.toString(), true));
    }
    for (int group : groups) {
      out.append(out.length() == 0 ? "[" : ":").append(Integer.toHexString(group));
    }
    return Optional.of(new HostName(out.append(']').toString(), true));
  }

  /** The eight groups of an address without a zone. */
  private static Optional<int[]> ipv6Groups(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    Optional<int[]> head = groupsOf(gap < 0 ? text : text.substring(0, gap), gap < 0);
    Optional<int[]> tail = groupsOf(gap < 0 ? "" : text.substring(gap + 2), true);
    if (!head.isPresent() || !tail.isPresent()) {
      return Optional.empty();
    }
    int left = head.get().length;
    int right = tail.get().length;
    if (gap < 0 ? left != 8 : left + right > 7) {
      return Optional.empty();
    }
    int[] groups = new int[8];
    System.arraycopy(head.get(), 0, groups, 0, left);
    System.arraycopy(tail.get(), 0, groups, 8 - right, right);
    return Optional.of(groups);
  }

  /**
   * The groups between colons.
   *
   * @param last whether the address ends here, so that it may end in an IPv4 address
   */
  private static Optional<int[]> groupsOf(String text, boolean last) {
    int[] groups = new int[8];
    int count = 0;
    int start = 0;
    while (start <= text.length() && !text.isEmpty()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      if (colon < 0 && last && text.indexOf('.', start) > 0) {
        String ipv4 = text.substring(start);
        if (!isIpv4(ipv4) || count > 6) {
          return Optional.empty();
        }
        String[] octets = ipv4.split("\\.", -1);
        groups[count++] = Integer.parseInt(octets[0]) << 8 | Integer.parseInt(octets[1]);
        groups[count++] = Integer.parseInt(octets[2]) << 8 | Integer.parseInt(octets[3]);
        break;
      }
      int group = group(text, start, end);
      if (group < 0 || count == 8) {
        return Optional.empty();
      }
      groups[count++] = group;
      start = end + 1;
    }
    int[] found = new int[count];
    System.arraycopy(groups, 0, found, 0, count);
    return Optional.of(found);
  }

  private static int group(String text, int start, int end) {
    if (end <= start || end - start > 4) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Whether it is an IP address, which is below no domain. */
  public boolean isAddress() {
    return address;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostName && ((HostName) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The form in which it is compared. */
  @Override
  public String toString() {
    return text;
  }
}
