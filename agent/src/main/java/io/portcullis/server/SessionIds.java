package io.portcullis.server;

import io.portcullis.engine.Request;
import io.portcullis.engine.SessionAttribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every text of a request that some server may take for the id of an HTTP session. Immutable.
 *
 * <p>Which cookie or path parameter holds it is known only once the request has been mapped, and
 * how it is cut out of its line differs from server to server. So nothing is parsed here: each
 * piece between two signs that may part pieces is an id, and those that no session has are nothing.
 * Whoever knows the id of a session may as well send it where it belongs.
 */
public final class SessionIds {
  private static final int MOST = 8_192;

  /** So many pieces side by side may make one id. */
  private static final int MOST_PIECES = 8;

  /** Nobody makes longer ones. */
  private static final int LONGEST = 512;

  private static final SessionIds NONE = new SessionIds(Collections.<String>emptySet());

  private final Set<String> ids;

  private SessionIds(Set<String> ids) {
    this.ids = ids;
  }

  /** Those in the cookies and behind the path of a request. */
  public static SessionIds of(Request request) {
    Set<String> ids = Collections.emptySet();
    for (String line : request.headerLines("Cookie")) {
      ids = ids.isEmpty() ? new LinkedHashSet<>() : ids;
      addAll(line, ids);
      if (line.indexOf('\\') >= 0) {
        addAll(unescaped(line), ids);
      }
    }
    String target = request.target();
    String decoded = target.indexOf('%') < 0 ? target : decoded(target);
    if (decoded.indexOf(';') >= 0) {
      ids = ids.isEmpty() ? new LinkedHashSet<>() : ids;
      addAll(decoded.substring(decoded.indexOf(';') + 1), ids);
      int raw = target.indexOf(';');
      if (raw >= 0) {
        addAll(target.substring(raw + 1), ids);
      }
    }
    return ids.isEmpty() ? NONE : new SessionIds(ids);
  }

  /** These and one that the server tells itself. */
  public SessionIds and(String id) {
    Set<String> more = new LinkedHashSet<>(ids);
    addId(id, more);
    return new SessionIds(more);
  }

  public boolean isNone() {
    return ids.isEmpty();
  }

  /** Whether there are too many to look all of them up. */
  public boolean isTooMany() {
    return ids.size() > MOST;
  }

  /** All of them, each once. */
  public Iterable<String> all() {
    return ids;
  }

  /** What a request has to be told whose sessions cannot be looked up: an id may be one. */
  public SessionAttribute unsupported() {
    return isNone() ? SessionAttribute.NONE : SessionAttribute.unreadable("session_unsupported");
  }

  private static void addAll(String line, Set<String> ids) {
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || isBreak(line.charAt(i))) {
        addRun(line.substring(start, i), ids);
        start = i + 1;
      }
      if (ids.size() > MOST) {
        return;
      }
    }
  }

  /** What no id holds: ends of cookies and of values. */
  private static boolean isBreak(char c) {
    return c <= ' ' || c == ';' || c == ',' || c == '"' || c >= 0x7f;
  }

  /** What parts two pieces for some servers, and for others belongs to an id. */
  private static boolean isSeparator(char c) {
    return "/:<=>?@()[]{}\\".indexOf(c) >= 0;
  }

  private static void addRun(String run, Set<String> ids) {
    if (run.isEmpty()) {
      return;
    }
    List<Integer> ends = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    starts.add(0);
    for (int i = 0; i < run.length(); i++) {
      if (isSeparator(run.charAt(i))) {
        ends.add(i);
        starts.add(i + 1);
      }
    }
    ends.add(run.length());
    for (int first = 0; first < starts.size() && ids.size() <= MOST; first++) {
      int last = Math.min(ends.size(), first + MOST_PIECES);
      for (int end = first; end < last; end++) {
        addId(run, starts.get(first), ends.get(end), ids);
      }
      addId(run, starts.get(first), run.length(), ids);
    }
  }

  private static void addId(String run, int start, int end, Set<String> ids) {
    if (end - start <= LONGEST) {
      addId(run.substring(start, end), ids);
    }
  }

  /** An id, and what is left of it without the name of a node behind a dot. */
  private static void addId(String id, Set<String> ids) {
    if (id.isEmpty()) {
      return;
    }
    ids.add(id);
    int dot = id.indexOf('.');
    if (dot > 0) {
      ids.add(id.substring(0, dot));
      ids.add(id.substring(0, id.lastIndexOf('.')));
    }
  }

  /** A line in which each sign behind a backslash stands for itself. */
  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        c = line.charAt(i);
      }
      text.append(c);
    }
    return text.toString();
  }

  private static String decoded(String target) {
    StringBuilder text = new StringBuilder(target.length());
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '%' && i + 2 < target.length()) {
        int high = Character.digit(target.charAt(i + 1), 16);
        int low = Character.digit(target.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (16 * high + low);
          i += 2;
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return ids.size() + " ids";
  }
}
