package io.portcullis.server.tomcat;

import io.portcullis.engine.SessionAttribute;
import io.portcullis.server.HttpSessions;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.SessionIds;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Manager;
import org.apache.catalina.Service;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all contexts that a connector serves. Those of a manager that keeps them in
 * memory alone are looked up; a manager of another kind may have any.
 */
final class TomcatSessions extends HttpSessions {
  private static final Field CONNECTOR = field(CoyoteAdapter.class, "connector");
  private static final Field EXPIRING = field(StandardSession.class, "expiring");
  private static final Field USES = field(StandardSession.class, "accessCount");

  private final CoyoteAdapter adapter;

  TomcatSessions(CoyoteAdapter adapter, SessionIds ids, String name) {
    super(ids, name);
    this.adapter = adapter;
  }

  /** Looks up what is called here; throws a {@link LinkageError} where a version is without it. */
  static void requireMembers() {
    RequiredMembers.ofClass(Connector.class).method(Service.class, "getService");
    RequiredMembers.ofInterface(Service.class).method(Engine.class, "getContainer");
    RequiredMembers.ofInterface(Container.class).method(Container[].class, "findChildren");
    RequiredMembers.ofInterface(Lifecycle.class).method(LifecycleState.class, "getState");
    RequiredMembers.ofInterface(Context.class)
        .method(Manager.class, "getManager")
        .method(boolean.class, "getPaused");
    RequiredMembers.ofInterface(Manager.class).method(Session.class, "findSession", String.class);
    RequiredMembers.ofClass(StandardSession.class)
        .method(Object.class, "getAttribute", String.class)
        .method(int.class, "getMaxInactiveInterval")
        .method(long.class, "getIdleTimeInternal");
    if (CONNECTOR.getType() != Connector.class
        || EXPIRING.getType() != boolean.class
        || USES.getType() != AtomicInteger.class) {
      throw new NoSuchFieldError("StandardSession");
    }
  }

  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException misfit) {
      throw new NoSuchFieldError(owner.getName() + "." + name);
    }
  }

  @Override
  protected void visit() throws Exception {
    visit(((Connector) CONNECTOR.get(adapter)).getService().getContainer());
  }

  private void visit(Container container) throws Exception {
    for (Container child : container.findChildren()) {
      if (child instanceof Context) {
        visitContext((Context) child);
      } else {
        visit(child);
      }
    }
  }

  private void visitContext(Context context) throws Exception {
    if (context.getPaused() || isChanging(context.getState())) {
      // A request for it waits, and may find sessions again that have been put aside meanwhile.
      cannotLook("session_reloading");
      return;
    }
    if (context.getState() != LifecycleState.STARTED) {
      return;
    }
    Manager manager = context.getManager();
    if (manager == null) {
      return;
    }
    if (manager.getClass() != StandardManager.class) {
      cannotLook("session_unsupported");
      return;
    }
    lookIn(
        new Place() {
          @Override
          public SessionAttribute attribute(String id, String name) throws Exception {
            return attributeOf(manager.findSession(id), name);
          }
        });
  }

  private static boolean isChanging(LifecycleState state) {
    switch (state) {
      case STARTING_PREP:
      case STARTING:
      case STOPPING_PREP:
      case STOPPING:
        return true;
      default:
        return false;
    }
  }

  private static SessionAttribute attributeOf(@Nullable Session session, String name)
      throws Exception {
    if (session == null) {
      return SessionAttribute.NONE;
    }
    if (session.getClass() != StandardSession.class) {
      return SessionAttribute.unreadable("session_unsupported");
    }
    StandardSession standard = (StandardSession) session;
    if (isOver(standard)) {
      return SessionAttribute.NONE;
    }
    try {
      return SessionAttribute.of(standard.getAttribute(name));
    } catch (IllegalStateException invalidated) {
      return SessionAttribute.NONE;
    }
  }

  /**
   * Whether a request would not get it any more. To ask the session itself would end it, and call
   * the listeners of the application.
   */
  private static boolean isOver(StandardSession session) throws Exception {
    int most = session.getMaxInactiveInterval();
    if (most <= 0 || (int) (session.getIdleTimeInternal() / 1000L) < most) {
      return false;
    }
    AtomicInteger uses = (AtomicInteger) USES.get(session);
    // One that ends just now, or that a request still uses, is handed out all the same.
    return !EXPIRING.getBoolean(session) && (uses == null || uses.get() <= 0);
  }
}
