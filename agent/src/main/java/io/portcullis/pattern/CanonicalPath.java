package io.portcullis.pattern;

import java.util.Collections;
import java.util.List;

/**
 * The path of a request target as we read it, and every other way in which a server might read it.
 *
 * <p>Two servers given {@code /x/..;/admin} run different code. A target is <em>plain</em> if every
 * known reading of it is the same; otherwise all readings are kept, and a rule that one of them
 * touches makes the request ambiguous.
 *
 * <p>Trap: two old servers spell a plain path differently without moving a segment boundary.
 * Undertow 1.0 reads {@code +} as a space, therefore no {@link PathPattern} may hold one. Tomcat 7
 * decodes escapes above {@code %7f} as ISO-8859-1 unless its {@code URIEncoding} is UTF-8; there a
 * pattern with such a character in it names another path than on every other server.
 *
 * <p>Immutable. The work is linear in the length of the target, and so is what is kept, whatever is
 * sent.
 */
public final class CanonicalPath {
  private static final CanonicalPath ASTERISK =
      new CanonicalPath("*", Collections.singletonList("*"), true);

  private final String path;
  private final List<String> readings;
  private final boolean plain;

  private CanonicalPath(String path, List<String> readings, boolean plain) {
    this.path = path;
    this.readings = readings;
    this.plain = plain;
  }

  /**
   * The path of a request target as received: origin form, absolute form, {@code *} or authority
   * form. Never fails.
   */
  public static CanonicalPath of(String target) {
    if (target.equals("*")) {
      return ASTERISK;
    }
    TargetScan scan = TargetScan.of(target);
    if (scan.isPlain()) {
      return new CanonicalPath(scan.path(), Collections.<String>emptyList(), true);
    }
    List<String> readings = Readings.of(target);
    return new CanonicalPath(readings.get(0), readings, false);
  }

  /**
   * Our own reading: decoded once, path parameters removed, dot segments and empty segments
   * resolved; a trailing slash stays. What is no valid UTF-8 is U+FFFD, what is no valid escape
   * stays as written.
   */
  public String path() {
    return path;
  }

  /** Whether every known reading is {@link #path()}. */
  public boolean isPlain() {
    return plain;
  }

  /** Every known reading, {@link #path()} first. */
  public List<String> readings() {
    return readings.isEmpty() ? Collections.singletonList(path) : readings;
  }

  @Override
  public String toString() {
    return path;
  }
}
