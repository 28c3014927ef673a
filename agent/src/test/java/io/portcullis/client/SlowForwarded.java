package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client in {@code Forwarded}, found with regular expressions that state the grammar. */
final class SlowForwarded {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String QUOTED =
      "\"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\uffff]|\\\\[\\t \\x21-\\x7e\\x80-\\uffff])*+\"";
  private static final String VALUE = "(?:[!#$%&'*+.^_`|~0-9A-Za-z:\\[\\]-]+|" + QUOTED + ")";
  private static final String PAIR = "(?:" + TOKEN + "=" + VALUE + ")?";
  private static final Pattern PIECE =
      Pattern.compile("(=\"(?:\\\\.|[^\"\\\\])*+(?:\"|\\\\?\\z))|(,)|.", Pattern.DOTALL);
  private static final Pattern ELEMENT =
      Pattern.compile("[ \\t]*" + PAIR + "(?:[ \\t]*;[ \\t]*" + PAIR + ")*[ \\t]*");
  private static final Pattern ONE_PAIR =
      Pattern.compile("(" + TOKEN + ")=(" + VALUE + ")", Pattern.DOTALL);
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([^\\[\\]]+)\\]|([^:\\[\\]]+))(?::(?:(\\d{1,5})|_[A-Za-z0-9._-]+))?");

  private SlowForwarded() {}

  /** The client as text; {@code unreadable}, or {@code proxy} where no client is named. */
  static String client(IpAddress peer, List<String> lines, IpSet trusted, OptionalInt hops) {
    if (!trusted.contains(peer)) {
      return peer.toString();
    }
    String joined = String.join(",", lines);
    List<String> elements = elements(joined);
    if (joined.length() > 8192 || elements.size() > 64) {
      return "unreadable";
    }
    if (elements.isEmpty()) {
      return "proxy";
    }
    Collections.reverse(elements);
    int wanted = hops.orElse(0);
    if (wanted > elements.size()) {
      return "unreadable";
    }
    String last = "";
    for (int n = 1; n <= elements.size(); n++) {
      String element = elements.get(n - 1);
      if (!isWellFormed(element)) {
        return "unreadable";
      }
      if (n < wanted) {
        continue;
      }
      Optional<IpAddress> address = address(element);
      if (address.isEmpty()) {
        return "unreadable";
      }
      last = address.get().toString();
      if (n == wanted || !trusted.contains(address.get())) {
        break;
      }
    }
    return last;
  }

  private static List<String> elements(String joined) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    Matcher piece = PIECE.matcher(joined + ",");
    // The comma behind it is swallowed by a quote that is left open.
    while (piece.find()) {
      boolean open = piece.group(1) != null && piece.hitEnd() && piece.end() == joined.length() + 1;
      if (piece.group(2) == null) {
        element.append(piece.group());
      }
      if (piece.group(2) != null || open) {
        String trimmed = element.toString().replaceAll("^[ \t]+|[ \t]+$", "");
        if (!trimmed.isEmpty()) {
          elements.add(trimmed);
        }
        element.setLength(0);
      }
    }
    return elements;
  }

  private static boolean isWellFormed(String element) {
    if (!ELEMENT.matcher(element).matches()) {
      return false;
    }
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Matcher pair = ONE_PAIR.matcher(element);
    int pairs = 0;
    while (pair.find()) {
      names.add(pair.group(1));
      pairs++;
    }
    return names.size() == pairs && pairs <= 16;
  }

  private static Optional<IpAddress> address(String element) {
    Matcher pair = ONE_PAIR.matcher(element);
    while (pair.find()) {
      if (pair.group(1).equalsIgnoreCase("for")) {
        String value = pair.group(2);
        return node(
            value.startsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value);
      }
    }
    return Optional.empty();
  }

  private static Optional<IpAddress> node(String text) {
    Matcher node = NODE.matcher(text);
    if (!node.matches() || (node.group(3) != null && Integer.parseInt(node.group(3)) > 65535)) {
      return Optional.empty();
    }
    String host = node.group(1) == null ? node.group(2) : node.group(1);
    if (host.contains(":")) {
      host = host.replaceFirst("%[0-9A-Za-z._~-]+$", "");
    }
    try {
      IpAddress address = IpAddress.parse(host);
      return List.of("::", "0.0.0.0").contains(address.toString())
          ? Optional.empty()
          : Optional.of(address);
    } catch (IpSyntaxException e) {
      return Optional.empty();
    }
  }
}
