package io.portcullis.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the text of a path pattern; each way of writing a wrong one has a message of its own. */
final class PatternParser {
  private final String text;

  private PatternParser(String text) {
    this.text = text;
  }

  static PathPattern parse(String text) throws PatternSyntaxException {
    return new PatternParser(text).parse();
  }

  private PathPattern parse() throws PatternSyntaxException {
    if (text.isEmpty()) {
      throw bad("nothing is written; write a path such as `/health`");
    }
    int space = text.indexOf(' ');
    int slash = text.indexOf('/');
    Optional<String> method = Optional.empty();
    String path = text;
    if (space > 0 && (slash < 0 || space < slash)) {
      method = Optional.of(method(text.substring(0, space)));
      int start = space;
      while (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      path = text.substring(start);
    }
    checkBeginning(path, method.isPresent());
    checkCharacters(path);
    return segments(method, path);
  }

  private String method(String word) throws PatternSyntaxException {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 'a' && c <= 'z') {
        throw bad(
            "`"
                + word
                + "` is no method, methods are in upper case; write one method and a path,"
                + " such as `POST /login`");
      }
      if ((c < 'A' || c > 'Z') && c != '-' && c != '_') {
        throw bad(
            "`"
                + word
                + "` is no method; write one method and a path, such as `POST /login`, or"
                + " the path alone for all methods");
      }
    }
    return word;
  }

  private void checkBeginning(String path, boolean afterMethod) throws PatternSyntaxException {
    if (path.startsWith("/")) {
      return;
    }
    if (path.contains("://")) {
      throw bad("a pattern is a path, without scheme and host; write what follows the host");
    }
    if (path.isEmpty() || (!afterMethod && isMethod(path))) {
      throw bad("there is a method and no path; write both, such as `POST /login`");
    }
    throw bad("a path begins with a slash; write `/" + path.trim() + "`");
  }

  private static boolean isMethod(String word) {
    switch (word) {
      case "GET":
      case "HEAD":
      case "POST":
      case "PUT":
      case "PATCH":
      case "DELETE":
      case "OPTIONS":
      case "TRACE":
      case "CONNECT":
        return true;
      default:
        return false;
    }
  }

  private void checkCharacters(String path) throws PatternSyntaxException {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '?') {
        throw bad("a pattern has no query; leave out what begins with `?`");
      } else if (c == '#') {
        throw bad("a path has no fragment; leave out what begins with `#`");
      } else if (c == ';') {
        throw bad("path parameters are not matched; leave out what begins with `;`");
      } else if (c == '\\') {
        throw bad("there is a backslash; segments are parted by `/`");
      } else if (c == '%') {
        throw escaped(path, i);
      } else if (c == '+') {
        throw bad("some servers read `+` as a space; write `*` for the whole segment");
      } else if (Character.isISOControl(c)) {
        throw bad("there is a control character or a tab; leave it out");
      } else if (c == '\ufffd' || isLoneSurrogate(path, i)) {
        throw bad("there is a character that is none; write `*` for the whole segment");
      }
    }
  }

  private static boolean isLoneSurrogate(String path, int at) {
    char c = path.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == path.length() || !Character.isLowSurrogate(path.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(path.charAt(at - 1)));
  }

  /** A percent sign: the cure depends on what is escaped. */
  private PatternSyntaxException escaped(String path, int at) {
    if (PercentDecoder.octet(path, at) < 0) {
      return bad("no pattern can hold a percent sign; write `*` for the whole segment");
    }
    String decoded = PercentDecoder.decode(path, PercentDecoder.ALL);
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (Character.isISOControl(c) || "%;?#\\+\ufffd".indexOf(c) >= 0) {
        return bad(
            "patterns are matched against the decoded path, and no pattern can hold what `"
                + path.substring(at, at + 3)
                + "` stands for; write `*` for the whole segment");
      }
    }
    if (segmentCount(decoded) != segmentCount(path)) {
      return bad(
          "servers differ on an escaped slash, and such a path is never matched; leave it out");
    }
    return bad("patterns are matched against the decoded path; write `" + decoded + "`");
  }

  private static int segmentCount(String path) {
    int count = 0;
    for (int i = 0; i < path.length(); i++) {
      count += path.charAt(i) == '/' ? 1 : 0;
    }
    return count;
  }

  private PathPattern segments(Optional<String> method, String path) throws PatternSyntaxException {
    List<Segment> segments = new ArrayList<>();
    if (path.equals("/")) {
      return PathPattern.of(text, method, segments, false);
    }
    int start = 1;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String segment = path.substring(start, end);
      if (segment.equals("**")) {
        if (slash >= 0) {
          throw bad(
              "`**` stands for any number of segments and only at the end; write `*` for one"
                  + " segment");
        }
        return PathPattern.of(text, method, segments, true);
      }
      segments.add(segment(segment, slash < 0, path));
      start = end + 1;
    }
    return PathPattern.of(text, method, segments, false);
  }

  private Segment segment(String segment, boolean last, String path) throws PatternSyntaxException {
    if (segment.isEmpty()) {
      if (last) {
        String bare = path.substring(0, path.length() - 1);
        throw bad(
            "a slash at the end is an empty segment; write `"
                + bare
                + "`, or `"
                + bare
                + "/**` for all below it too");
      }
      throw bad("there is an empty segment; write one slash instead of several");
    }
    if (segment.equals(".") || segment.equals("..")) {
      throw bad(
          "`" + segment + "` is resolved before a path is matched; write the path it leads to");
    }
    if (segment.equals("*") || isName(segment)) {
      return Segment.ANY;
    }
    if (segment.indexOf('*') >= 0) {
      throw bad(
          "`" + segment + "` is a star beside other text; a star stands for one whole segment");
    }
    if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
      throw bad(
          "`"
              + segment
              + "` is no name in braces; write `{name}` of letters, digits, `-` and `_`"
              + " for one whole segment");
    }
    if (segment.startsWith(" ") || segment.endsWith(" ")) {
      throw bad("there is a space beside a slash or at the end; leave it out");
    }
    return Segment.literal(segment);
  }

  private static boolean isName(String segment) {
    int end = segment.length() - 1;
    if (end < 2 || segment.charAt(0) != '{' || segment.charAt(end) != '}') {
      return false;
    }
    for (int i = 1; i < end; i++) {
      char c = segment.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private PatternSyntaxException bad(String cause) {
    return new PatternSyntaxException(text, cause);
  }
}
