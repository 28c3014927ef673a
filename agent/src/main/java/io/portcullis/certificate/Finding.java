package io.portcullis.certificate;

/** What is found of a client certificate: accepted, or why not. Immutable. */
public final class Finding {
  public static final Finding ACCEPTED = new Finding("accepted");
  public static final Finding ABSENT = new Finding("absent");
  public static final Finding EXPIRED = new Finding("expired");
  public static final Finding NOT_YET_VALID = new Finding("not_yet_valid");
  public static final Finding REVOKED = new Finding("revoked");

  /** No chain of valid signatures leads to one of the issuers. */
  public static final Finding ISSUER = new Finding("issuer");

  /** None of its names is expected. */
  public static final Finding NAME = new Finding("name");

  /** It is not meant for clients. */
  public static final Finding KEY_USAGE = new Finding("key_usage");

  /** The revocation list of its issuer is past its next update. */
  public static final Finding CRL_OUT_OF_DATE = new Finding("crl_out_of_date");

  /** There are revocation lists, and none of its issuer's. */
  public static final Finding CRL_MISSING = new Finding("crl_missing");

  public static final Finding UNREADABLE = new Finding("unreadable");

  private final String reason;

  private Finding(String reason) {
    this.reason = reason;
  }

  /** A certificate that is there and of no use; {@code reason} is a short token in lower case. */
  static Finding rejected(String reason) {
    return new Finding(reason);
  }

  /** There is no certificate, for a reason of its own. */
  static Finding absent(String reason) {
    return reason.equals(ABSENT.reason) ? ABSENT : new Finding(reason);
  }

  public boolean isAccepted() {
    return this == ACCEPTED;
  }

  /** A short token in lower case, such as {@code expired}. */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return reason;
  }
}
