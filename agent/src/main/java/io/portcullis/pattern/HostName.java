package io.portcullis.pattern;

import io.portcullis.ip.IpAddress;
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
          ? ofAddress(IpAddress.find(host, 1, end), host.indexOf(':') > 0)
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
    return ofAddress(IpAddress.find(text, 0, text.length()), length == host.length());
  }

  private static Optional<HostName> ofAddress(Optional<IpAddress> found, boolean wellWritten) {
    if (!found.isPresent() || !wellWritten) {
      return Optional.empty();
    }
    IpAddress address = found.get();
    return Optional.of(
        new HostName(address.isIpv4() ? address.toString() : "[" + address + "]", true));
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
