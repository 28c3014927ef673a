package io.portcullis.server.tomcat;

import io.portcullis.server.BlockingBody;
import io.portcullis.server.BodyBytes;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** The body of a request of Coyote, read by its thread. */
final class TomcatBody extends BlockingBody {
  private final Request request;
  private final Response response;
  private final InputBuffer input;
  private final ReadTimeout readTimeout;
  private final Taken taken = new Taken();
  private boolean whole;

  TomcatBody(Request request, Response response, int maxBytes, long timeoutMillis) {
    super(maxBytes, timeoutMillis);
    this.request = request;
    this.response = response;
    this.input = request.getInputBuffer();
    this.readTimeout = ReadTimeout.of(request);
  }

  /** Whether all of it has been read: then nothing stands between this request and the next. */
  boolean isWhole() {
    return whole;
  }

  @Override
  protected void begin() {
    if (request.hasExpectation()) {
      Continue.KNOWN.send(response);
      // Else the application's first read would send it once more.
      request.setExpectation(false);
    }
  }

  @Override
  protected Step step(BodyBytes bytes) throws Exception {
    if (request.isFinished()) {
      whole = true;
      return Step.END;
    }
    request.action(ActionCode.AVAILABLE, Boolean.TRUE);
    if (request.getAvailable() <= 0) {
      return Step.NOTHING;
    }
    // What is there may be half of a chunk's first line.
    readTimeout.shorten(millisLeft());
    int count;
    try {
      count = input.doRead(taken);
    } finally {
      readTimeout.restore();
    }
    if (count < 0) {
      whole = true;
      return Step.END;
    }
    ByteBuffer buffer = taken.getByteBuffer();
    if (buffer != null) {
      bytes.add(buffer);
    }
    return Step.MORE;
  }

  @Override
  protected void late() {
    readTimeout.expire();
  }

  @Override
  protected void giveBack(byte[] bytes, boolean ended) throws Exception {
    if (bytes.length > 0) {
      ReplayedInput.install(request, bytes);
    }
  }

  /** Where Coyote leaves what it has read. */
  private static final class Taken implements ApplicationBufferHandler {
    private @Nullable ByteBuffer buffer;

    @Override
    public void setByteBuffer(ByteBuffer next) {
      buffer = next;
    }

    @Override
    public @Nullable ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {}
  }
}
