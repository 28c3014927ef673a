package io.portcullis.certificate;

import java.util.Optional;

/**
 * A DNS name as certificates and policies write it: a host, or {@code *.example.com}, in which the
 * star is exactly one whole label, the left-most. Immutable; in lower case, without the dot that
 * may end it.
 *
 * <p>What is not such a name is none at all, so that it matches nothing: an address, a star inside
 * a label or further right, {@code *.com}, a NUL, anything beyond ASCII (an international name is
 * written as its A-labels).
 */
public final class CertificateName {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  private final String text;
  private final boolean wildcard;

  private CertificateName(String text, boolean wildcard) {
    this.text = text;
    this.wildcard = wildcard;
  }

  /** The name that a text stands for. */
  public static CertificateName parse(String text) throws CertificateSyntaxException {
    Optional<CertificateName> name = find(text);
    if (!name.isPresent()) {
      throw new CertificateSyntaxException(
          "`"
              + text
              + "` is no DNS name; write one such as `api.example.com`, or `*.example.com` for"
              + " exactly one label in place of the star");
    }
    return name.get();
  }

  /** The name that a text stands for; nothing where it is none. */
  public static Optional<CertificateName> find(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    boolean wildcard = text.startsWith("*.");
    if (end < 1 || end > LONGEST) {
      return Optional.empty();
    }
    int labels = 0;
    int start = wildcard ? 2 : 0;
    boolean numeric = true;
    StringBuilder lower = new StringBuilder(wildcard ? "*" : "");
    while (start <= end) {
      int dot = text.indexOf('.', start);
      int stop = dot < 0 || dot > end ? end : dot;
      if (stop == start || stop - start > LONGEST_LABEL) {
        return Optional.empty();
      }
      numeric = true;
      lower.append(lower.length() == 0 ? "" : ".");
      for (int i = start; i < stop; i++) {
        char c = text.charAt(i);
        boolean digit = c >= '0' && c <= '9';
        boolean upper = c >= 'A' && c <= 'Z';
        boolean edge = i == start || i == stop - 1;
        if (!digit && !upper && !(c >= 'a' && c <= 'z') && c != '_' && (c != '-' || edge)) {
          return Optional.empty();
        }
        numeric &= digit;
        lower.append(upper ? (char) (c + ('a' - 'A')) : c);
      }
      labels++;
      start = stop + 1;
    }
    // The last label of an address is a number, and no top-level domain is.
    return numeric || (wildcard && labels < 2)
        ? Optional.<CertificateName>empty()
        : Optional.of(new CertificateName(lower.toString(), wildcard));
  }

  public boolean isWildcard() {
    return wildcard;
  }

  /** Whether both can mean one host: equal, or one a host and the other the wildcard over it. */
  public boolean matches(CertificateName other) {
    if (wildcard == other.wildcard) {
      return text.equals(other.text);
    }
    return wildcard ? covers(other.text) : other.covers(text);
  }

  private boolean covers(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && host.length() - dot == text.length() - 1 && host.endsWith(text.substring(1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificateName && ((CertificateName) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return text;
  }
}
