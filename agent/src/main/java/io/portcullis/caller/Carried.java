package io.portcullis.caller;

/** A text that a request carries, made a claim if every server and application reads it alike. */
final class Carried {
  private Carried() {}

  /** Without the SP and HTAB at its ends. */
  static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** The claim of a header's trimmed value. */
  static Claim inHeader(String value) {
    if (value.isEmpty()) {
      return Claim.unreadable("header_blank");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',') {
        // Repeated lines may have been joined on the way (RFC 9110, 5.3).
        return Claim.unreadable("header_list");
      }
      if (!isPrintable(c)) {
        return Claim.unreadable("header_not_printable");
      }
    }
    return Claim.of(value);
  }

  /**
   * The claim of an API key that stands apart, trimmed here. Anything but printable ASCII is
   * unreadable: an application that trims or decodes more than we do would see another key.
   */
  static Claim key(String value) {
    String key = trimmed(value);
    if (key.isEmpty()) {
      return Claim.unreadable("key_blank");
    }
    for (int i = 0; i < key.length(); i++) {
      if (!isPrintable(key.charAt(i))) {
        return Claim.unreadable("key_not_printable");
      }
    }
    return Claim.of(key);
  }

  /**
   * The claim of a name that is whatever stands in its place; {@code reason} tells what it is not.
   */
  static Claim printable(String name, String reason) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPrintable(name.charAt(i))) {
        return Claim.unreadable(reason);
      }
    }
    return Claim.of(name);
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }
}
