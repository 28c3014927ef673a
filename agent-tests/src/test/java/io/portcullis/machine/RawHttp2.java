package io.portcullis.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http2.hpack.HPackDecoder;

/**
 * A client that speaks HTTP/2 in frames of its own making. For one thread.
 *
 * <p>An answer that breaks the protocol, or a server that ends the connection over one, fails the
 * test.
 */
public final class RawHttp2 implements AutoCloseable {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 0x1;
  private static final int ACK = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;
  private static final int WINDOW = 1 << 24;

  private final RawHttp connection;
  private final HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.ISO_8859_1);
  private final Map<Integer, Stream> streams = new HashMap<>();
  private int nextStream = 1;
  private String scheme = "http";

  /** What has come of one answer. */
  private static final class Stream {
    final ByteArrayOutputStream block = new ByteArrayOutputStream();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<Map.Entry<String, String>> headers = List.of();
    boolean ended;
  }

  private RawHttp2(RawHttp connection) throws IOException {
    this.connection = connection;
    connection.sendBytes(PREFACE);
    // INITIAL_WINDOW_SIZE, and the same for the connection: nothing here waits for flow control.
    frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW).array());
    frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
  }

  /** A connection with prior knowledge that the server speaks HTTP/2. */
  public static RawHttp2 connect(String from, int port) throws IOException {
    return new RawHttp2(RawHttp.connect(from, port));
  }

  /** The same over TLS, where the server chose HTTP/2 in the handshake. */
  public static RawHttp2 connect(String from, int port, SSLContext tls) throws IOException {
    RawHttp connection = RawHttp.connect(from, port, tls, "h2");
    RawHttp2 http2 = new RawHttp2(connection);
    http2.scheme = "https";
    return http2;
  }

  /** A connection that an HTTP/1.1 answer 101 has just turned into one; its request is stream 1. */
  public static RawHttp2 upgraded(RawHttp connection) throws IOException {
    RawHttp2 http2 = new RawHttp2(connection);
    http2.streams.put(http2.nextStream, new Stream());
    http2.nextStream += 2;
    return http2;
  }

  /** Sends the headers of a request, which are all of it if it {@code ends} with them. */
  public int send(String method, String path, boolean ends, String... headers) throws IOException {
    return sendTo("contract.test", method, path, ends, headers);
  }

  /** The same to another {@code :authority}; where it is empty there is none. */
  public int sendTo(String authority, String method, String path, boolean ends, String... headers)
      throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", method);
    field(block, ":scheme", scheme);
    if (!authority.isEmpty()) {
      field(block, ":authority", authority);
    }
    field(block, ":path", path);
    for (String header : headers) {
      int colon = header.indexOf(':');
      field(block, header.substring(0, colon), header.substring(colon + 1).trim());
    }
    int id = nextStream;
    nextStream += 2;
    streams.put(id, new Stream());
    frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), id, block.toByteArray());
    return id;
  }

  public void data(int id, String latin1, boolean ends) throws IOException {
    frame(DATA, ends ? END_STREAM : 0, id, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a request without a body and waits for its answer. */
  public RawResponse exchange(String method, String path, String... headers) throws IOException {
    return read(send(method, path, true, headers));
  }

  /** The answer on a stream, whole. */
  public RawResponse read(int id) throws IOException {
    Stream stream = Objects.requireNonNull(streams.get(id), "read already");
    while (!stream.ended) {
      readFrame();
    }
    streams.remove(id);
    int status = 0;
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (Map.Entry<String, String> header : stream.headers) {
      if (header.getKey().equals(":status")) {
        status = Integer.parseInt(header.getValue());
      } else {
        fields.add(header);
      }
    }
    byte[] body = stream.body.toByteArray();
    return new RawResponse(status, List.copyOf(fields), body, text(stream, body));
  }

  private static byte[] text(Stream stream, byte[] body) {
    StringBuilder text = new StringBuilder();
    stream.headers.forEach(h -> text.append(h.getKey() + ": " + h.getValue() + "\r\n"));
    text.append("\r\n").append(new String(body, StandardCharsets.ISO_8859_1));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void readFrame() throws IOException {
    ByteBuffer head = ByteBuffer.wrap(exactly(9));
    int length = (head.get() & 0xff) << 16 | (head.getShort() & 0xffff);
    int type = head.get();
    int flags = head.get();
    int id = head.getInt() & 0x7fff_ffff;
    byte[] payload = exactly(length);
    switch (type) {
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          frame(SETTINGS, ACK, 0, new byte[0]);
        }
      }
      case PING -> {
        if ((flags & ACK) == 0) {
          frame(PING, ACK, 0, payload);
        }
      }
      case GOAWAY -> {
        int error = ByteBuffer.wrap(payload).getInt(4);
        throw new AssertionError(
            "the server goes away with error " + error + ": " + latin1(payload, 8));
      }
      case RST_STREAM -> {
        Stream stream = streams.get(id);
        if (stream != null && !stream.ended) {
          throw new AssertionError(
              "the server resets stream "
                  + id
                  + " with error "
                  + ByteBuffer.wrap(payload).getInt());
        }
      }
      case HEADERS, CONTINUATION, DATA -> content(type, flags, id, payload);
      default -> {}
    }
  }

  private void content(int type, int flags, int id, byte[] payload) throws IOException {
    Stream stream = streams.get(id);
    if (stream == null || stream.ended) {
      throw new AssertionError("frame " + type + " on stream " + id + ", which is over");
    }
    ByteBuffer content = ByteBuffer.wrap(payload);
    if (type != CONTINUATION && (flags & PADDED) != 0) {
      int padding = content.get() & 0xff;
      content.limit(content.limit() - padding);
    }
    if (type == HEADERS && (flags & PRIORITY) != 0) {
      content.position(content.position() + 5);
    }
    ByteArrayOutputStream to = type == DATA ? stream.body : stream.block;
    to.write(payload, content.position(), content.remaining());
    if (type != DATA && (flags & END_HEADERS) != 0) {
      decode(stream);
    }
    if (type != CONTINUATION && (flags & END_STREAM) != 0) {
      stream.ended = true;
    }
  }

  private void decode(Stream stream) throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    try {
      for (Header header : decoder.decodeHeaders(ByteBuffer.wrap(stream.block.toByteArray()))) {
        headers.add(Map.entry(header.getName(), header.getValue()));
      }
    } catch (HttpException e) {
      throw new IOException(e);
    }
    stream.block.reset();
    // Interim answers are replaced by the final one; trailers do not occur here.
    stream.headers = headers;
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = connection.in().readNBytes(count);
    if (bytes.length < count) {
      throw new AssertionError("the server has closed the connection");
    }
    return bytes;
  }

  private static String latin1(byte[] bytes, int from) {
    return new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
  }

  /** A literal field without indexing, without Huffman code. */
  private static void field(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    string(block, name);
    string(block, value);
  }

  private static void string(ByteArrayOutputStream block, String text) {
    int rest = text.length();
    if (rest < 127) {
      block.write(rest);
    } else {
      block.write(127);
      for (rest -= 127; rest >= 128; rest >>= 7) {
        block.write(rest & 127 | 128);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    connection.sendBytes(frame.array());
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
