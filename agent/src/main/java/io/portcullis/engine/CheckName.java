package io.portcullis.engine;

/** The checks, in the order in which they are made. */
public enum CheckName {
  PATH("path"),
  EXEMPT_PATH("exemptPath"),
  CLIENT_ADDRESS("clientAddress"),
  EXEMPT_ADDRESS("exemptAddress"),
  CALLER("caller"),
  ALLOWLIST("allowlist");

  private final String word;

  CheckName(String word) {
    this.word = word;
  }

  /** The name in decisions and records. */
  public String word() {
    return word;
  }
}
