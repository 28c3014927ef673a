package io.portcullis.pattern;

import java.util.Optional;

/**
 * Where a header says that a request comes from or goes to: a host, nowhere that may be told
 * ({@code Origin: null}), or something that cannot be read for sure, which matches no pattern.
 * Immutable.
 *
 * <p>Browsers write these headers in one way, so a way of its own is a caller's attempt to be read
 * as another: user info, a backslash, a control character, an escape in the host.
 */
public final class Origin {
  private static final Origin NULL = new Origin(Optional.<HostName>empty(), true, -1);
  private static final Origin UNREADABLE = new Origin(Optional.<HostName>empty(), false, -1);
  private static final int NO_PORT = -1;

  private final Optional<HostName> host;
  private final boolean opaque;
  private final int port;

  private Origin(Optional<HostName> host, boolean opaque, int port) {
    this.host = host;
    this.opaque = opaque;
    this.port = port;
  }

  /** What is not there in a form that could be trusted, such as two lines of a header. */
  public static Origin unreadable() {
    return UNREADABLE;
  }

  /** The value of an {@code Origin} header: scheme and authority (RFC 6454, section 7). */
  public static Origin ofOrigin(String value) {
    if (value.equals("null")) {
      return NULL;
    }
    int authority = authorityOf(value);
    if (authority < 0) {
      return UNREADABLE;
    }
    int end = value.endsWith("/") ? value.length() - 1 : value.length();
    return end < authority ? UNREADABLE : ofHost(value.substring(authority, end));
  }

  /** The value of a {@code Referer} header: an absolute URI (RFC 9110, section 10.1.3). */
  public static Origin ofReferer(String value) {
    int authority = authorityOf(value);
    if (authority < 0) {
      return UNREADABLE;
    }
    for (int i = authority; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '\\') {
        return UNREADABLE;
      }
    }
    // Where two lines were joined to one, the first of them decides nothing.
    int comma = value.indexOf(',');
    if (comma >= 0 && value.indexOf("://", comma) >= 0) {
      return UNREADABLE;
    }
    int end = authority;
    while (end < value.length() && "/?#".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    return ofHost(value.substring(authority, end));
  }

  /** The value of a {@code Host} header, or any other authority: host and port. */
  public static Origin ofHost(String authority) {
    int bracket = authority.startsWith("[") ? authority.indexOf(']') : 0;
    int colon = bracket < 0 ? -1 : authority.indexOf(':', bracket);
    int port = NO_PORT;
    String host = authority;
    if (colon >= 0) {
      host = authority.substring(0, colon);
      // A colon with nothing behind it is the port of the scheme (RFC 3986, section 3.2.3).
      if (colon + 1 < authority.length()) {
        port = portOf(authority, colon + 1);
        if (port < 0) {
          return UNREADABLE;
        }
      }
    }
    Optional<HostName> name = HostName.parse(host);
    return name.isPresent() ? new Origin(name, false, port) : UNREADABLE;
  }

  /** Where the authority begins behind a scheme; -1 where there is none. */
  private static int authorityOf(String value) {
    int colon = value.indexOf("://");
    for (int i = 0; i < colon; i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || ((c < '0' || c > '9') && "+-.".indexOf(c) < 0))) {
        return -1;
      }
    }
    return colon <= 0 ? -1 : colon + 3;
  }

  private static int portOf(String text, int start) {
    int port = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
      if (port > 65535) {
        return -1;
      }
    }
    return port;
  }

  /** The host; empty where none may be told or none can be read. */
  public Optional<HostName> host() {
    return host;
  }

  /** Whether it is the {@code null} of a page without an origin of its own. */
  public boolean isNull() {
    return opaque;
  }

  /**
   * Whether two say for sure that they mean the same place: one host, and no two ports. A port that
   * is left out is any.
   */
  public boolean agreesWith(Origin other) {
    return host.isPresent()
        && host.equals(other.host)
        && (port == other.port || port == NO_PORT || other.port == NO_PORT);
  }

  @Override
  public String toString() {
    return host.isPresent() ? host.get().toString() : opaque ? "null" : "unreadable";
  }
}
