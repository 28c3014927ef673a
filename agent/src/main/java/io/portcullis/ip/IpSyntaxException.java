package io.portcullis.ip;

/**
 * A text that is no address or no address rule; the message tells the text and the cause, in the
 * words a user reads.
 *
 * <p>Thrown at load only. Text from a request is read by methods that return {@link
 * java.util.Optional}.
 */
public final class IpSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

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
    super(kind.words() + " `" + text + "`: " + cause);
    this.kind = kind;
    this.cause = cause;
  }

  public Kind kind() {
    return kind;
  }

  /** Why, without the text: {@code prefix over 32}, {@code start after end}. */
  public String reason() {
    return cause;
  }
}
