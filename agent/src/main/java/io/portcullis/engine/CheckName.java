package io.portcullis.engine;

/** The checks, in the order in which they are made. */
public enum CheckName {
  EMERGENCY("emergency"),
  PATH("path"),
  EXEMPT_PATH("exemptPath"),
  INTERNAL_PATH("internalPath"),
  CLIENT_ADDRESS("clientAddress"),
  EXEMPT_ADDRESS("exemptAddress"),
  ENDPOINT("endpoint"),
  CALLER("caller"),
  CERTIFICATE("certificate"),
  ALLOWLIST("allowlist"),
  REVERSE_DNS("reverseDns");

  private final String word;

  CheckName(String word) {
    this.word = word;
  }

  /** The name in decisions and records. */
  public String word() {
    return word;
  }
}
