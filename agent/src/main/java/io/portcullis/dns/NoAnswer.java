package io.portcullis.dns;

/** Why DNS gave no answer that counts, neither yes nor no. */
public enum NoAnswer {
  TIMEOUT("timeout"),
  SERVFAIL("servfail"),
  /** The server answers, but not us or not this: REFUSED, NOTIMP, a referral. */
  REFUSED("refused"),
  UNREACHABLE("unreachable"),
  MALFORMED("malformed"),
  CNAME_LOOP("cname_loop"),
  CNAME_TOO_LONG("cname_too_long"),
  /** None is configured, or the system's cannot be told. */
  NO_SERVER("no_server"),
  /** The answer had not come when the request's time was over. */
  BUDGET("budget"),
  /** Too many requests were waiting. */
  OVERLOADED("overloaded"),
  CLOSED("closed"),
  /** Our own fault. */
  FAULT("fault");

  private final String word;

  NoAnswer(String word) {
    this.word = word;
  }

  /** A short token in lower case. */
  public String word() {
    return word;
  }
}
