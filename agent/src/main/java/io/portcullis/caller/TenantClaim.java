package io.portcullis.caller;

/** What one source says of a request's tenant: nothing, a name, or something unreadable. */
final class TenantClaim {
  private enum Kind {
    NONE,
    NAME,
    UNREADABLE
  }

  /** The request does not carry this source at all. */
  static final TenantClaim NONE = new TenantClaim(Kind.NONE, "");

  private final Kind kind;
  private final String text;

  private TenantClaim(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  static TenantClaim of(String name) {
    return new TenantClaim(Kind.NAME, name);
  }

  /** A carrier that cannot be read; {@code reason} is a short token in lower case. */
  static TenantClaim unreadable(String reason) {
    return new TenantClaim(Kind.UNREADABLE, reason);
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  boolean isUnreadable() {
    return kind == Kind.UNREADABLE;
  }

  /** The name, as sent. Throws {@link IllegalStateException} where there is none. */
  String name() {
    if (kind != Kind.NAME) {
      throw new IllegalStateException("no name: " + kind);
    }
    return text;
  }

  /** Why it is unreadable; empty where it is not. */
  String reason() {
    return kind == Kind.UNREADABLE ? text : "";
  }
}
