package io.portcullis.dns;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Puts one question to one server, over UDP and, where the answer is cut off, over TCP.
 * Thread-safe.
 *
 * <p>Each question goes out from a socket of its own, at a port that the system draws, with an id
 * that nobody can foresee. The socket is connected, so that only the server's address is heard; a
 * datagram with another id or another question, or that is no message, is as if it had not come.
 * dnsjava's own client takes the first datagram of all for the answer, and shares one thread and a
 * hook at the end of the JVM that outlive whoever uses it.
 */
final class DnsTransport {
  private static final int LONGEST_MESSAGE = 65_535;

  private final Ticks ticks;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  DnsTransport(Ticks ticks) {
    this.ticks = ticks;
  }

  /**
   * The server's answer to a question; throws {@link SocketTimeoutException} where none came in
   * time, and {@link MalformedAnswerException} where it was none.
   */
  Message ask(InetSocketAddress server, Name name, int type, int timeoutMillis)
      throws IOException, MalformedAnswerException {
    Record question = Record.newRecord(name, type, DClass.IN);
    Message query = new Message(Ids.RANDOM.nextInt(1 << 16));
    query.getHeader().setFlag(Flags.RD);
    query.addRecord(question, Section.QUESTION);
    byte[] bytes = query.toWire();
    long deadline = ticks.millis() + timeoutMillis;
    Message answer = overUdp(server, query, bytes, deadline, timeoutMillis / 2);
    if (answer.getHeader().getFlag(Flags.TC)) {
      answer = overTcp(server, query, bytes, deadline);
    }
    return answer;
  }

  /** Closes the sockets of all that wait, so that their threads end. */
  void close() {
    closed = true;
    for (Closeable socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It was to be given up, and that it is.
        open.remove(socket);
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Lists a socket among those to close; what it gives takes it off the list again. */
  private Closeable opened(final Closeable socket) throws IOException {
    open.add(socket);
    if (closed) {
      open.remove(socket);
      throw new SocketException("closed");
    }
    return new Closeable() {
      @Override
      public void close() {
        open.remove(socket);
      }
    };
  }

  private Message overUdp(
      InetSocketAddress server, Message query, byte[] bytes, long deadline, int resendBefore)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket();
        Closeable registered = opened(socket)) {
      socket.connect(server.getAddress(), server.getPort());
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      socket.send(packet);
      boolean resent = false;
      byte[] buffer = new byte[LONGEST_MESSAGE];
      while (true) {
        long left = left(deadline);
        // A datagram may be lost: half-way the question is put once more.
        boolean first = !resent && left > resendBefore;
        socket.setSoTimeout((int) Math.max(1, first ? left - resendBefore : left));
        DatagramPacket received = new DatagramPacket(buffer, buffer.length);
        try {
          socket.receive(received);
        } catch (SocketTimeoutException e) {
          if (resent) {
            throw e;
          }
          resent = true;
          socket.send(packet);
          continue;
        }
        Message answer = parsed(copy(buffer, received.getLength()));
        if (answer != null && answers(answer, query)) {
          return answer;
        }
      }
    }
  }

  private Message overTcp(InetSocketAddress server, Message query, byte[] bytes, long deadline)
      throws IOException, MalformedAnswerException {
    // No proxy that the application has for itself.
    try (Socket socket = new Socket(Proxy.NO_PROXY);
        Closeable registered = opened(socket)) {
      socket.connect(server, (int) left(deadline));
      socket.setTcpNoDelay(true);
      byte[] framed = new byte[bytes.length + 2];
      framed[0] = (byte) (bytes.length >>> 8);
      framed[1] = (byte) bytes.length;
      System.arraycopy(bytes, 0, framed, 2, bytes.length);
      socket.getOutputStream().write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] length = new byte[2];
      readFully(socket, in, length, deadline);
      byte[] answer = new byte[(length[0] & 0xff) << 8 | length[1] & 0xff];
      readFully(socket, in, answer, deadline);
      Message message = parsed(answer);
      if (message == null || !answers(message, query) || message.getHeader().getFlag(Flags.TC)) {
        throw new MalformedAnswerException();
      }
      return message;
    }
  }

  /** Fills a buffer before the deadline, however slowly the bytes drip in. */
  private void readFully(Socket socket, DataInputStream in, byte[] buffer, long deadline)
      throws IOException {
    for (int at = 0; at < buffer.length; ) {
      socket.setSoTimeout((int) left(deadline));
      int n = in.read(buffer, at, buffer.length - at);
      if (n < 0) {
        throw new EOFException();
      }
      at += n;
    }
  }

  private long left(long deadline) throws SocketTimeoutException {
    long left = deadline - ticks.millis();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return left;
  }

  private static byte[] copy(byte[] buffer, int length) {
    byte[] bytes = new byte[length];
    System.arraycopy(buffer, 0, bytes, 0, length);
    return bytes;
  }

  private static @Nullable Message parsed(byte[] bytes) {
    try {
      return new Message(bytes);
    } catch (IOException | RuntimeException e) {
      // What a stranger sends may be anything; it is no message, and the wait goes on.
      return null;
    }
  }

  private static boolean answers(Message answer, Message query) {
    if (answer.getHeader().getID() != query.getHeader().getID()
        || !answer.getHeader().getFlag(Flags.QR)
        || answer.getHeader().getOpcode() != Opcode.QUERY
        || answer.getSection(Section.QUESTION).size() != 1) {
      return false;
    }
    Record asked = query.getQuestion();
    Record said = answer.getQuestion();
    return said.getName().equals(asked.getName())
        && said.getType() == asked.getType()
        && said.getDClass() == asked.getDClass();
  }

  /** Made with the first question: the host's security providers are no business of its start. */
  private static final class Ids {
    static final SecureRandom RANDOM = new SecureRandom();
  }
}
