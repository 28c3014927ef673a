package io.portcullis.server.jetty9;

import io.portcullis.server.BlockingBody;
import io.portcullis.server.BodyBytes;
import io.portcullis.server.RequiredMembers;
import java.io.EOFException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Deque;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpInput;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request of Jetty 9.4, read by its thread. Its input is a queue of pieces: what was
 * read is put in front of it again, and one that has come to its end begins anew.
 */
final class Jetty9Body extends BlockingBody {
  private static final int PIECE = 8_192;

  private static final Field QUEUE = field("_inputQ");
  private static final Field CONTENT = field("_content");
  private static final Field END_MARK = field("EOF_CONTENT");

  private final HttpChannel channel;
  private final HttpInput input;
  private final byte[] piece = new byte[PIECE];

  Jetty9Body(HttpChannel channel, int maxBytes, long timeoutMillis) {
    super(maxBytes, timeoutMillis);
    this.channel = channel;
    this.input = channel.getRequest().getHttpInput();
  }

  /** Looks up what is called here; throws a {@link LinkageError} where a version is without it. */
  static void requireMembers() {
    RequiredMembers.ofClass(Request.class).method(HttpInput.class, "getHttpInput");
    RequiredMembers.ofClass(HttpChannel.class)
        .method(boolean.class, "isExpecting100Continue")
        .method(void.class, "continue100", int.class);
    RequiredMembers.ofClass(HttpInput.class)
        .method(int.class, "read", byte[].class, int.class, int.class)
        .method(int.class, "available")
        .method(boolean.class, "hasContent")
        .method(boolean.class, "isFinished")
        .method(boolean.class, "isError")
        .method(void.class, "recycle")
        .method(boolean.class, "addContent", HttpInput.Content.class)
        .method(boolean.class, "eof");
    RequiredMembers.ofClass(HttpInput.Content.class).constructor(ByteBuffer.class);
    if (QUEUE.getType() != Deque.class || CONTENT.getType() != HttpInput.Content.class) {
      throw new NoSuchFieldError("HttpInput._inputQ");
    }
  }

  private static Field field(String name) {
    try {
      Field field = HttpInput.class.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException misfit) {
      throw new NoSuchFieldError("HttpInput." + name);
    }
  }

  @Override
  protected void begin() throws Exception {
    if (channel.isExpecting100Continue()) {
      channel.continue100(input.available());
    }
  }

  /**
   * Never reads the mark of the end: Jetty would take the request for one that waits to be told.
   */
  @Override
  protected Step step(BodyBytes bytes) throws Exception {
    if (input.available() > 0) {
      bytes.add(piece, input.read(piece, 0, piece.length));
      return Step.MORE;
    }
    if (input.isFinished()) {
      if (input.isError()) {
        throw new EOFException();
      }
      return Step.END;
    }
    if (!input.hasContent()) {
      return Step.NOTHING;
    }
    Object next = CONTENT.get(input);
    if (next == null) {
      Deque<?> pieces = (Deque<?>) QUEUE.get(input);
      synchronized (pieces) {
        next = pieces.peek();
      }
    }
    if (next != END_MARK.get(null)) {
      throw new EOFException();
    }
    return Step.END;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected void giveBack(byte[] bytes, boolean ended) throws Exception {
    HttpInput.Content content = new HttpInput.Content(ByteBuffer.wrap(bytes));
    if (input.isFinished()) {
      input.recycle();
      if (bytes.length > 0) {
        input.addContent(content);
      }
      input.eof();
    } else if (bytes.length > 0) {
      Deque<Object> pieces = (Deque<Object>) QUEUE.get(input);
      synchronized (pieces) {
        // One that was begun is ahead of the queue.
        Object current = CONTENT.get(input);
        if (current != null) {
          pieces.addFirst(current);
          CONTENT.set(input, null);
        }
        pieces.addFirst(content);
      }
    }
  }
}
