package io.portcullis.server.undertow;

import io.portcullis.engine.RequestBody;
import io.portcullis.server.BodyBytes;
import io.portcullis.server.ParkedBody;
import io.portcullis.server.RequiredMembers;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * The body of a parked exchange, read by its I/O thread alone as it comes. Undertow hands it out
 * once more to whoever asks for the request channel next, with what is still to come behind it.
 */
final class UndertowBody extends ParkedBody {
  private static final int PIECE = 16_384;

  private final HttpServerExchange exchange;
  private final BodyBytes bytes;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
  private @Nullable StreamSourceChannel channel;
  private boolean ended;

  UndertowBody(HttpServerExchange exchange, int maxBytes, long timeoutMillis) {
    super(timeoutMillis);
    this.exchange = exchange;
    this.bytes = new BodyBytes(maxBytes);
  }

  @Override
  protected void start() {
    exchange
        .getIoThread()
        .execute(
            new Runnable() {
              @Override
              public void run() {
                open();
              }
            });
  }

  @Override
  protected void stop(String reason) {
    exchange
        .getIoThread()
        .execute(
            new Runnable() {
              @Override
              public void run() {
                end(RequestBody.unreadable(reason));
              }
            });
  }

  private void open() {
    if (ended) {
      return;
    }
    if (exchange.isRequestComplete()) {
      end(RequestBody.none());
      return;
    }
    try {
      if (HttpContinue.requiresContinueResponse(exchange)) {
        HttpContinue.sendContinueResponse(exchange, new Continued());
      } else {
        read();
      }
    } catch (RuntimeException fault) {
      end(RequestBody.unreadable("body_aborted"));
    }
  }

  private void read() {
    if (ended) {
      return;
    }
    try {
      StreamSourceChannel source = channel;
      if (source == null) {
        source = exchange.getRequestChannel();
        channel = source;
      }
      while (!bytes.isTooMuch()) {
        piece.clear();
        int count = source.read(piece);
        if (count < 0) {
          end(bytes.whole());
          return;
        }
        if (count == 0) {
          source.getReadSetter().set(new Arrived());
          source.resumeReads();
          return;
        }
        piece.flip();
        bytes.add(piece);
      }
      end(bytes.whole());
    } catch (IOException | RuntimeException fault) {
      end(RequestBody.unreadable("body_aborted"));
    }
  }

  private void end(RequestBody read) {
    if (ended) {
      return;
    }
    ended = true;
    StreamSourceChannel source = channel;
    if (source != null) {
      source.suspendReads();
      source.getReadSetter().set(null);
    }
    done(read);
  }

  /** Has the application begin with what was read; for the end of the wait, on the I/O thread. */
  void giveBack() {
    ended = true;
    if (channel != null) {
      byte[] back = bytes.toArray();
      if (back.length > 0) {
        Connectors.ungetRequestBytes(exchange, new ReadBytes(ByteBuffer.wrap(back)));
      }
      Connectors.resetRequestChannel(exchange);
    }
  }

  /** Looks up what is called here; throws a {@link LinkageError} where a version is without it. */
  static void requireMembers() {
    RequiredMembers.ofClass(Connectors.class)
        .method(void.class, "ungetRequestBytes", HttpServerExchange.class, PooledByteBuffer[].class)
        .method(void.class, "resetRequestChannel", HttpServerExchange.class);
    RequiredMembers.ofClass(HttpServerExchange.class)
        .method(StreamSourceChannel.class, "getRequestChannel");
    RequiredMembers.ofClass(HttpContinue.class)
        .method(void.class, "sendContinueResponse", HttpServerExchange.class, IoCallback.class);
  }

  /** What has been read: not from a pool, but handed out as if it were. */
  private static final class ReadBytes implements PooledByteBuffer {
    private final ByteBuffer buffer;
    private boolean open = true;

    ReadBytes(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getBuffer() {
      return buffer;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public boolean isOpen() {
      return open;
    }
  }

  private final class Arrived implements ChannelListener<StreamSourceChannel> {
    @Override
    public void handleEvent(StreamSourceChannel source) {
      read();
    }
  }

  private final class Continued implements IoCallback {
    @Override
    public void onComplete(HttpServerExchange answered, Sender sender) {
      read();
    }

    @Override
    public void onException(HttpServerExchange answered, Sender sender, IOException gone) {
      end(RequestBody.unreadable("body_aborted"));
    }
  }
}
