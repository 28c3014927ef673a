package io.portcullis.server.tomcat;

import io.portcullis.server.RequiredMembers;
import java.util.HashMap;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Whether this Tomcat lets a body be read ahead of the application. Tomcat 7 does not: its buffers
 * are handed out in another way, and a request does not tell whether its caller waits to be told to
 * go on. It is guarded all the same; what needs a body is refused there.
 *
 * <p>Apart from everything else that is needed, since the classes named here are not all there in
 * every version.
 */
final class ReadableBodies {
  private static final boolean HERE = look();

  private ReadableBodies() {}

  static boolean areHere() {
    return HERE;
  }

  private static boolean look() {
    try {
      RequiredMembers.ofClass(Request.class)
          .method(InputBuffer.class, "getInputBuffer")
          .method(void.class, "setInputBuffer", InputBuffer.class)
          .method(boolean.class, "hasExpectation")
          .method(void.class, "setExpectation", boolean.class)
          .method(boolean.class, "isFinished")
          .method(HashMap.class, "getAttributes");
      RequiredMembers.ofInterface(InputBuffer.class)
          .method(int.class, "doRead", ApplicationBufferHandler.class)
          .method(int.class, "available");
      RequiredMembers.ofInterface(ActionHook.class)
          .method(void.class, "action", ActionCode.class, Object.class);
      return ReplayedInput.isPossible();
    } catch (LinkageError older) {
      return false;
    }
  }
}
