package io.portcullis.caller;

/**
 * One member of a JSON object (RFC 8259), read in one pass over the whole text: what is not JSON to
 * its end is unreadable, for a reader that stops early or forgives more would see another member.
 *
 * <p>Used once. A member that is there twice is unreadable even if both say the same, and so is one
 * whose name differs in its case alone: applications choose among them in their own ways.
 */
final class JsonMember {
  private static final int DEEPEST = 64;

  private final String text;
  private final String name;
  private int at;
  private boolean malformed;
  private Claim found = Claim.NONE;

  JsonMember(String text, String name) {
    this.text = text;
    this.name = name;
  }

  Claim claim() {
    skipBlanks();
    if (peek() != '{') {
      return Claim.unreadable("body_malformed");
    }
    value(0);
    skipBlanks();
    if (malformed || at != text.length()) {
      return Claim.unreadable("body_malformed");
    }
    return found;
  }

  private void value(int depth) {
    skipBlanks();
    switch (peek()) {
      case '{':
        object(depth);
        break;
      case '[':
        array(depth);
        break;
      case '"':
        string();
        break;
      case 't':
        word("true");
        break;
      case 'f':
        word("false");
        break;
      case 'n':
        word("null");
        break;
      default:
        number();
    }
  }

  private void object(int depth) {
    at++;
    if (depth >= DEEPEST) {
      malformed = true;
    }
    skipBlanks();
    if (take('}')) {
      return;
    }
    do {
      skipBlanks();
      String key = string();
      skipBlanks();
      expect(':');
      skipBlanks();
      if (malformed) {
        return;
      }
      boolean wanted = depth == 0 && key.equalsIgnoreCase(name);
      if (wanted) {
        member(key);
      } else {
        value(depth + 1);
      }
      skipBlanks();
    } while (!malformed && take(','));
    expect('}');
  }

  private void member(String key) {
    boolean first = found == Claim.NONE;
    Claim claim;
    if (peek() == '"') {
      claim = BodyForm.named(string());
    } else {
      value(1);
      claim = Claim.unreadable("body_no_string");
    }
    if (!key.equals(name)) {
      claim = Claim.unreadable("body_resembles");
    }
    found = first ? claim : Claim.unreadable("body_repeated");
  }

  private void array(int depth) {
    at++;
    if (depth >= DEEPEST) {
      malformed = true;
    }
    skipBlanks();
    if (take(']')) {
      return;
    }
    do {
      if (malformed) {
        return;
      }
      value(depth + 1);
      skipBlanks();
    } while (!malformed && take(','));
    expect(']');
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (!malformed) {
      char c = next();
      if (c == '"') {
        break;
      }
      if (c < ' ') {
        malformed = true;
      } else {
        value.append(c == '\\' ? escaped() : c);
      }
    }
    return value.toString();
  }

  private char escaped() {
    char c = next();
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          char digit = next();
          boolean hex =
              digit >= '0' && digit <= '9'
                  || digit >= 'a' && digit <= 'f'
                  || digit >= 'A' && digit <= 'F';
          malformed |= !hex;
          unit = unit << 4 | (hex ? Character.digit(digit, 16) : 0);
        }
        return (char) unit;
      default:
        malformed = true;
        return c;
    }
  }

  private void number() {
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      digits();
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      digits();
    }
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    malformed |= at == start;
  }

  private void word(String word) {
    if (text.startsWith(word, at)) {
      at += word.length();
    } else {
      malformed = true;
    }
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  /** The character here; NUL, which stands nowhere in JSON, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char next() {
    char c = peek();
    if (at < text.length()) {
      at++;
    } else {
      malformed = true;
    }
    return c;
  }

  private boolean take(char wanted) {
    if (peek() != wanted || at >= text.length()) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      malformed = true;
    }
  }
}
