package io.portcullis.server.jetty12;

import io.portcullis.engine.SessionAttribute;
import io.portcullis.server.HttpSessions;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.SessionIds;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.session.SessionIdManager;
import org.eclipse.jetty.session.SessionManager;

/**
 * The sessions of all contexts of a Jetty 12. Those of a cache without a store behind it are looked
 * up; a store may have any. So may what hides its sessions from the tree of handlers: contexts of
 * older servlet APIs, sessions without servlets, and a handler that is neither Jetty's own nor made
 * to have others in it.
 */
final class Jetty12Sessions extends HttpSessions {
  private static final String OF_JETTY = "org.eclipse.jetty.";

  private final Server server;

  Jetty12Sessions(Server server, SessionIds ids, String name) {
    super(ids, name);
    this.server = server;
  }

  /** Looks up what is called here; throws a {@link LinkageError} where a version is without it. */
  static void requireMembers() {
    RequiredMembers.ofClass(Server.class).method(List.class, "getDescendants");
    RequiredMembers.ofInterface(Handler.Container.class);
    RequiredMembers.ofInterface(SessionManager.class)
        .method(SessionCache.class, "getSessionCache")
        .method(SessionIdManager.class, "getSessionIdManager")
        .method(boolean.class, "isStarted")
        .method(boolean.class, "isRunning")
        .method(boolean.class, "isStopping");
    RequiredMembers.ofInterface(SessionCache.class)
        .method(SessionDataStore.class, "getSessionDataStore");
    RequiredMembers.ofClass(DefaultSessionCache.class)
        .method(ManagedSession.class, "doGet", String.class);
    RequiredMembers.ofClass(NullSessionDataStore.class);
    RequiredMembers.ofClass(DefaultSessionIdManager.class);
    RequiredMembers.ofClass(ManagedSession.class).method(SessionData.class, "getSessionData");
    RequiredMembers.ofClass(SessionData.class)
        .method(boolean.class, "isExpiredAt", long.class)
        .method(Object.class, "getAttribute", String.class);
  }

  @Override
  protected void visit() throws Exception {
    for (Handler handler : server.getDescendants()) {
      if (handler instanceof SessionManager) {
        visit((SessionManager) handler);
      } else if (hidesSessions(handler)) {
        cannotLook("session_unsupported");
      }
    }
  }

  private static boolean hidesSessions(Handler handler) {
    String name = handler.getClass().getName();
    if (!name.startsWith(OF_JETTY)) {
      return !(handler instanceof Handler.Container);
    }
    return name.startsWith(OF_JETTY + "ee8.")
        || name.startsWith(OF_JETTY + "ee9.")
        || name.startsWith(OF_JETTY + "session.");
  }

  private void visit(SessionManager manager) throws Exception {
    if (!manager.isStarted()) {
      if (manager.isRunning() || manager.isStopping()) {
        cannotLook("session_reloading");
      }
      return;
    }
    // It makes the id of a session from what a request carries.
    SessionIdManager ids = manager.getSessionIdManager();
    SessionCache cache = manager.getSessionCache();
    SessionDataStore store = cache == null ? null : cache.getSessionDataStore();
    if (!manager.getClass().getName().startsWith(OF_JETTY)
        || ids == null
        || ids.getClass() != DefaultSessionIdManager.class
        || cache == null
        || cache.getClass() != DefaultSessionCache.class
        || store == null
        || store.getClass() != NullSessionDataStore.class) {
      cannotLook("session_unsupported");
      return;
    }
    DefaultSessionCache sessions = (DefaultSessionCache) cache;
    lookIn(
        new Place() {
          @Override
          public SessionAttribute attribute(String id, String name) {
            ManagedSession session = sessions.doGet(id);
            SessionData data = session == null ? null : session.getSessionData();
            return data == null || data.isExpiredAt(System.currentTimeMillis())
                ? SessionAttribute.NONE
                : SessionAttribute.of(data.getAttribute(name));
          }
        });
  }
}
