package io.portcullis.server.tomcat;

import java.lang.reflect.Field;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** How it shows on a request, before anybody has asked it anything, that it came over AJP. */
enum AjpSign {
  /** Nothing else tells the remote address unasked. */
  TOLD_ADDRESS {
    @Override
    boolean isOn(Request fresh) {
      return !fresh.remoteAddr().isNull();
    }
  },
  /**
   * The class of what serves it. For Tomcat 7, 8.0 and the first of 8.5, where a request keeps the
   * remote address of the one before.
   */
  PROCESSOR {
    @Override
    boolean isOn(Request fresh) {
      try {
        Object processor = hook().get(fresh.getResponse());
        Class<?> type = processor == null ? null : processor.getClass();
        for (; type != null; type = type.getSuperclass()) {
          if (type.getName().startsWith("org.apache.coyote.ajp.")) {
            return true;
          }
        }
        return false;
      } catch (IllegalAccessException misfit) {
        throw new IllegalStateException("an unknown shape of Tomcat", misfit);
      }
    }
  };

  private static final @Nullable Field HOOK = find();

  /** The way of this Tomcat; one that has neither does not link. */
  static final AjpSign KNOWN = known();

  abstract boolean isOn(Request fresh);

  private static AjpSign known() {
    Request request = new Request();
    request.remoteAddr().setString("192.0.2.1");
    request.recycle();
    if (request.remoteAddr().isNull()) {
      return TOLD_ADDRESS;
    }
    hook();
    return PROCESSOR;
  }

  private static Field hook() {
    Field field = HOOK;
    if (field == null) {
      throw new NoSuchFieldError(Response.class.getName() + ".hook");
    }
    return field;
  }

  private static @Nullable Field find() {
    try {
      Field field = Response.class.getDeclaredField("hook");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException | RuntimeException misfit) {
      return null;
    }
  }
}
