package io.portcullis.dns;

/**
 * A text that is no expected name; the message tells the text, the cause and the cure, in the words
 * a user reads.
 */
public final class NameSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_SHOWN = 100;

  private final String cause;

  NameSyntaxException(String text, String cause) {
    super("invalid name `" + shown(text) + "`: " + cause);
    this.cause = cause;
  }

  /** The cause and its cure, without the text. */
  public String reason() {
    return cause;
  }

  /** The text, safe for a line of a log: cut where it is long, all but plain ASCII escaped. */
  private static String shown(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST_SHOWN) {
        return out.append('…').toString();
      }
      char c = text.charAt(i);
      boolean plain = Character.isLetterOrDigit(c) && !Character.isSurrogate(c);
      if (plain || c >= ' ' && c < 0x7f && c != '`') {
        out.append(c);
      } else {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
      }
    }
    return out.toString();
  }
}
