package io.portcullis.caller;

/**
 * A parameter of a target's query, read as servers decode it for an application: pairs parted by
 * {@code &}, names and values with {@code %XX} and {@code +}.
 *
 * <p>What servers read in different ways is unreadable as soon as one of the readings may be this
 * parameter: a part behind {@code ;} or {@code #}, a name with an escape that is none. A query that
 * does not come near the parameter costs no object.
 */
final class QueryParameter {
  private static final int MALFORMED = -1;

  private QueryParameter() {}

  /** The claim of the parameter with this name, which is printable ASCII. */
  static Claim claim(String target, String name) {
    int question = target.indexOf('?');
    if (question < 0) {
      return Claim.NONE;
    }
    Claim claim = Claim.NONE;
    int start = question + 1;
    while (start <= target.length()) {
      int end = target.indexOf('&', start);
      end = end < 0 ? target.length() : end;
      claim = claim.and(pair(target, start, end, name));
      start = end + 1;
    }
    return claim;
  }

  private static Claim pair(String target, int start, int end, String name) {
    int part = start;
    for (int i = start; i <= end; i++) {
      boolean parts = i < end && (target.charAt(i) == ';' || target.charAt(i) == '#');
      if (i == end && part == start) {
        return single(target, start, end, name);
      }
      if (parts || i == end) {
        if (single(target, part, i, name) != Claim.NONE) {
          return Claim.unreadable("query_ambiguous");
        }
        part = i + 1;
      }
    }
    return Claim.NONE;
  }

  private static Claim single(String target, int start, int end, String name) {
    int at = start;
    int matched = 0;
    boolean same = true;
    while (at < end && target.charAt(at) != '=') {
      int c = decoded(target, at, end);
      if (c == MALFORMED) {
        return Claim.unreadable("query_malformed");
      }
      same &= matched < name.length() && name.charAt(matched) == c;
      matched++;
      at += target.charAt(at) == '%' ? 3 : 1;
    }
    if (!same || matched != name.length()) {
      return Claim.NONE;
    }
    StringBuilder value = new StringBuilder(end - at);
    for (int i = at + 1; i < end; i += target.charAt(i) == '%' ? 3 : 1) {
      int c = decoded(target, i, end);
      if (c == MALFORMED) {
        return Claim.unreadable("query_malformed");
      }
      value.append((char) c);
    }
    return Carried.key(value.toString());
  }

  /** The octet, or the character that is not escaped, at a place. */
  private static int decoded(String target, int at, int end) {
    char c = target.charAt(at);
    if (c == '+') {
      return ' ';
    }
    if (c != '%') {
      return c;
    }
    if (at + 2 >= end) {
      return MALFORMED;
    }
    int high = digit(target.charAt(at + 1));
    int low = digit(target.charAt(at + 2));
    return high < 0 || low < 0 ? MALFORMED : high << 4 | low;
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
