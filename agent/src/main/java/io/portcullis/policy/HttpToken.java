package io.portcullis.policy;

/** A token of HTTP: what a method or the name of a header can be (RFC 9110, 5.6.2). */
final class HttpToken {
  private HttpToken() {}

  /** Whether a text is one. */
  static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!word && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
