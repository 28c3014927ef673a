package io.portcullis.server.jetty9;

import io.portcullis.engine.SessionAttribute;
import io.portcullis.server.HttpSessions;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.SessionIds;
import java.lang.reflect.Method;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HandlerContainer;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SessionIdManager;
import org.eclipse.jetty.server.session.DefaultSessionCache;
import org.eclipse.jetty.server.session.DefaultSessionIdManager;
import org.eclipse.jetty.server.session.NullSessionDataStore;
import org.eclipse.jetty.server.session.Session;
import org.eclipse.jetty.server.session.SessionCache;
import org.eclipse.jetty.server.session.SessionData;
import org.eclipse.jetty.server.session.SessionDataStore;
import org.eclipse.jetty.server.session.SessionHandler;

/**
 * The sessions of all contexts of a Jetty 9.4 to 11. Those of a cache without a store behind it are
 * looked up; a store may have any. A handler that is neither Jetty's own nor made to have others in
 * it may have a context in it that nobody sees.
 */
final class Jetty9Sessions extends HttpSessions {
  private static final String OF_JETTY = "org.eclipse.jetty.";

  // Protected: the public accessors of a session take its lock.
  private static final Method DATA = data();

  private final Server server;

  Jetty9Sessions(Server server, SessionIds ids, String name) {
    super(ids, name);
    this.server = server;
  }

  /** Looks up what is called here; throws a {@link LinkageError} where a version is without it. */
  static void requireMembers() {
    RequiredMembers.ofClass(HttpChannel.class).method(Server.class, "getServer");
    RequiredMembers.ofClass(Request.class).method(String.class, "getRequestedSessionId");
    RequiredMembers.ofClass(Server.class).method(Handler[].class, "getChildHandlers");
    RequiredMembers.ofInterface(HandlerContainer.class);
    RequiredMembers.ofClass(SessionHandler.class)
        .method(SessionCache.class, "getSessionCache")
        .method(SessionIdManager.class, "getSessionIdManager")
        .method(boolean.class, "isStarted")
        .method(boolean.class, "isRunning")
        .method(boolean.class, "isStopping");
    RequiredMembers.ofInterface(SessionCache.class)
        .method(SessionDataStore.class, "getSessionDataStore");
    RequiredMembers.ofClass(DefaultSessionCache.class).method(Session.class, "doGet", String.class);
    RequiredMembers.ofClass(NullSessionDataStore.class);
    RequiredMembers.ofClass(DefaultSessionIdManager.class);
    RequiredMembers.ofClass(SessionData.class)
        .method(boolean.class, "isExpiredAt", long.class)
        .method(Object.class, "getAttribute", String.class);
    if (DATA.getReturnType() != SessionData.class) {
      throw new NoSuchMethodError("Session.getSessionData");
    }
  }

  private static Method data() {
    try {
      Method method = Session.class.getDeclaredMethod("getSessionData");
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException | RuntimeException misfit) {
      throw new NoSuchMethodError("Session.getSessionData");
    }
  }

  @Override
  protected void visit() throws Exception {
    for (Handler handler : server.getChildHandlers()) {
      if (handler instanceof SessionHandler) {
        visit((SessionHandler) handler);
      } else if (!(handler instanceof HandlerContainer)
          && !handler.getClass().getName().startsWith(OF_JETTY)) {
        cannotLook("session_unsupported");
      }
    }
  }

  private void visit(SessionHandler handler) throws Exception {
    if (!handler.isStarted()) {
      if (handler.isRunning() || handler.isStopping()) {
        cannotLook("session_reloading");
      }
      return;
    }
    // It makes the id of a session from what a request carries.
    SessionIdManager ids = handler.getSessionIdManager();
    SessionCache cache = handler.getSessionCache();
    SessionDataStore store = cache == null ? null : cache.getSessionDataStore();
    if (handler.getClass() != SessionHandler.class
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
          public SessionAttribute attribute(String id, String name) throws Exception {
            Session session = sessions.doGet(id);
            SessionData data = session == null ? null : (SessionData) DATA.invoke(session);
            return data == null || data.isExpiredAt(System.currentTimeMillis())
                ? SessionAttribute.NONE
                : SessionAttribute.of(data.getAttribute(name));
          }
        });
  }
}
