package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.Optional;

/**
 * Reads one hop of a forwarding header: an address, which may carry a port, brackets and a zone.
 *
 * <pre>
 *   203.0.113.7    203.0.113.7:4711    [203.0.113.7]:4711
 *   2001:db8::1    [2001:db8::1]       [2001:db8::1]:4711    fe80::1%eth0    [fe80::1%eth0]:80
 * </pre>
 */
final class Hop {
  /** The client of a hop that has to be read and holds no address. */
  static final ClientAddress NOT_AN_ADDRESS = ClientAddress.unreadableHeader("hop_not_an_address");

  private Hop() {}

  /** The address at {@code [start, end)}; nothing where there is none that names a host. */
  static Optional<IpAddress> find(String text, int start, int end) {
    int from = start;
    int to = end;
    if (from < to && text.charAt(from) == '[') {
      int close = text.indexOf(']', from);
      if (close < 0 || close >= end || !isPortOrNothing(text, close + 1, end)) {
        return Optional.empty();
      }
      from++;
      to = close;
    } else {
      int colon = text.indexOf(':', from);
      boolean single = colon >= 0 && colon < end && colon == text.lastIndexOf(':', end - 1);
      if (single) {
        if (!isPortOrNothing(text, colon, end)) {
          return Optional.empty();
        }
        to = colon;
      }
    }
    int zone = text.indexOf('%', from);
    if (zone >= 0 && zone < to) {
      // Only IPv6 has zones.
      int colon = text.indexOf(':', from);
      if (!isWord(text, zone + 1, to, "-._~") || colon < 0 || colon > zone) {
        return Optional.empty();
      }
      to = zone;
    }
    Optional<IpAddress> address = IpAddress.find(text, from, to);
    return address.isPresent() && isUnspecified(address.get())
        ? Optional.<IpAddress>empty()
        : address;
  }

  /**
   * The address of a node of {@code Forwarded} at {@code [start, end)} (RFC 7239, section 6): as
   * {@link #find}, but IPv6 needs its brackets, since {@code 2001:db8::1:80} may have a port or
   * not, and the port may be a made-up word, {@code _p80}.
   */
  static Optional<IpAddress> findNode(String text, int start, int end) {
    boolean bracketed = start < end && text.charAt(start) == '[';
    int port = bracketed ? text.indexOf(']', start) + 1 : text.indexOf(':', start);
    if (port <= start || port >= end) {
      return find(text, start, end);
    }
    if (isMadeUpPort(text, port, end)) {
      return find(text, start, port);
    }
    int second = bracketed ? -1 : text.indexOf(':', port + 1);
    return second >= 0 && second < end ? Optional.<IpAddress>empty() : find(text, start, end);
  }

  private static boolean isMadeUpPort(String text, int start, int end) {
    return end - start > 2
        && text.charAt(start) == ':'
        && text.charAt(start + 1) == '_'
        && isWord(text, start + 2, end, "-._");
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** A text without the blanks at its ends. */
  static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** {@code 0.0.0.0} and {@code ::}, which stand for no host. */
  static boolean isUnspecified(IpAddress address) {
    return address.high() == 0
        && (address.low() == 0 || (address.isIpv4() && (address.low() & 0xffff_ffffL) == 0));
  }

  private static boolean isPortOrNothing(String text, int start, int end) {
    if (start == end) {
      return true;
    }
    int digits = end - start - 1;
    if (text.charAt(start) != ':' || digits < 1 || digits > 5) {
      return false;
    }
    int port = 0;
    for (int i = start + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + (c - '0');
    }
    return port <= 0xffff;
  }

  /** Whether the text is made of letters, digits and some marks. */
  private static boolean isWord(String text, int start, int end, String marks) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && marks.indexOf(c) < 0) {
        return false;
      }
    }
    return start < end;
  }
}
