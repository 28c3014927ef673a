package io.portcullis.caller;

import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.engine.Evaluation;
import io.portcullis.pattern.HostTemplate;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PathTemplate;
import java.util.List;
import java.util.Optional;

/**
 * One place of a request that may name its tenant or its program. Immutable, thread-safe.
 *
 * <p>A carrier that is there but cannot be read for sure is never "no name": who sends a bad one
 * would choose to be judged as somebody without a tenant.
 */
public abstract class NameSource {
  NameSource() {}

  /** What it holds in one request. */
  abstract Claim claimOf(Evaluation evaluation);

  /**
   * A header whose value is the name, trimmed of SP and HTAB. It is unreadable where it is blank,
   * where two lines differ, and where it holds anything but printable ASCII without a comma:
   * servers and applications read such a value in more than one way.
   */
  public static NameSource header(String name) {
    return new InHeader(name);
  }

  /** A label of the host. */
  public static NameSource host(HostTemplate template) {
    return new InHost(template);
  }

  /**
   * A segment of the path. Its pattern belongs into the path check too: an ambiguous target that
   * touches it must not go on.
   */
  public static NameSource path(PathTemplate template) {
    return new InPath(template);
  }

  /** A claim of a token in a header. */
  public static NameSource token(String header, JwtReader reader) {
    return new InToken(header, reader, Optional.<KeySource>empty());
  }

  /**
   * A claim of a token in {@code Authorization}, where {@code keys} are in the same header: what
   * they find there is a key and no token.
   */
  public static NameSource tokenBeside(KeySource keys, JwtReader reader) {
    return new InToken("Authorization", reader, Optional.of(keys));
  }

  /** An attribute of the subject of the client's certificate, such as {@code O}. */
  public static NameSource certificate(String attribute, ClientCertificates certificates) {
    return new InCertificate(attribute, certificates);
  }

  /**
   * A field of the body of the requests that patterns are about. They belong into the path check
   * too, as those of {@link #path}.
   */
  public static NameSource body(
      List<PathPattern> match, BodyForm form, String field, int maxBytes, long timeoutMillis) {
    return new InBody(match, form, field, maxBytes, timeoutMillis, Optional.<TokenName>empty());
  }

  /** The same with a field that holds a token, of which a claim is the name. */
  public static NameSource tokenInBody(
      List<PathPattern> match,
      BodyForm form,
      String field,
      int maxBytes,
      long timeoutMillis,
      JwtReader reader) {
    return new InBody(
        match, form, field, maxBytes, timeoutMillis, Optional.of(new TokenName(reader)));
  }

  /**
   * An attribute of the HTTP sessions that the request carries the ids of. It is unreadable where
   * it is blank, longer than 256 characters, or no printable ASCII.
   */
  public static NameSource session(String attribute) {
    return new InSession(attribute);
  }

  private static final class InHeader extends NameSource {
    private final String header;

    private InHeader(String header) {
      this.header = header;
    }

    @Override
    Claim claimOf(Evaluation evaluation) {
      List<String> lines = evaluation.request().headerLines(header);
      if (lines.isEmpty()) {
        return Claim.NONE;
      }
      String name = Carried.trimmed(lines.get(0));
      for (int i = 1; i < lines.size(); i++) {
        if (!Carried.trimmed(lines.get(i)).equals(name)) {
          return Claim.unreadable("header_repeated");
        }
      }
      return Carried.inHeader(name);
    }

    @Override
    public String toString() {
      return "header " + header;
    }
  }
}
