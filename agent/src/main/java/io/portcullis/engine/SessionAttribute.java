package io.portcullis.engine;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP sessions that a request carries the ids of hold under one name: nothing, a text,
 * several that differ, or nothing that can be read for sure. Immutable.
 */
public final class SessionAttribute {
  /** There is no session, or none that has the attribute. */
  public static final SessionAttribute NONE =
      new SessionAttribute(Collections.<String>emptySet(), "");

  private final Set<String> texts;
  private final String reason;

  private SessionAttribute(Set<String> texts, String reason) {
    this.texts = texts;
    this.reason = reason;
  }

  /**
   * What one session holds. Anything but a string is unreadable: to make it one, its own code would
   * have to run.
   */
  public static SessionAttribute of(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    return value instanceof String
        ? new SessionAttribute(Collections.singleton((String) value), "")
        : unreadable("session_no_string");
  }

  /** A session may be there and cannot be read; {@code reason} is a token in lower case. */
  public static SessionAttribute unreadable(String reason) {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("a reason has a name");
    }
    return new SessionAttribute(Collections.<String>emptySet(), reason);
  }

  /** What this session and another one hold. */
  public SessionAttribute and(SessionAttribute other) {
    if (isUnreadable() || other.isNone() || equals(other)) {
      return this;
    }
    if (other.isUnreadable() || isNone()) {
      return other;
    }
    Set<String> both = new LinkedHashSet<>(texts);
    both.addAll(other.texts);
    return new SessionAttribute(Collections.unmodifiableSet(both), "");
  }

  private boolean isNone() {
    return texts.isEmpty() && reason.isEmpty();
  }

  public boolean isUnreadable() {
    return !reason.isEmpty();
  }

  /** Why it is unreadable; empty where it is not. */
  public String reason() {
    return reason;
  }

  /** The texts, each once; none where there is no such attribute, and where it is unreadable. */
  public Set<String> texts() {
    return texts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionAttribute
        && ((SessionAttribute) other).texts.equals(texts)
        && ((SessionAttribute) other).reason.equals(reason);
  }

  @Override
  public int hashCode() {
    return 31 * texts.hashCode() + reason.hashCode();
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? texts.toString() : reason;
  }
}
