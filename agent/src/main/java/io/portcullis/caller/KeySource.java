package io.portcullis.caller;

import io.portcullis.engine.Request;
import java.util.List;

/**
 * One place of a request that may carry an API key. Immutable, thread-safe.
 *
 * <p>A carrier that is there but cannot be read for sure is never "no key": who sends a bad one
 * would get rid of the list of a key that the application still reads.
 */
public abstract class KeySource {
  KeySource() {}

  /** What it holds in one request. The text is a secret. */
  abstract Claim claimOf(Request request);

  /**
   * A header whose value is the key, trimmed of SP and HTAB; unreadable like the header of a {@link
   * NameSource#header name}, but that lines which differ are several keys.
   */
  public static KeySource header(String name) {
    return new InHeader(name);
  }

  /** A parameter of the query whose value is the key. */
  public static KeySource query(String name) {
    return new InQuery(name);
  }

  /** The password of {@code Authorization: Basic} (RFC 7617). */
  public static KeySource basicPassword() {
    return new InBasic();
  }

  /**
   * A token of {@code Authorization: Bearer} (RFC 6750) that begins with a {@link #isBearerPrefix
   * prefix}; a token that does not is no key, but somebody else's.
   */
  public static KeySource bearer(String prefix) {
    return new InBearer(prefix);
  }

  /** Whether a text can begin a token of {@code Bearer}: not empty, of what tokens are made of. */
  public static boolean isBearerPrefix(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!word && "-._~+/".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static final class InHeader extends KeySource {
    private final String header;

    private InHeader(String header) {
      this.header = header;
    }

    @Override
    Claim claimOf(Request request) {
      List<String> lines = request.headerLines(header);
      Claim claim = Claim.NONE;
      for (int i = 0; i < lines.size(); i++) {
        claim = claim.and(Carried.inHeader(Carried.trimmed(lines.get(i))));
      }
      return claim;
    }

    @Override
    public String toString() {
      return "header " + header;
    }
  }

  private static final class InQuery extends KeySource {
    private final String parameter;

    private InQuery(String parameter) {
      this.parameter = parameter;
    }

    @Override
    Claim claimOf(Request request) {
      return QueryParameter.claim(request.target(), parameter);
    }

    @Override
    public String toString() {
      return "query " + parameter;
    }
  }

  /** One part of {@code Authorization}, a header that other things are in as well. */
  private abstract static class InAuthorization extends KeySource {
    abstract Claim inLine(String line);

    @Override
    Claim claimOf(Request request) {
      List<String> lines = request.headerLines("Authorization");
      Claim claim = Claim.NONE;
      boolean other = false;
      for (int i = 0; i < lines.size(); i++) {
        Claim one = inLine(lines.get(i));
        other |= one == Claim.NONE;
        claim = claim.and(one);
      }
      // Which of them the application believes cannot be told.
      return other && claim != Claim.NONE ? Claim.unreadable("authorization_repeated") : claim;
    }
  }

  private static final class InBasic extends InAuthorization {
    @Override
    Claim inLine(String line) {
      return BasicCredentials.password(line);
    }

    @Override
    public String toString() {
      return "basic password";
    }
  }

  private static final class InBearer extends InAuthorization {
    private final String prefix;

    private InBearer(String prefix) {
      this.prefix = prefix;
    }

    @Override
    Claim inLine(String line) {
      return BearerCredentials.key(line, prefix);
    }

    @Override
    public String toString() {
      return "bearer " + prefix;
    }
  }
}
