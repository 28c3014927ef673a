package io.portcullis.ip;

/**
 * Finds the words for why a text is no address. Asked only for texts that {@link AddressText} has
 * refused, so it may take its time, and it has an answer for every text.
 */
final class AddressFault {
  private AddressFault() {}

  /** The cause, without the text itself: {@code octet `256` over 255}. */
  static String of(String text) {
    if (text.isEmpty()) {
      return "nothing is written";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7f) {
        return "a space or control character in it";
      }
      if (c > 0x7f) {
        return "a character in it that is not ASCII";
      }
    }
    if (text.indexOf('%') >= 0) {
      return "a zone (`%` and what follows) is not allowed";
    }
    if (text.indexOf('[') >= 0 || text.indexOf(']') >= 0) {
      return "brackets are not allowed";
    }
    if (text.indexOf('*') >= 0) {
      return "wildcards are not allowed, write a block such as `10.1.0.0/16`";
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return ofIpv4(text);
    }
    boolean dotted = AddressText.ipv4(text, 0, colon) != AddressText.NONE;
    return dotted ? "a port is not allowed" : ofIpv6(text);
  }

  private static String ofIpv4(String text) {
    String[] octets = text.split("\\.", -1);
    if (text.indexOf("0x") >= 0 || text.indexOf("0X") >= 0) {
      return "octets are decimal, not hexadecimal";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetter(c) || c == '_') {
        return "not an address, and names are not looked up";
      }
      if (c != '.' && (c < '0' || c > '9')) {
        return "`" + c + "` does not belong in an address";
      }
    }
    for (String octet : octets) {
      if (octet.isEmpty()) {
        return "an octet is missing";
      }
      if (octet.length() > 1 && octet.charAt(0) == '0') {
        return "octet `" + cut(octet) + "` has a leading zero";
      }
    }
    if (octets.length != 4) {
      return "an IPv4 address has 4 octets, this has " + octets.length;
    }
    for (String octet : octets) {
      if (octet.length() > 3 || Integer.parseInt(octet) > 255) {
        return "octet `" + cut(octet) + "` over 255";
      }
    }
    return "not an address";
  }

  private static String ofIpv6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
        return "`" + c + "` is not a hexadecimal digit";
      }
    }
    if (text.contains(":::")) {
      return "more than two colons in a row";
    }
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return "`::` more than once";
    }
    if (text.startsWith(":") && gap != 0) {
      return "a single colon at its start";
    }
    if (text.endsWith(":") && gap != text.length() - 2) {
      return "a single colon at its end";
    }
    int groups = 0;
    String[] pieces = text.split(":", -1);
    for (int i = 0; i < pieces.length; i++) {
      String piece = pieces[i];
      if (piece.indexOf('.') >= 0) {
        if (i < pieces.length - 1) {
          return "an IPv4 part that is not at its end";
        }
        if (AddressText.ipv4(piece, 0, piece.length()) == AddressText.NONE) {
          return "its IPv4 part is wrong: " + ofIpv4(piece);
        }
        groups += 2;
      } else if (piece.length() > 4) {
        return "group `" + cut(piece) + "` has more than 4 digits";
      } else if (!piece.isEmpty()) {
        groups++;
      }
    }
    if (gap < 0) {
      return "an IPv6 address has 8 groups, this has " + groups;
    }
    return groups > 8
        ? "an IPv6 address has at most 8 groups, this has " + groups
        : "`::` stands for no group, there are 8 without it";
  }

  private static String cut(String piece) {
    return piece.length() <= 12 ? piece : piece.substring(0, 12) + "…";
  }
}
