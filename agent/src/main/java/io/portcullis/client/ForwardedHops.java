package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The elements of {@code Forwarded} (RFC 7239, section 4): all lines joined in order, empty
 * elements not seen.
 *
 * <p>A comma in a quoted string parts nothing, so elements can only be told apart from the left,
 * where a caller may have written. A quote is opened by {@code ="} and nothing else. One that a
 * caller leaves open swallows what a proxy has added, up to the next quote or to the end:
 *
 * <pre>
 *   for=192.0.2.1;x="        , for="[2001:db8::7]"
 *   written by the caller      added by the proxy
 *                 └ quoted ──────┘└ belongs nowhere
 * </pre>
 *
 * What was swallowed never ends where a value may end, so that the element is malformed: the walk
 * from the right meets it before anything that the caller wrote, and reads no further.
 */
final class ForwardedHops implements Hops {
  private final String text;
  // Start and end of each element, in turn.
  private int[] bounds = new int[8];
  private int count;
  private int at;
  private @Nullable ForwardedElement read;

  ForwardedHops(List<String> lines) {
    this.text = joined(lines);
    split();
    this.at = count;
  }

  private static String joined(List<String> lines) {
    if (lines.size() == 1) {
      return lines.get(0);
    }
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      joined.append(i == 0 ? "" : ",").append(lines.get(i));
    }
    return joined.toString();
  }

  private void split() {
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length() && count <= HeaderResolver.MAX_HOPS; i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = i > 0 && text.charAt(i - 1) == '=';
      } else if (c == ',') {
        add(start, i);
        start = i + 1;
      }
    }
    add(start, text.length());
  }

  private void add(int from, int to) {
    int start = from;
    int end = to;
    while (start < end && Hop.isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && Hop.isBlank(text.charAt(end - 1))) {
      end--;
    }
    if (start < end) {
      if (2 * count == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      }
      bounds[2 * count] = start;
      bounds[2 * count + 1] = end;
      count++;
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void next() {
    at--;
    read = null;
  }

  @Override
  public Optional<IpAddress> address() {
    return element().address();
  }

  @Override
  public boolean isCountable() {
    return element().isWellFormed();
  }

  @Override
  public ClientAddress fault() {
    return element().fault();
  }

  @Override
  public String text() {
    return text.substring(bounds[2 * at], bounds[2 * at + 1]);
  }

  private ForwardedElement element() {
    ForwardedElement known = read;
    if (known == null) {
      known = ForwardedElement.read(text, bounds[2 * at], bounds[2 * at + 1]);
      read = known;
    }
    return known;
  }
}
