package io.portcullis.caller;

import io.portcullis.caller.jwt.JwtFault;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.engine.Evaluation;
import java.util.List;
import java.util.Optional;

/**
 * A claim of a token in a header as a name. In {@code Authorization} the token follows the scheme
 * {@code Bearer} (RFC 6750, section 2.1), and another scheme is none of its business; in any other
 * header it may stand alone too. What a source of API keys finds in the same header is no token.
 */
final class InToken extends NameSource {
  private static final String SCHEME = "Bearer";

  private final String header;
  private final boolean shared;
  private final TokenName token;
  private final Optional<KeySource> keys;

  InToken(String header, JwtReader reader, Optional<KeySource> keys) {
    this.header = header;
    this.shared = header.equalsIgnoreCase("Authorization");
    this.token = new TokenName(reader);
    this.keys = keys;
  }

  @Override
  Claim claimOf(Evaluation evaluation) {
    List<String> lines = evaluation.request().headerLines(header);
    if (lines.isEmpty()) {
      return Claim.NONE;
    }
    if (keys.isPresent()) {
      Claim key = keys.get().claimOf(evaluation.request());
      if (key.isPresent() || key.isSeveral()) {
        return Claim.NONE; // all of its lines hold API keys
      }
    }
    String value = Carried.trimmed(lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      if (!Carried.trimmed(lines.get(i)).equals(value)) {
        return Claim.unreadable("header_repeated");
      }
    }
    if (value.isEmpty()) {
      return Claim.unreadable("header_blank");
    }
    int scheme = schemeEnd(value);
    if (!isBearer(value, scheme)) {
      if (shared && !mayHoldAToken(value)) {
        return Claim.NONE;
      }
      return shared
          ? Claim.unreadable(JwtFault.MALFORMED.word())
          : token.claimOf(value, evaluation);
    }
    if (scheme == value.length() || value.charAt(scheme) != ' ') {
      return Claim.unreadable(JwtFault.MALFORMED.word());
    }
    return token.claimOf(value.substring(scheme + 1), evaluation);
  }

  private static int schemeEnd(String value) {
    int end = 0;
    while (end < value.length() && !Carried.isBlank(value.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBearer(String value, int end) {
    return end == SCHEME.length() && value.regionMatches(true, 0, SCHEME, 0, end);
  }

  /**
   * Whether somebody may find a token in the value of another scheme: two lines that were joined,
   * or a token without its scheme.
   */
  private static boolean mayHoldAToken(String value) {
    if (schemeEnd(value) == value.length() && value.indexOf('.') >= 0) {
      return true;
    }
    return BearerCredentials.isJoinedTo(value);
  }

  @Override
  public String toString() {
    return "token in " + header;
  }
}
