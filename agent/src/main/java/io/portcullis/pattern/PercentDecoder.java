package io.portcullis.pattern;

/**
 * Decodes the percent escapes of a path exactly once, in the ways in which servers do it. Never
 * fails: an invalid escape stays as written, invalid UTF-8 is U+FFFD.
 */
final class PercentDecoder {
  /** Every valid escape, as UTF-8. */
  static final int ALL = 0;

  /** Leave {@code %2f} as it is written. */
  static final int KEEP_SLASH = 1;

  /** Leave {@code %5c} as it is written. */
  static final int KEEP_BACKSLASH = 2;

  /** Leave {@code %25} as it is written. */
  static final int KEEP_PERCENT = 4;

  /** Octets above 0x7f are characters of their own. */
  static final int LATIN1 = 8;

  /**
   * Read escapes as Jetty 9.4 does: {@code %u0041} is a character, and what it takes for a
   * hexadecimal digit is one. Characters of 0x80 to 0xff are octets that were not escaped.
   */
  static final int LOOSE = 16;

  /** Take overlong UTF-8 for the character meant. */
  static final int OVERLONG = 32;

  private final String text;
  private final int flags;
  private final StringBuilder out;
  // The octet at a position, and where the next one would be.
  private int next;

  private PercentDecoder(String text, int flags) {
    this.text = text;
    this.flags = flags;
    this.out = new StringBuilder(text.length());
  }

  static String decode(String text, int flags) {
    if (text.indexOf('%') < 0 && (flags & LOOSE) == 0) {
      return text;
    }
    return new PercentDecoder(text, flags).decode();
  }

  /** The octet of the escape at {@code at}; -1 where there is no valid one. */
  static int octet(String text, int at) {
    if (at + 2 >= text.length() || text.charAt(at) != '%') {
      return -1;
    }
    int high = hex(text.charAt(at + 1));
    int low = hex(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private String decode() {
    int i = 0;
    while (i < text.length()) {
      int octet = octetAt(i);
      if (octet < 0) {
        i = literal(i);
      } else if (octet < 0x80) {
        i = ascii(octet, i);
      } else if ((flags & LATIN1) != 0) {
        out.append((char) octet);
        i = next;
      } else {
        i = utf8(octet);
      }
    }
    return out.toString();
  }

  private int octetAt(int at) {
    if (at >= text.length()) {
      return -1;
    }
    char c = text.charAt(at);
    if (c == '%') {
      next = at + 3;
      return (flags & LOOSE) != 0 ? looseOctet(at) : octet(text, at);
    }
    next = at + 1;
    return (flags & LOOSE) != 0 && c >= 0x80 && c <= 0xff ? c : -1;
  }

  private int literal(int at) {
    char c = text.charAt(at);
    if (c == '%'
        && (flags & LOOSE) != 0
        && at + 5 < text.length()
        && (text.charAt(at + 1) | 0x20) == 'u') {
      int unit = 0;
      for (int i = at + 2; i < at + 6 && unit >= 0; i++) {
        int digit = hex(text.charAt(i));
        unit = digit < 0 ? -1 : unit << 4 | digit;
      }
      if (unit >= 0) {
        out.append((char) unit);
        return at + 6;
      }
    }
    out.append(c);
    return at + 1;
  }

  private int ascii(int octet, int at) {
    if ((octet == '/' && (flags & KEEP_SLASH) != 0)
        || (octet == '\\' && (flags & KEEP_BACKSLASH) != 0)
        || (octet == '%' && (flags & KEEP_PERCENT) != 0)) {
      out.append(text, at, next);
    } else {
      out.append((char) octet);
    }
    return next;
  }

  /** Reads the character whose first octet was just read; returns where to go on. */
  private int utf8(int lead) {
    int resume = next;
    int trailing = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    int bits = lead & (0x3f >> trailing);
    boolean valid = lead >= 0xc0 && lead < 0xf8;
    int at = resume;
    for (int i = 0; valid && i < trailing; i++) {
      int octet = octetAt(at);
      valid = octet >= 0x80 && octet < 0xc0;
      bits = bits << 6 | (octet & 0x3f);
      at = next;
    }
    boolean shortest = bits >= (trailing == 1 ? 0x80 : trailing == 2 ? 0x800 : 0x10000);
    boolean character = bits <= 0x10ffff && (bits < 0xd800 || bits > 0xdfff);
    if (valid && character && (shortest || (flags & OVERLONG) != 0)) {
      out.appendCodePoint(bits);
      return at;
    }
    out.append('\ufffd');
    return resume;
  }

  private int looseOctet(int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = looseHex(text.charAt(at + 1));
    int low = looseHex(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  // Jetty reckons with the bits of ASCII, and ; and ? come out as 11 and 15: /admi%6> is /admin.
  private static int looseHex(char c) {
    int digit = (c & 0x1f) + (c >> 6) * 25 - 16;
    return c < 0x80 && digit >= 0 && digit < 16 ? digit : -1;
  }

  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
