package io.portcullis.dns;

/**
 * A text that is no address of a DNS server; the message tells the text, the cause and the cure, in
 * the words a user reads.
 */
public final class ServerSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String cause;

  ServerSyntaxException(String text, String cause) {
    super("invalid DNS server `" + text + "`: " + cause);
    this.cause = cause;
  }

  /** The cause and its cure, without the text. */
  public String reason() {
    return cause;
  }
}
