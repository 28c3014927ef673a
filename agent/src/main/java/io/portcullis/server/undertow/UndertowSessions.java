package io.portcullis.server.undertow;

import io.portcullis.engine.SessionAttribute;
import io.portcullis.server.HttpSessions;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.SessionIds;
import io.portcullis.server.SessionStores;
import io.undertow.server.session.InMemorySessionManager;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionManager;
import io.undertow.server.session.SslSessionConfig;
import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all deployments in this JVM. Those of a manager that keeps them in memory are
 * looked up; a manager of another kind may have any. How a deployment finds the id in a request is
 * known unless the application brings its own way.
 */
final class UndertowSessions extends HttpSessions {
  private static final String AROUND =
      "io.undertow.servlet.spec.ServletContextImpl$ServletContextSessionConfig";
  private static final String SESSION =
      "io.undertow.server.session.InMemorySessionManager$SessionImpl";

  // What a session answers itself puts its end off, before 2.2.
  private static final Field ATTRIBUTES = field("attributes");
  private static final Field INVALID = field("invalid");

  private final SessionStores stores;
  private final boolean overTls;

  UndertowSessions(SessionStores stores, boolean overTls, SessionIds ids, String name) {
    super(ids, name);
    this.stores = stores;
    this.overTls = overTls;
  }

  /** Looks up what is called here; throws a {@link LinkageError} where a version is without it. */
  static void requireMembers() {
    RequiredMembers.ofClass(InMemorySessionManager.class)
        .method(Session.class, "getSession", String.class);
    RequiredMembers.ofInterface(Session.class);
    RequiredMembers.ofInterface(SessionManager.class);
    RequiredMembers.ofInterface(SessionConfig.class);
    RequiredMembers.ofClass(SslSessionConfig.class);
    if (!Map.class.isAssignableFrom(ATTRIBUTES.getType()) || INVALID.getType() != boolean.class) {
      throw new NoSuchFieldError(SESSION);
    }
  }

  private static Field field(String name) {
    try {
      Class<?> session =
          Class.forName(SESSION, false, InMemorySessionManager.class.getClassLoader());
      Field field = session.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException misfit) {
      throw new NoSuchFieldError(SESSION + "." + name);
    }
  }

  /** No: it may be that of the TLS session, or stand where only the application knows. */
  @Override
  protected boolean areIdsSeen() {
    return false;
  }

  @Override
  protected void visit() throws Exception {
    stores.visit(
        new SessionStores.Visitor() {
          @Override
          public void visit(Object deployment, Object store) throws Exception {
            // Else it is one of another Undertow's.
            if (store instanceof SessionManager) {
              visitDeployment(deployment, store);
            }
          }
        });
  }

  private void visitDeployment(Object deployment, Object store) throws Exception {
    Object context = call(deployment, "getServletContext");
    Object config = configOf(call(context, "getSessionConfig"));
    if (config instanceof SslSessionConfig ? overTls : config != null && !isKnown(config)) {
      cannotLook("session_unsupported");
      return;
    }
    if (store.getClass() != InMemorySessionManager.class) {
      if (hasIds()) {
        cannotLook("session_unsupported");
      }
      return;
    }
    InMemorySessionManager sessions = (InMemorySessionManager) store;
    lookIn(
        new Place() {
          @Override
          public SessionAttribute attribute(String id, String name) throws Exception {
            Session session = sessions.getSession(id);
            return session == null || INVALID.getBoolean(session)
                ? SessionAttribute.NONE
                : SessionAttribute.of(((Map<?, ?>) ATTRIBUTES.get(session)).get(name));
          }
        });
  }

  /** Whether ids are in cookies or behind the path: so it is with those that servers bring. */
  private static boolean isKnown(Object config) {
    String name = config.getClass().getName();
    return name.startsWith("io.undertow.") || name.startsWith("org.wildfly.");
  }

  /** The way itself, in which the container's own stands around it. */
  private static @Nullable Object configOf(@Nullable Object config)
      throws ReflectiveOperationException {
    if (config == null || !config.getClass().getName().equals(AROUND)) {
      return config;
    }
    Field inside = config.getClass().getDeclaredField("delegate");
    inside.setAccessible(true);
    return inside.get(config);
  }

  /** The servlet container has a class path of its own, which is not that of the adapter. */
  private static @Nullable Object call(@Nullable Object on, String method)
      throws ReflectiveOperationException {
    if (on == null) {
      return null;
    }
    return on.getClass().getMethod(method).invoke(on);
  }
}
