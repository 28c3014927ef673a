package io.portcullis.machine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client that sends exactly the bytes it is told, from the loopback address it is told, and reads
 * answers as they come. For one thread.
 *
 * <p>A read waits 5 seconds at most, so that an answer that is held back fails the test.
 */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket;
  private final InputStream in;

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** A connection to a port of 127.0.0.1, from an address such as {@code 127.0.0.2}. */
  public static RawHttp connect(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    return new RawHttp(socket);
  }

  /** The same over TLS to a server whoever it is, with what proves the client. */
  public static RawHttp connect(String from, int port, SSLContext tls) throws IOException {
    return connect(from, port, tls, "");
  }

  /** The same with a protocol that the server has to choose in the handshake; empty for none. */
  static RawHttp connect(String from, int port, SSLContext tls, String protocol)
      throws IOException {
    RawHttp plain = connect(from, port);
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain.socket, "127.0.0.1", port, true);
    if (!protocol.isEmpty()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    if (!socket.getApplicationProtocol().equals(protocol)) {
      throw new AssertionError(
          "the server speaks `" + socket.getApplicationProtocol() + "`, not `" + protocol + "`");
    }
    return new RawHttp(socket);
  }

  /** A GET, with a Host and the header lines given, on a connection that stays open. */
  public static String get(String target, String... headers) {
    return request("GET", target, headers);
  }

  /** A request without a body, ended by its empty line. */
  public static String request(String method, String target, String... headers) {
    StringBuilder text =
        new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: contract.test\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** A POST of a text whose length is announced. */
  public static String post(String target, String body, String... headers) {
    String[] all = new String[headers.length + 1];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Length: " + body.length();
    return request("POST", target, all) + body;
  }

  /** Sends a text, each character one byte. */
  public RawHttp send(String latin1) throws IOException {
    socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /**
   * Sends as much as the server takes: one that has already answered may stop listening.
   *
   * @return whether it took all
   */
  public boolean sendWhatIsTaken(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The next answer, interim ones (100) included. */
  public RawResponse read() throws IOException {
    return read(false);
  }

  /** The next answer, which is one to a HEAD request and has no body whatever it announces. */
  public RawResponse readToHead() throws IOException {
    return read(true);
  }

  private RawResponse read(boolean toHead) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    String statusLine = line(raw);
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(raw); !line.isEmpty(); line = line(raw)) {
      int colon = line.indexOf(':');
      headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).trim()));
    }
    RawResponse head = new RawResponse(status, List.copyOf(headers), new byte[0], new byte[0]);
    byte[] body =
        toHead || status < 200 || status == 204 || status == 304 ? new byte[0] : body(head, raw);
    return new RawResponse(status, head.headers(), body, raw.toByteArray());
  }

  private byte[] body(RawResponse head, ByteArrayOutputStream raw) throws IOException {
    if (head.header("Transfer-Encoding").isPresent()) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunkSize(raw); size > 0; size = chunkSize(raw)) {
        body.write(exactly(size, raw));
        line(raw);
      }
      for (String trailer = line(raw); !trailer.isEmpty(); trailer = line(raw)) {
        // Trailers are kept as bytes only.
      }
      return body.toByteArray();
    }
    if (head.header("Content-Length").isPresent()) {
      return exactly(Integer.parseInt(head.header("Content-Length").orElseThrow()), raw);
    }
    byte[] rest = in.readAllBytes();
    raw.write(rest);
    return rest;
  }

  private int chunkSize(ByteArrayOutputStream raw) throws IOException {
    return Integer.parseInt(line(raw).split(";", 2)[0].trim(), 16);
  }

  private byte[] exactly(int count, ByteArrayOutputStream raw) throws IOException {
    byte[] bytes = in.readNBytes(count);
    raw.write(bytes);
    if (bytes.length < count) {
      throw new EOFException("the body ends after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private String line(ByteArrayOutputStream raw) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("closed after `" + line + "`");
      }
      raw.write(c);
      if (c == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(c);
    }
  }

  /** Everything up to the end of the connection, as text of one character a byte. */
  public String readToEnd() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Whether the server has ended the connection, with or without a reset; waits for it. */
  public boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  InputStream in() {
    return in;
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Drops the connection the hard way: the server gets a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
