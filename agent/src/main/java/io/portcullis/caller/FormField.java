package io.portcullis.caller;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A field of a body in {@code application/x-www-form-urlencoded}: pairs parted by {@code &}, names
 * and values with {@code %XX} of UTF-8 and {@code +}. An escape that is none makes the whole body
 * unreadable, and so does a field whose name differs from the one wanted in its case alone.
 */
final class FormField {
  private FormField() {}

  static Claim claim(String text, String name) {
    Claim claim = Claim.NONE;
    boolean several = false;
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      int equals = text.indexOf('=', start);
      equals = equals < 0 || equals > end ? end : equals;
      Optional<String> key = decoded(text, start, equals);
      Optional<String> value = decoded(text, Math.min(equals + 1, end), end);
      if (!key.isPresent() || !value.isPresent()) {
        return Claim.unreadable("body_malformed");
      }
      if (key.get().equals(name)) {
        Claim one = BodyForm.named(value.get());
        several |= claim.isPresent() && one.isPresent() && !claim.text().equals(one.text());
        claim = claim.and(one);
      } else if (key.get().equalsIgnoreCase(name)) {
        return Claim.unreadable("body_resembles");
      }
      start = end + 1;
    }
    return several ? Claim.unreadable("body_repeated") : claim;
  }

  /** The text that a part stands for; empty where it cannot be told. */
  private static Optional<String> decoded(String text, int start, int end) {
    byte[] bytes = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < end ? digit(text.charAt(i + 1)) : -1;
        int low = i + 2 < end ? digit(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c < ' ' || c > '~') {
        // Servers disagree about the charset of what is not escaped.
        return Optional.empty();
      } else {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  // Character.digit takes digits of every script.
  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
