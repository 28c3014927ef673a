package io.portcullis.server.jetty12;

import io.portcullis.engine.RequestBody;
import io.portcullis.server.BodyBytes;
import io.portcullis.server.ParkedBody;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of a parked request, read as it comes. The application gets a request that begins with
 * what was read, and goes on with what Jetty has left of it.
 *
 * <p>Jetty knows one demand at a time. One of ours that is still open when the time is up becomes
 * that of the application.
 */
final class Jetty12Body extends ParkedBody {
  private final Request request;
  private final BodyBytes bytes;
  private final Object lock = new Object();
  private boolean ended;
  private boolean last;
  private boolean demanded;
  private Content.@Nullable Chunk end;
  private @Nullable Runnable heir;

  Jetty12Body(Request request, int maxBytes, long timeoutMillis) {
    super(timeoutMillis);
    this.request = request;
    this.bytes = new BodyBytes(maxBytes);
  }

  @Override
  protected void start() {
    read();
  }

  @Override
  protected void stop(String reason) {
    end(RequestBody.unreadable(reason));
  }

  private void read() {
    RequestBody read;
    synchronized (lock) {
      demanded = false;
      if (ended) {
        Runnable next = heir;
        heir = null;
        if (next != null) {
          executor().execute(next);
        }
        return;
      }
      read = take();
      if (read == null) {
        demanded = true;
      }
    }
    if (read != null) {
      end(read);
    } else {
      request.demand(
          new Runnable() {
            @Override
            public void run() {
              read();
            }
          });
    }
  }

  /** Takes what has come; null where more is to come. */
  private @Nullable RequestBody take() {
    for (Content.Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
      if (Content.Chunk.isFailure(chunk)) {
        end = chunk;
        return RequestBody.unreadable("body_aborted");
      }
      last = chunk.isLast();
      if (last && !chunk.getByteBuffer().hasRemaining()) {
        // Of no byte, but it may hold the trailers.
        end = chunk;
      } else {
        bytes.add(chunk.getByteBuffer());
        chunk.release();
      }
      if (last || bytes.isTooMuch()) {
        return bytes.whole();
      }
    }
    return null;
  }

  private void end(RequestBody read) {
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
    }
    done(read);
  }

  private Executor executor() {
    return request.getConnectionMetaData().getConnector().getExecutor();
  }

  /** The request for the application, once the wait is over. */
  Request forApplication() {
    synchronized (lock) {
      ended = true;
      return new Replayed(bytes.toArray(), last && end == null, end);
    }
  }

  /** The request with its whole body. */
  private final class Replayed extends Request.Wrapper {
    private final boolean whole;
    private final Content.@Nullable Chunk end;
    private @Nullable ByteBuffer first;

    Replayed(byte[] first, boolean whole, Content.@Nullable Chunk end) {
      super(request);
      this.whole = whole;
      this.end = end;
      this.first = first.length == 0 ? null : ByteBuffer.wrap(first);
    }

    @Override
    public Content.@Nullable Chunk read() {
      ByteBuffer next = first;
      if (next != null) {
        first = null;
        return Content.Chunk.from(next, whole);
      }
      if (whole) {
        return Content.Chunk.EOF;
      }
      return end != null ? end : super.read();
    }

    @Override
    public void demand(Runnable then) {
      if (first != null || whole || end != null) {
        executor().execute(then);
        return;
      }
      synchronized (lock) {
        if (demanded) {
          heir = then;
          return;
        }
      }
      super.demand(then);
    }
  }
}
