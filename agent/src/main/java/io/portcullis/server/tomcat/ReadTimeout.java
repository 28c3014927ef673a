package io.portcullis.server.tomcat;

import java.lang.reflect.Method;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * How long a read of a connection may block. In HTTP/2 the connection is that of all streams, and
 * nothing is changed there: no read of a stream that has bytes blocks.
 */
final class ReadTimeout {
  private final @Nullable SocketWrapperBase<?> socket;
  private final long before;
  private boolean shortened;

  private ReadTimeout(@Nullable SocketWrapperBase<?> socket) {
    this.socket = socket;
    this.before = socket == null ? 0 : socket.getReadTimeout();
  }

  static ReadTimeout of(Request request) {
    try {
      Object processor = ReplayedInput.processorOf(request);
      for (Class<?> type = processor.getClass(); type != null; type = type.getSuperclass()) {
        if (type.getName().equals("org.apache.coyote.http2.StreamProcessor")) {
          return new ReadTimeout(null);
        }
        if (type.getName().equals("org.apache.coyote.AbstractProcessor")) {
          Method method = type.getDeclaredMethod("getSocketWrapper");
          method.setAccessible(true);
          return new ReadTimeout((SocketWrapperBase<?>) method.invoke(processor));
        }
      }
    } catch (ReflectiveOperationException | RuntimeException misfit) {
      throw new IllegalStateException("an unknown shape of Tomcat", misfit);
    }
    return new ReadTimeout(null);
  }

  synchronized void shorten(long millis) {
    if (socket != null) {
      socket.setReadTimeout(millis);
      shortened = true;
    }
  }

  synchronized void restore() {
    if (socket != null) {
      socket.setReadTimeout(before);
      shortened = false;
    }
  }

  /** Ends a read that each byte has begin anew; on any thread. */
  synchronized void expire() {
    if (shortened && socket != null) {
      socket.setReadTimeout(1);
    }
  }
}
