package io.portcullis.ip;

import java.util.Locale;

/**
 * A text that is no address or no address rule; the message tells the text and the cause, in the
 * words a user reads.
 *
 * <p>Thrown at load only. Text from a request is read by methods that return {@link
 * java.util.Optional}.
 */
public final class IpSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  // The longest range of two full IPv6 addresses has 91 characters.
  private static final int LONGEST_SHOWN = 100;

  /** The three kinds of rule that a text can fail to be, each with its fixed first words. */
  public enum Kind {
    SINGLE("invalid IP address"),
    CIDR("invalid CIDR value"),
    RANGE("invalid range value");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The fixed first words of the message, such as {@code invalid CIDR value}. */
    public String words() {
      return words;
    }
  }

  private final Kind kind;
  private final String cause;

  IpSyntaxException(Kind kind, String text, String cause) {
    super(kind.words() + " `" + shown(text) + "`: " + cause);
    this.kind = kind;
    this.cause = cause;
  }

  /** The text, safe for a line of a log: cut where it is long, control characters escaped. */
  private static String shown(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST_SHOWN) {
        return out.append('…').toString();
      }
      char c = text.charAt(i);
      boolean plain = Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f && c != '`');
      if (plain && !Character.isSurrogate(c)) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  public Kind kind() {
    return kind;
  }

  /** Why, without the text: {@code prefix over 32}, {@code start after end}. */
  public String reason() {
    return cause;
  }
}
