package io.portcullis.dns;

import java.net.IDN;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name that a client is expected to carry: {@code api.example.com}, or {@code *.example.com}
 * where the star is exactly one label, whole and the left-most.
 */
public final class ExpectedName {
  private static final String STAR = "*.";

  private final boolean star;
  private final DnsName name;

  private ExpectedName(boolean star, DnsName name) {
    this.star = star;
    this.name = name;
  }

  /** The name that a text stands for; case and one trailing dot do not matter. */
  public static ExpectedName parse(String text) throws NameSyntaxException {
    if (text.isEmpty()) {
      throw new NameSyntaxException(text, "it is empty; write a name such as `api.example.com`");
    }
    boolean star = text.startsWith(STAR);
    String host = star ? text.substring(STAR.length()) : text;
    if (host.indexOf('*') >= 0) {
      throw new NameSyntaxException(
          text, "`*` stands only for the whole first label, as in `*.example.com`");
    }
    Optional<DnsName> name = DnsName.find(ascii(text, host));
    if (!name.isPresent()) {
      throw new NameSyntaxException(
          text, "a name is labels of letters, digits and hyphens, parted by dots");
    }
    String plain = name.get().toString();
    if (isNumber(plain.substring(plain.lastIndexOf('.') + 1))) {
      throw new NameSyntaxException(text, "an address is no name; write what its PTR record names");
    }
    if (star && plain.indexOf('.') < 0) {
      throw new NameSyntaxException(
          text, "`*` before a single label takes in strangers; write `*.example.com`");
    }
    return new ExpectedName(star, name.get());
  }

  private static String ascii(String text, String host) throws NameSyntaxException {
    boolean plain = true;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      plain &= c < 0x80;
      // The two readings of internationalized names differ on these four: they would be two names.
      if (c == 'ß' || c == 'ς' || c == '\u200c' || c == '\u200d' || c > 0x80 && isDot(c)) {
        throw new NameSyntaxException(
            text, "it can be read in two ways; write its form in ASCII, which begins with `xn--`");
      }
    }
    if (plain) {
      return host;
    }
    try {
      return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      throw new NameSyntaxException(text, "it has no form in ASCII that begins with `xn--`");
    }
  }

  /** Full stops of other scripts, which some readers take for a dot. */
  private static boolean isDot(char c) {
    return c == '\u3002' || c == '\uff0e' || c == '\uff61';
  }

  private static boolean isNumber(String label) {
    for (int i = 0; i < label.length(); i++) {
      if (label.charAt(i) < '0' || label.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Whether a name is this one, or one label before what stands behind the star. */
  public boolean matches(DnsName candidate) {
    if (!star) {
      return candidate.equals(name);
    }
    String text = candidate.toString();
    String tail = name.toString();
    int dot = text.length() - tail.length() - 1;
    return dot > 0 && text.charAt(dot) == '.' && text.endsWith(tail) && text.indexOf('.') == dot;
  }

  /** The one name that is meant; none where there is a star. */
  public Optional<DnsName> exact() {
    return star ? Optional.<DnsName>empty() : Optional.of(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExpectedName
        && ((ExpectedName) other).star == star
        && ((ExpectedName) other).name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 2 + (star ? 1 : 0);
  }

  @Override
  public String toString() {
    return star ? STAR + name : name.toString();
  }
}
