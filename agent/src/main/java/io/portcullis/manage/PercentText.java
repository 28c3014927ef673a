package io.portcullis.manage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A text in which some bytes are written as {@code %xx}: RFC 3986, section 2.1. */
final class PercentText {
  private PercentText() {}

  /** What is meant; empty where an escape is broken, or the bytes are not UTF-8. */
  static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7e) {
        return Optional.empty();
      }
      if (c != '%') {
        out.write(c);
        continue;
      }
      int high = i + 2 < text.length() ? digit(text.charAt(i + 1)) : -1;
      int low = i + 2 < text.length() ? digit(text.charAt(i + 2)) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      out.write(high << 4 | low);
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(out.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  // Character.digit takes digits of every script.
  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
