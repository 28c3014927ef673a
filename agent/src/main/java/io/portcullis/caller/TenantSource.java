package io.portcullis.caller;

import io.portcullis.engine.Request;
import java.util.List;

/**
 * One place of a request that may name its tenant. Immutable, thread-safe.
 *
 * <p>A carrier that is there but cannot be read for sure is never "no name": who sends a bad one
 * would choose to be judged as somebody without a tenant.
 */
public abstract class TenantSource {
  TenantSource() {}

  /** What it holds in one request. */
  abstract TenantClaim claimOf(Request request);

  /**
   * A header whose value is the tenant's name, trimmed of SP and HTAB. It is unreadable where it is
   * blank, where two lines differ, and where it holds anything but printable ASCII without a comma:
   * servers and applications read such a value in more than one way.
   */
  public static TenantSource header(String name) {
    return new InHeader(name);
  }

  private static final class InHeader extends TenantSource {
    private final String header;

    private InHeader(String header) {
      this.header = header;
    }

    @Override
    TenantClaim claimOf(Request request) {
      List<String> lines = request.headerLines(header);
      if (lines.isEmpty()) {
        return TenantClaim.NONE;
      }
      String name = trimmed(lines.get(0));
      for (int i = 1; i < lines.size(); i++) {
        if (!trimmed(lines.get(i)).equals(name)) {
          return TenantClaim.unreadable("header_repeated");
        }
      }
      if (name.isEmpty()) {
        return TenantClaim.unreadable("header_blank");
      }
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c == ',') {
          // Repeated lines may have been joined on the way (RFC 9110, 5.3).
          return TenantClaim.unreadable("header_list");
        }
        if (c < ' ' || c > '~') {
          return TenantClaim.unreadable("header_not_printable");
        }
      }
      return TenantClaim.of(name);
    }

    private static String trimmed(String line) {
      int start = 0;
      int end = line.length();
      while (start < end && isBlank(line.charAt(start))) {
        start++;
      }
      while (end > start && isBlank(line.charAt(end - 1))) {
        end--;
      }
      return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    @Override
    public String toString() {
      return "header " + header;
    }
  }
}
