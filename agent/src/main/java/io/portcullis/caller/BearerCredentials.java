package io.portcullis.caller;

/**
 * The credentials of the scheme {@code Bearer} (RFC 6750, section 2.1), of which those that begin
 * with a prefix are API keys. Read strictly: the scheme, one blank, and a token in visible ASCII
 * without a comma. Behind anything else an application may find a key that we do not.
 */
final class BearerCredentials {
  private static final String SCHEME = "Bearer";

  private BearerCredentials() {}

  /**
   * The API key in a line of {@code Authorization}; none where the line is of another scheme, or
   * its token begins otherwise.
   */
  static Claim key(String line, String prefix) {
    String text = Carried.trimmed(line);
    int behind = SCHEME.length();
    if (!text.regionMatches(true, 0, SCHEME, 0, behind)) {
      // A key without its scheme, or behind a line of another scheme that this one was joined to.
      return begins(text, prefix) || isJoinedTo(text)
          ? Claim.unreadable("bearer_malformed")
          : Claim.NONE;
    }
    if (text.length() == behind || text.charAt(behind) != ' ' || !isToken(text, behind + 1)) {
      return Claim.unreadable("bearer_malformed");
    }
    String token = text.substring(behind + 1);
    if (token.startsWith(prefix)) {
      return Claim.of(token);
    }
    return begins(token, prefix) ? Claim.unreadable("bearer_resembles") : Claim.NONE;
  }

  /**
   * Whether credentials of this scheme follow others, as where two lines were joined on the way.
   */
  static boolean isJoinedTo(String value) {
    for (int comma = value.indexOf(','); comma >= 0; comma = value.indexOf(',', comma + 1)) {
      int next = comma + 1;
      while (next < value.length() && Carried.isBlank(value.charAt(next))) {
        next++;
      }
      int end = next + SCHEME.length();
      if (value.regionMatches(true, next, SCHEME, 0, SCHEME.length())
          && (end == value.length() || Carried.isBlank(value.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static boolean isToken(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == ',') {
        return false;
      }
    }
    return start < text.length();
  }
}
