package io.portcullis.gate;

import java.util.Locale;

/** What a content type means for text that is filled into a body, or into a header. */
enum ContentForm {
  JSON,
  HTML,
  XML,
  TEXT,
  /** The value of a header field. */
  HEADER;

  static ContentForm of(String contentType) {
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    if (type.equals("text/html") || type.equals("application/xhtml+xml")) {
      return HTML;
    }
    if (type.endsWith("/xml") || type.endsWith("+xml")) {
      return XML;
    }
    // Sequences, lines and patches of JSON too; and a string of JSON is one of JavaScript.
    if (type.contains("json") || type.endsWith("javascript") || type.endsWith("ecmascript")) {
      return JSON;
    }
    return TEXT;
  }

  /** Appends a text so that it is nothing but text there. */
  void append(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean paired =
          (Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1)))
              || (Character.isLowSurrogate(c)
                  && i > 0
                  && Character.isHighSurrogate(text.charAt(i - 1)));
      boolean odd = Character.isSurrogate(c) ? !paired : isInvisible(c);
      switch (this) {
        case JSON:
          appendJson(c, out);
          break;
        case HTML:
        case XML:
          appendMarkup(odd ? '?' : c, out);
          break;
        case TEXT:
          out.append(odd ? '?' : c);
          break;
        default:
          out.append(c < ' ' || c > '~' ? '?' : c);
      }
    }
  }

  // Escaped beyond need, so that JSON may stand inside a page.
  private static void appendJson(char c, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '\'') {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(Character.forDigit((c >> shift) & 15, 16));
      }
    } else {
      out.append(c);
    }
  }

  private static void appendMarkup(char c, StringBuilder out) {
    if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == '`') {
      out.append("&#").append((int) c).append(';');
    } else {
      out.append(c);
    }
  }

  // Controls, and the characters that break a line or turn its direction.
  private static boolean isInvisible(char c) {
    return c < ' '
        || (c >= 0x7f && c < 0xa0)
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff;
  }
}
