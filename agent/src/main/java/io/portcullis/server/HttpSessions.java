package io.portcullis.server;

import io.portcullis.engine.SessionAttribute;

/**
 * The HTTP sessions that one server has in memory: what those among them hold whose ids a request
 * carries, in whichever application. For one look.
 *
 * <p>All applications are asked, since which of them a request is for is not known yet. So nobody
 * hides a session by how the request is written, and two that name different things disagree.
 */
public abstract class HttpSessions {
  private final SessionIds ids;
  private final String name;
  private SessionAttribute found = SessionAttribute.NONE;

  protected HttpSessions(SessionIds ids, String name) {
    this.ids = ids;
    this.name = name;
  }

  /** Calls {@link #lookIn} or {@link #cannotLook} for each place where sessions are kept. */
  protected abstract void visit() throws Exception;

  /** One place where sessions are kept: looks up what it has by ids, and touches nothing. */
  protected interface Place {
    /**
     * The attribute of the session of this id; none where there is no such session, or one that is
     * over.
     */
    SessionAttribute attribute(String id, String name) throws Exception;
  }

  protected final void lookIn(Place place) throws Exception {
    for (String id : ids.all()) {
      found = found.and(place.attribute(id, name));
    }
  }

  protected final boolean hasIds() {
    return !ids.isNone();
  }

  /** There is a place that cannot be looked into. */
  protected final void cannotLook(String reason) {
    found = found.and(SessionAttribute.unreadable(reason));
  }

  /** Whether a request without any id that can be seen has no session. */
  protected boolean areIdsSeen() {
    return true;
  }

  /** What all of them hold. */
  public final SessionAttribute attribute() {
    if (ids.isNone() && areIdsSeen()) {
      return SessionAttribute.NONE;
    }
    if (ids.isTooMany()) {
      return SessionAttribute.unreadable("session_ids_too_many");
    }
    try {
      visit();
    } catch (Exception | LinkageError e) {
      return SessionAttribute.unreadable("session_unsupported");
    }
    return found;
  }
}
