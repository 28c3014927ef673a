package io.portcullis.pattern;

/**
 * One pass over a request target that tells whether all servers read the same path in it.
 *
 * <p>What it lets pass is a list of what is known to be harmless; whatever is not on it makes the
 * target not plain:
 *
 * <pre>
 *   [http://authority] /seg/seg[/] [;parameter] [?query]
 *
 *   seg         not empty, not . or .. however spelled; printable ASCII but \ and #;
 *               valid escapes, but none of / \ % ; or a control character
 *   parameter   one, behind the last segment: no slash, no escape
 * </pre>
 *
 * <p>Parameters elsewhere are not harmless: Jetty 9.2 and Undertow 1 end the path at the first
 * {@code ;}, all others go on at the next slash. Nor are two: Jetty 9.4 takes {@code /a;b} from
 * {@code /a;b;c}.
 */
final class TargetScan {
  private static final TargetScan ODD = new TargetScan("", false);
  private static final char REPLACEMENT = '\ufffd';

  private final String path;
  private final boolean plain;

  private TargetScan(String path, boolean plain) {
    this.path = path;
    this.plain = plain;
  }

  static TargetScan of(String target) {
    int start = pathStart(target);
    return start < 0 ? ODD : scan(target, start);
  }

  boolean isPlain() {
    return plain;
  }

  /** The path, if it is plain. */
  String path() {
    return path;
  }

  /** Where the path begins, in a target of a form that every server knows; else -1. */
  private static int pathStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority;
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      authority = 7;
    } else if (target.regionMatches(true, 0, "https://", 0, 8)) {
      authority = 8;
    } else {
      return -1;
    }
    int slash = target.indexOf('/', authority);
    if (slash <= authority) {
      return -1;
    }
    for (int i = authority; i < slash; i++) {
      if (!isAuthority(target.charAt(i))) {
        return -1;
      }
    }
    return slash;
  }

  // No user info, no escapes: servers find the end of those in their own ways.
  private static boolean isAuthority(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ".-_:[]".indexOf(c) >= 0;
  }

  private static TargetScan scan(String target, int start) {
    int length = target.length();
    int end = length;
    boolean escaped = false;
    boolean wide = false;
    int dots = 0;
    int others = 1; // what stands before the first slash is no segment
    int i = start;
    scan:
    for (; i < length; i++) {
      char c = target.charAt(i);
      switch (c) {
        case '?':
        case ';':
          end = i;
          break scan;
        case '/':
          if (others == 0 && dots <= 2) {
            return ODD; // empty, . or ..
          }
          dots = 0;
          others = 0;
          break;
        case '.':
          dots++;
          break;
        case '%':
          int octet = PercentDecoder.octet(target, i);
          if (octet < 0 || isOddOctet(octet)) {
            return ODD;
          }
          escaped = true;
          wide |= octet >= 0x80;
          if (octet == '.') {
            dots++;
          } else {
            others++;
          }
          i += 2;
          break;
        default:
          if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#') {
            return ODD;
          }
          others++;
      }
    }
    if (others == 0 && (dots == 1 || dots == 2)) {
      return ODD;
    }
    if (end < length && target.charAt(end) == ';' && !isHarmlessParameter(target, end)) {
      return ODD;
    }
    if (!escaped) {
      return new TargetScan(target.substring(start, end), true);
    }
    String path = PercentDecoder.decode(target.substring(start, end), PercentDecoder.ALL);
    return wide && hasOddCharacter(path) ? ODD : new TargetScan(path, true);
  }

  private static boolean isOddOctet(int octet) {
    return octet < ' '
        || octet == 0x7f
        || octet == '/'
        || octet == '\\'
        || octet == '%'
        || octet == ';';
  }

  private static boolean isHarmlessParameter(String target, int from) {
    for (int i = from + 1; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '?') {
        return true;
      }
      if (c <= ' ' || c >= 0x7f || c == ';' || c == '/' || c == '\\' || c == '%' || c == '#') {
        return false;
      }
    }
    return true;
  }

  // Controls of the second block, and what a decoder puts where the bytes were no valid UTF-8.
  private static boolean hasOddCharacter(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if ((c >= 0x7f && c < 0xa0) || c == REPLACEMENT) {
        return true;
      }
    }
    return false;
  }
}
