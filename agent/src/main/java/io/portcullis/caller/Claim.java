package io.portcullis.caller;

import io.portcullis.engine.Code;

/**
 * What one source says of a request's caller: nothing, a text, something unreadable, or several
 * texts that differ. The text may be a secret: it is in no {@code toString}.
 */
final class Claim {
  private enum Kind {
    NONE,
    TEXT,
    UNREADABLE,
    SEVERAL
  }

  /** The request does not carry this source at all. */
  static final Claim NONE = new Claim(Kind.NONE, "");

  /** The request carries it more than once, and not with one value. */
  static final Claim SEVERAL = new Claim(Kind.SEVERAL, "");

  private final Kind kind;
  private final String text;
  private final Code code;

  private Claim(Kind kind, String text) {
    this(kind, text, Code.CALLER_UNREADABLE);
  }

  private Claim(Kind kind, String text, Code code) {
    this.kind = kind;
    this.text = text;
    this.code = code;
  }

  static Claim of(String text) {
    return new Claim(Kind.TEXT, text);
  }

  /** A carrier that cannot be read; {@code reason} is a short token in lower case. */
  static Claim unreadable(String reason) {
    return new Claim(Kind.UNREADABLE, reason);
  }

  /** The same, where the request is refused with a code of its own. */
  static Claim refused(Code code, String reason) {
    return new Claim(Kind.UNREADABLE, reason, code);
  }

  boolean isPresent() {
    return kind == Kind.TEXT;
  }

  boolean isUnreadable() {
    return kind == Kind.UNREADABLE;
  }

  boolean isSeveral() {
    return kind == Kind.SEVERAL;
  }

  /** The text, as sent but for blanks. Throws {@link IllegalStateException} where there is none. */
  String text() {
    if (kind != Kind.TEXT) {
      throw new IllegalStateException("no text: " + kind);
    }
    return text;
  }

  /** Why it is unreadable; empty where it is not. */
  String reason() {
    return kind == Kind.UNREADABLE ? text : "";
  }

  /** What a request is refused with because it is unreadable. */
  Code code() {
    return code;
  }

  /** This and another one of the same thing as one: unreadable before several before a text. */
  Claim and(Claim other) {
    if (isUnreadable() || other.kind == Kind.NONE) {
      return this;
    }
    if (other.isUnreadable() || kind == Kind.NONE) {
      return other;
    }
    return isPresent() && other.isPresent() && text.equals(other.text) ? this : SEVERAL;
  }
}
