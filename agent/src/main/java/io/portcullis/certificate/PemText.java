package io.portcullis.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Finds the blocks of a PEM text (RFC 7468); what stands between blocks counts for nothing. */
final class PemText {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private PemText() {}

  static boolean isIn(byte[] bytes) {
    return text(bytes).contains(BEGIN);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * The contents of all blocks with a label, such as {@code CERTIFICATE}.
   *
   * @param most fails where there are more of them
   */
  static List<byte[]> blocks(String text, String label, int most)
      throws CertificateSyntaxException {
    List<byte[]> blocks = new ArrayList<>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        throw new CertificateSyntaxException("a block of PEM has no end of its first line");
      }
      String found = text.substring(at + BEGIN.length(), labelEnd);
      int from = labelEnd + DASHES.length();
      String last = "-----END " + found + DASHES;
      int to = text.indexOf(last, from);
      if (to < 0) {
        throw new CertificateSyntaxException("a block of PEM has no line `" + last + "`");
      }
      if (found.equals(label)) {
        if (blocks.size() == most) {
          throw new CertificateSyntaxException("there are more than " + most + " blocks");
        }
        blocks.add(base64(text.substring(from, to)));
      }
      at = to + last.length();
    }
    return blocks;
  }

  /** The bytes of Base64 with line ends and blanks in it. */
  static byte[] base64(String text) throws CertificateSyntaxException {
    StringBuilder packed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
        packed.append(c);
      }
    }
    try {
      return Base64.getDecoder().decode(packed.toString());
    } catch (IllegalArgumentException e) {
      throw new CertificateSyntaxException("its Base64 cannot be read");
    }
  }
}
