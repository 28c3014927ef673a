package io.portcullis.pattern;

import java.util.Locale;
import java.util.Optional;

/**
 * A pattern over hosts: one host exactly, {@code *.example.com} for what is below a domain and
 * never the domain itself, or {@code null} for pages without an origin of their own. Immutable;
 * matching allocates nothing.
 */
public final class DomainPattern {
  private static final String NULL = "null";

  private final String text;
  // The host; behind a star what follows it, with its dot; for null nothing.
  private final String host;
  private final boolean below;

  private DomainPattern(String text, String host, boolean below) {
    this.text = text;
    this.host = host;
    this.below = below;
  }

  /** The pattern that a text stands for. */
  public static DomainPattern parse(String text) throws PatternSyntaxException {
    if (text.equals(NULL)) {
      return new DomainPattern(text, "", false);
    }
    checkCharacters(text);
    boolean below = text.startsWith("*.");
    String domain = below ? text.substring(2) : text;
    if (text.equals("*") || text.equals("*.")) {
      throw bad(text, "it would admit every domain; name the domains that are meant");
    }
    if (domain.indexOf('*') >= 0) {
      throw bad(text, "a star stands for whole labels, first and only once; write `*.example.com`");
    }
    if (!below && domain.indexOf(':') >= 0 && !domain.startsWith("[")) {
      throw bad(text, colonCause(domain));
    }
    Optional<HostName> host = HostName.parse(domain);
    if (!host.isPresent()) {
      throw bad(text, hostCause(domain));
    }
    String canonical = host.get().toString();
    if (below && host.get().isAddress()) {
      throw bad(text, "nothing is below an address; write it under `addresses`");
    }
    if (below && canonical.indexOf('.') < 0) {
      throw bad(text, "it would admit a whole top-level domain; write `*.example.com`");
    }
    for (String label : canonical.split("\\.")) {
      if (label.startsWith("-") || label.endsWith("-")) {
        throw bad(text, "a label does not begin or end with a hyphen");
      }
    }
    return new DomainPattern(text, below ? "." + canonical : canonical, below);
  }

  private static void checkCharacters(String text) throws PatternSyntaxException {
    if (text.isEmpty()) {
      throw bad(text, "nothing is written; write a host such as `app.example.com`");
    }
    if (text.contains("://")) {
      throw bad(text, "a domain has no scheme; write the host alone, such as `app.example.com`");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '\\' || c == '?' || c == '#') {
        throw bad(text, "a domain has no path; write the host alone, such as `app.example.com`");
      } else if (c == '@') {
        throw bad(text, "a domain has no user; write the host alone, such as `app.example.com`");
      } else if (c <= ' ' || c == 0x7f) {
        throw bad(text, "there is a blank or a control character; leave it out");
      } else if (c > 0x7f) {
        throw bad(
            text, "browsers send names in ASCII; write its A-labels, which begin with `xn--`");
      }
    }
  }

  private static String colonCause(String domain) {
    return domain.indexOf(':') != domain.lastIndexOf(':')
        ? "an IPv6 address as a host stands in brackets; write `[2001:db8::1]`"
        : "a domain has no port, it holds for all of them; leave out what begins with `:`";
  }

  private static String hostCause(String domain) {
    if (domain.startsWith("[")) {
      return "there is no IPv6 address in the brackets, or a port behind them;"
          + " write `[2001:db8::1]`";
    }
    if (domain.startsWith(".") || domain.contains("..")) {
      return "there is an empty label; for all below a domain write `*.example.com`";
    }
    if (domain.indexOf('%') >= 0) {
      return "a host has no escapes; write the characters themselves";
    }
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      if (c != '.' && !HostName.isOfLabel(c)) {
        return "there is a character that no host has; a host is letters, digits, hyphens and dots";
      }
    }
    String bare = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    if (HostName.endsInNumber(bare.toLowerCase(Locale.ROOT))) {
      return "a host that ends in a number is an IPv4 address, such as `192.0.2.1`";
    }
    return "a label has at most 63 characters, and a name 253";
  }

  private static PatternSyntaxException bad(String text, String cause) {
    return PatternSyntaxException.ofDomain(text, cause);
  }

  /** Whether a request that says it comes from, or goes to, this place matches. */
  public boolean matches(Origin origin) {
    if (host.isEmpty()) {
      return origin.isNull();
    }
    Optional<HostName> named = origin.host();
    if (!named.isPresent()) {
      return false;
    }
    String name = named.get().toString();
    return below
        ? name.length() > host.length() && name.endsWith(host) && !named.get().isAddress()
        : name.equals(host);
  }

  /** Whether every place that matches another pattern matches this one too. */
  public boolean contains(DomainPattern other) {
    if (!below) {
      return equals(other);
    }
    return other.host.endsWith(host); // the dot at its beginning keeps the domain itself out
  }

  /** Patterns are equal where they match the same places, however they are written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DomainPattern
        && ((DomainPattern) other).host.equals(host)
        && ((DomainPattern) other).below == below;
  }

  @Override
  public int hashCode() {
    return host.hashCode();
  }

  /** The text it was parsed from. */
  @Override
  public String toString() {
    return text;
  }
}
