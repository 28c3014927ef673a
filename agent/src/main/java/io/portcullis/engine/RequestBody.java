package io.portcullis.engine;

/**
 * The body of one request: none, its bytes, or nothing that can be read. Immutable; the bytes are
 * in no {@code toString}.
 */
public final class RequestBody {
  private static final RequestBody NONE = new RequestBody(new byte[0], "");

  private final byte[] bytes;
  private final String reason;

  private RequestBody(byte[] bytes, String reason) {
    this.bytes = bytes;
    this.reason = reason;
  }

  /** A request without a body, or with one of no byte. */
  public static RequestBody none() {
    return NONE;
  }

  /**
   * A body that has come whole.
   *
   * @param bytes are not copied: nobody changes them from now on
   */
  public static RequestBody of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new RequestBody(bytes, "");
  }

  /** A body that has not come whole, or not in time; {@code reason} is a token in lower case. */
  public static RequestBody unreadable(String reason) {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("a reason has a name");
    }
    return new RequestBody(new byte[0], reason);
  }

  public boolean isUnreadable() {
    return !reason.isEmpty();
  }

  /** Why it is unreadable; empty where it is not. */
  public String reason() {
    return reason;
  }

  /** All of it, not to be changed; empty where there is none, and where it is unreadable. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? bytes.length + " bytes" : reason;
  }
}
