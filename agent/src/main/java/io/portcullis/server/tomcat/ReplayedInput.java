package io.portcullis.server.tomcat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a request's own input and hands out again what was read ahead of it.
 *
 * <pre>
 *   Request → input buffer → ReplayedInput → the protocol's    bytes
 *           → hook         → ReplayedInput → the processor     how many there are, whether that is all
 * </pre>
 *
 * <p>Both are put back as they were as soon as the last byte is handed out. Where the application
 * does not read so far, they are still there when Coyote uses the request for the next one: an
 * attribute, which Coyote clears with the request, tells that they are of an earlier one.
 */
final class ReplayedInput implements InputBuffer, ActionHook {
  private static final String MARK = "io.portcullis.replayed";
  private static final @Nullable Field HOOK = hook();

  private final Request request;
  private final InputBuffer input;
  private final ActionHook processor;
  private final ByteBuffer rest;

  private ReplayedInput(Request request, ActionHook processor, byte[] bytes) {
    this.request = request;
    this.input = request.getInputBuffer();
    this.processor = processor;
    this.rest = ByteBuffer.wrap(bytes);
  }

  private static @Nullable Field hook() {
    try {
      Field field = Request.class.getDeclaredField("hook");
      field.setAccessible(true);
      return field.getType() == ActionHook.class ? field : null;
    } catch (ReflectiveOperationException | RuntimeException misfit) {
      return null;
    }
  }

  /** Whether this Tomcat lets itself be told what was read. */
  static boolean isPossible() {
    return HOOK != null;
  }

  /** The processor that serves a request. */
  static Object processorOf(Request request) throws IllegalAccessException {
    return field().get(request);
  }

  private static Field field() {
    Field field = HOOK;
    if (field == null) {
      throw new IllegalStateException("an unknown shape of Tomcat");
    }
    return field;
  }

  static void install(Request request, byte[] bytes) throws IllegalAccessException {
    ReplayedInput replayed = new ReplayedInput(request, (ActionHook) processorOf(request), bytes);
    request.setAttribute(MARK, replayed);
    field().set(request, replayed);
    request.setInputBuffer(replayed);
  }

  /** Takes away what an earlier request has left behind. */
  static void removeFrom(Request request) {
    InputBuffer input = request.getInputBuffer();
    if (input instanceof ReplayedInput) {
      ((ReplayedInput) input).remove();
    }
  }

  private void remove() {
    try {
      rest.position(rest.limit());
      if (request.getInputBuffer() == this) {
        request.setInputBuffer(input);
      }
      if (field().get(request) == this) {
        field().set(request, processor);
      }
      if (request.getAttribute(MARK) == this) {
        request.getAttributes().remove(MARK);
      }
    } catch (IllegalAccessException misfit) {
      throw new IllegalStateException(misfit);
    }
  }

  private boolean isOver() {
    if (request.getAttribute(MARK) != this) {
      remove();
    }
    return !rest.hasRemaining();
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    if (isOver()) {
      return input.doRead(handler);
    }
    ByteBuffer all = rest.duplicate();
    remove();
    handler.setByteBuffer(all);
    return all.remaining();
  }

  /** Of Tomcat 8.5 alone. */
  @Override
  @SuppressWarnings("deprecation")
  public int doRead(ByteChunk chunk) throws IOException {
    if (isOver()) {
      return input.doRead(chunk);
    }
    byte[] all = new byte[rest.remaining()];
    rest.get(all);
    remove();
    chunk.setBytes(all, 0, all.length);
    return all.length;
  }

  @Override
  public int available() {
    return isOver() ? input.available() : rest.remaining();
  }

  @Override
  public void action(ActionCode code, @Nullable Object parameter) {
    if (!isOver()) {
      if (code == ActionCode.AVAILABLE) {
        request.setAvailable(rest.remaining());
        return;
      }
      if (code == ActionCode.REQUEST_BODY_FULLY_READ && parameter instanceof AtomicBoolean) {
        ((AtomicBoolean) parameter).set(false);
        return;
      }
      if (code == ActionCode.NB_READ_INTEREST && parameter instanceof AtomicBoolean) {
        ((AtomicBoolean) parameter).set(true);
        return;
      }
      if (code == ActionCode.REQ_SET_BODY_REPLAY) {
        // Somebody else replays a body of his own.
        remove();
      }
    }
    processor.action(code, parameter);
  }
}
