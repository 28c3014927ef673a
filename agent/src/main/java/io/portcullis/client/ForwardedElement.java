package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.Optional;

/**
 * One element of {@code Forwarded}: parameters between semicolons, of which {@code for} names the
 * hop (RFC 7239, sections 4 to 6).
 *
 * <p>Strict, since a sloppy reading is one that a caller and a proxy may disagree on: anything that
 * is not in the grammar, or a parameter given twice, makes the element malformed. Two things are
 * taken that many proxies send: blanks around semicolons, and {@code :}, {@code [} and {@code ]} in
 * a value without quotes.
 */
final class ForwardedElement {
  /** The RFC knows four; more than this many are not looked at. */
  private static final int MOST_PARAMETERS = 16;

  private static final int MALFORMED_AT = -1;

  private static final ClientAddress MALFORMED =
      ClientAddress.unreadableHeader("element_malformed");
  private static final ClientAddress WITHOUT_FOR =
      ClientAddress.unreadableHeader("element_without_for");

  private final String text;
  private final int end;
  private final int[] names = new int[MOST_PARAMETERS];
  private int parameters;
  private boolean wellFormed = true;

  // The value of `for`, without its quotes and escapes.
  private boolean hasNode;
  private String nodeText = "";
  private int nodeStart;
  private int nodeEnd;

  private ForwardedElement(String text, int end) {
    this.text = text;
    this.end = end;
  }

  static ForwardedElement read(String text, int start, int end) {
    ForwardedElement element = new ForwardedElement(text, end);
    element.readFrom(start);
    return element;
  }

  boolean isWellFormed() {
    return wellFormed;
  }

  Optional<IpAddress> address() {
    return wellFormed && hasNode
        ? Hop.findNode(nodeText, nodeStart, nodeEnd)
        : Optional.<IpAddress>empty();
  }

  /** The client that it makes unreadable, where it has no address or is malformed. */
  ClientAddress fault() {
    if (!wellFormed) {
      return MALFORMED;
    }
    return hasNode ? Hop.NOT_AN_ADDRESS : WITHOUT_FOR;
  }

  private void readFrom(int start) {
    int at = start;
    while (true) {
      at = behindBlanks(at);
      if (at == end) {
        return;
      }
      if (text.charAt(at) != ';') {
        at = readParameter(at);
        if (at != MALFORMED_AT) {
          at = behindBlanks(at);
        }
        if (at == end) {
          return;
        }
        if (at == MALFORMED_AT || text.charAt(at) != ';') {
          wellFormed = false;
          return;
        }
      }
      at++;
    }
  }

  private int behindBlanks(int from) {
    int at = from;
    while (at < end && Hop.isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Reads {@code name=value}; where it ends, or {@link #MALFORMED_AT}. */
  private int readParameter(int start) {
    int equals = start;
    while (equals < end && isTokenCharacter(text.charAt(equals))) {
      equals++;
    }
    if (equals == start
        || equals + 1 >= end
        || text.charAt(equals) != '='
        || parameters == MOST_PARAMETERS
        || isRepeated(start, equals - start + 1)) {
      return MALFORMED_AT;
    }
    names[parameters++] = start;
    int from = equals + 1;
    boolean quoted = text.charAt(from) == '"';
    int to = quoted ? endOfQuoted(++from) : endOfUnquoted(from);
    if (to == MALFORMED_AT || (!quoted && to == from)) {
      return MALFORMED_AT;
    }
    if (equals - start == 3 && text.regionMatches(true, start, "for", 0, 3)) {
      hasNode = true;
      nodeText = quoted ? unescaped(from, to) : text;
      nodeStart = nodeText == text ? from : 0;
      nodeEnd = nodeText == text ? to : nodeText.length();
    }
    return quoted ? to + 1 : to;
  }

  /** Whether a parameter before has the name that starts here; the length is with its {@code =}. */
  private boolean isRepeated(int start, int length) {
    for (int i = 0; i < parameters; i++) {
      if (text.regionMatches(true, names[i], text, start, length)) {
        return true;
      }
    }
    return false;
  }

  private int endOfUnquoted(int from) {
    int at = from;
    while (at < end && (isTokenCharacter(text.charAt(at)) || ":[]".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  /** Where the closing quote stands. */
  private int endOfQuoted(int from) {
    for (int at = from; at < end; at++) {
      char c = text.charAt(at);
      if (c == '"') {
        return at;
      }
      if (c == '\\') {
        at++;
        if (at == end) {
          return MALFORMED_AT;
        }
        c = text.charAt(at);
      }
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return MALFORMED_AT;
      }
    }
    return MALFORMED_AT;
  }

  /** The text of a quoted string without its escapes; all of the header where it has none. */
  private String unescaped(int from, int to) {
    int escape = text.indexOf('\\', from);
    if (escape < 0 || escape >= to) {
      return text;
    }
    StringBuilder plain = new StringBuilder(to - from);
    for (int at = from; at < to; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      plain.append(text.charAt(at));
    }
    return plain.toString();
  }

  /** RFC 9110, section 5.6.2. */
  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
