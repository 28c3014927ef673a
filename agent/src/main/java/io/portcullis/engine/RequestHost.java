package io.portcullis.engine;

import io.portcullis.pattern.Origin;
import java.util.List;
import java.util.Optional;

/**
 * The host that a request calls, as all places that can name it say together: the lines of {@code
 * Host}, the authority of an absolute target, {@code :authority}. Immutable.
 *
 * <p>Servers choose among places that differ, each in its own way, and an application behind them
 * in another. So a request whose places differ names no host that a rule could go by.
 */
public final class RequestHost {
  private static final RequestHost ABSENT = new RequestHost(Optional.<Origin>empty(), false);
  private static final RequestHost CONFLICT = new RequestHost(Optional.<Origin>empty(), true);

  private final Optional<Origin> named;
  private final boolean conflict;

  private RequestHost(Optional<Origin> named, boolean conflict) {
    this.named = named;
    this.conflict = conflict;
  }

  public static RequestHost of(Request request) {
    List<String> lines = request.headerLines("Host");
    if (lines.size() > 1) {
      return CONFLICT;
    }
    Found found = new Found();
    if (!lines.isEmpty()) {
      found.add(lines.get(0));
    }
    Optional<String> ofTarget = authorityOf(request.target());
    if (ofTarget.isPresent()) {
      found.add(ofTarget.get());
    }
    Optional<String> ofServer = request.requestAuthority();
    if (ofServer.isPresent()) {
      found.add(ofServer.get());
    }
    if (found.differ) {
      return CONFLICT;
    }
    return found.text.isPresent()
        ? new RequestHost(Optional.of(Origin.ofHost(found.text.get())), false)
        : ABSENT;
  }

  /** The authority of a target in absolute form; empty for any other form. */
  public static Optional<String> authorityOf(String target) {
    int colon = target.startsWith("/") ? -1 : target.indexOf("://");
    if (colon <= 0) {
      return Optional.empty();
    }
    int end = colon + 3;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    return Optional.of(target.substring(colon + 3, end));
  }

  /** Whether the request names more than one host, or one more than once. */
  public boolean isConflict() {
    return conflict;
  }

  /** The host; empty where the request names none, or more than one. */
  public Optional<Origin> named() {
    return named;
  }

  /** The places that were looked at so far. */
  private static final class Found {
    Optional<String> text = Optional.empty();
    boolean differ;

    void add(String authority) {
      if (!text.isPresent()) {
        text = Optional.of(authority);
      } else if (!text.get().equals(authority)) {
        differ |= !Origin.ofHost(text.get()).agreesWith(Origin.ofHost(authority));
      }
    }
  }
}
