package io.portcullis.gate;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a caller has sent, made fit for a line of a log and for an answer: visible ASCII without
 * quotes, blanks, backslashes and angle brackets, everything else percent-encoded, its length
 * bounded.
 */
public final class Printable {
  /** The most characters of a path that are shown. */
  public static final int PATH_LENGTH = 200;

  private static final String CUT = "...";
  private static final String MARKS_OF_A_WORD = "-._~/:@!$()*+,";
  private static final String MARKS_OF_A_PATH = "-._~/:@!$()*+,=%";

  private Printable() {}

  /**
   * The path of a request target as sent, still percent-encoded, without what may hold secrets:
   * query, fragment, path parameters, user info. Empty where the target has none.
   */
  public static String path(String target) {
    StringBuilder out = new StringBuilder(Math.min(target.length(), PATH_LENGTH) + CUT.length());
    boolean parameter = false;
    for (int i = startOfPath(target); i < target.length(); ) {
      int c = target.codePointAt(i);
      if (c == '?' || c == '#' || isEncoded(target, i, 'f')) {
        break;
      }
      if (c == '/') {
        parameter = false;
      } else if (c == ';' || isEncoded(target, i, 'b')) {
        parameter = true;
      }
      if (!parameter && !append(c, MARKS_OF_A_PATH, PATH_LENGTH, out)) {
        return out.append(CUT).toString();
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /** Any short text as one word of at most {@code length} characters and an ellipsis. */
  public static String word(String text, int length) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), length) + CUT.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!append(c, MARKS_OF_A_WORD, length, out)) {
        return out.append(CUT).toString();
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /**
   * Any text as one line of at most {@code length} characters: blanks stay, the rest is escaped.
   */
  public static String line(String text, int length) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), length) + CUT.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c <= '~' && c != '\\';
      if (out.length() + (plain ? 1 : 6) > length) {
        return out.append(CUT).toString();
      }
      if (plain) {
        out.append(c);
      } else {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 15, 16));
        }
      }
    }
    return out.toString();
  }

  private static int startOfPath(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int end = endOfAuthority(target, 0);
    if (end < target.length() && target.startsWith("://", end - 1)) {
      return endOfAuthority(target, end + 2);
    }
    // Authority form, or nothing known: user info ends at the last @.
    return target.lastIndexOf('@', end) + 1;
  }

  private static int endOfAuthority(String target, int from) {
    int i = from;
    while (i < target.length() && "/?#".indexOf(target.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  // %3b and %3f: a semicolon and a question mark that somebody encoded once too often.
  private static boolean isEncoded(String target, int at, char digit) {
    return target.startsWith("%3", at)
        && at + 2 < target.length()
        && (target.charAt(at + 2) | 0x20) == digit;
  }

  private static boolean append(int c, String marks, int length, StringBuilder out) {
    if (isAlphanumeric(c) || marks.indexOf(c) >= 0) {
      if (out.length() >= length) {
        return false;
      }
      out.append((char) c);
      return true;
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(Character.toChars(c)));
    if (out.length() + 3 * bytes.remaining() > length) {
      return false;
    }
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 0xff;
      out.append('%')
          .append(Character.toUpperCase(Character.forDigit(b >> 4, 16)))
          .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
    }
    return true;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
