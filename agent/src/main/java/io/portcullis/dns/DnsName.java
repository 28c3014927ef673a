package io.portcullis.dns;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host name as it is compared: A-labels in lower case, without the trailing dot.
 *
 * <p>Letters, digits, hyphens and underscores only. What else DNS can carry, an escaped dot within
 * a label for one, is no host name and equals none.
 */
public final class DnsName {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  private final String text;

  private DnsName(String text) {
    this.text = text;
  }

  /** The name that a text from the network stands for, or nothing where it is no host name. */
  public static Optional<DnsName> find(String written) {
    int end = written.endsWith(".") ? written.length() - 1 : written.length();
    if (end == 0 || end > LONGEST) {
      return Optional.empty();
    }
    char[] lower = new char[end];
    int label = 0;
    for (int i = 0; i < end; i++) {
      char c = written.charAt(i);
      if (c == '.') {
        if (label == 0) {
          return Optional.empty();
        }
        label = 0;
      } else if (!isInName(c) || ++label > LONGEST_LABEL) {
        return Optional.empty();
      }
      lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
    return label == 0 ? Optional.<DnsName>empty() : Optional.of(new DnsName(new String(lower)));
  }

  private static boolean isInName(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DnsName && ((DnsName) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The name without its trailing dot. */
  @Override
  public String toString() {
    return text;
  }
}
