package io.portcullis.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback, over UDP and TCP, that knows some records and can misbehave. */
public final class DnsServer implements AutoCloseable {
  /** What the server does with questions about a name. */
  public enum Manner {
    ANSWER,
    SERVFAIL,
    REFUSED,
    /** Says nothing. */
    DROP,
    /** Says nothing to the first datagram. */
    DROP_FIRST,
    /** Answers a tenth of a second later. */
    LATE,
    /** Fails, says nothing and answers, one after the other. */
    FLAP,
    /** Over UDP a lie with another id comes first. */
    OTHER_ID_FIRST,
    /** Over UDP a lie about another name comes first. */
    OTHER_QUESTION_FIRST,
    /** Over UDP the question itself comes back first. */
    ECHO_FIRST,
    GARBAGE_FIRST,
    GARBAGE,
    /** Nothing but the question, and TC, over UDP. */
    TRUNCATE,
    /** As before, and over TCP garbage. */
    TRUNCATE_THEN_GARBAGE,
    /** As before, and the TCP connection is closed at once. */
    TRUNCATE_THEN_CLOSE,
    /** Knows nothing and points elsewhere. */
    REFER,
    /** Only the first CNAME, and no word about what is behind. */
    ONE_ALIAS_AT_A_TIME
  }

  private static final int LATE_MILLIS = 120;
  private static final int LONGEST_DATAGRAM = 512;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final AtomicInteger flaps = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "test-dns");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final Map<Name, Manner> manners = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private DnsServer(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  /** A server at a free port that knows nothing yet. */
  public static DnsServer start() {
    for (int tries = 0; ; tries++) {
      try {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        DatagramSocket udp = new DatagramSocket(0, loopback);
        try {
          DnsServer server = new DnsServer(udp, new ServerSocket(udp.getLocalPort(), 50, loopback));
          server.threads.execute(server::serveUdp);
          server.threads.execute(server::serveTcp);
          return server;
        } catch (IOException taken) {
          udp.close();
          if (tries == 20) {
            throw taken;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /** The address as an operator writes it. */
  public String text() {
    return "127.0.0.1:" + udp.getLocalPort();
  }

  /** Adds records of the form {@code name ttl type data}. */
  public DnsServer with(String... lines) {
    for (String line : lines) {
      String[] part = line.split(" ", 4);
      try {
        records.add(
            Record.fromString(
                Name.fromString(part[0], Name.root),
                Type.value(part[2]),
                DClass.IN,
                Long.parseLong(part[1]),
                part[3],
                Name.root));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  /** Has these records, and no others from now on. */
  public void become(String... lines) {
    int before = records.size();
    with(lines);
    records.subList(0, before).clear();
  }

  /** Takes back all records of a name. */
  public void forget(String name) {
    records.removeIf(record -> record.getName().equals(nameOf(name)));
  }

  public DnsServer with(String name, Manner manner) {
    manners.put(nameOf(name), manner);
    return this;
  }

  /** The questions so far, as {@code udp name type}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private static Name nameOf(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    byte[] buffer = new byte[65_535];
    while (!udp.isClosed()) {
      DatagramPacket in = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(in);
        Message query = new Message(Arrays.copyOf(in.getData(), in.getLength()));
        SocketAddress from = in.getSocketAddress();
        if (mannerOf(query) == Manner.LATE) {
          threads.execute(() -> answerLate(query, from));
        } else {
          for (byte[] out : overUdp(query)) {
            send(out, from);
          }
        }
      } catch (IOException e) {
        if (!udp.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void answerLate(Message query, SocketAddress from) {
    try {
      TimeUnit.MILLISECONDS.sleep(LATE_MILLIS);
      for (byte[] out : overUdp(query)) {
        send(out, from);
      }
    } catch (IOException e) {
      if (!udp.isClosed()) {
        throw new UncheckedIOException(e);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(byte[] out, SocketAddress to) throws IOException {
    udp.send(new DatagramPacket(out, out.length, to));
  }

  private List<byte[]> overUdp(Message query) throws IOException {
    String question = "udp " + question(query);
    boolean first = !asked.contains(question);
    asked.add(question);
    List<byte[]> out = new ArrayList<>();
    Message right = answer(query);
    Message lie = lie(query);
    switch (mannerOf(query)) {
      case DROP:
        return out;
      case DROP_FIRST:
        if (first) {
          return out;
        }
        break;
      case FLAP:
        int turn = flaps.getAndIncrement() % 3;
        if (turn == 1) {
          return out;
        }
        if (turn == 0) {
          Message failure = reply(query);
          failure.getHeader().setRcode(Rcode.SERVFAIL);
          out.add(failure.toWire());
          return out;
        }
        break;
      case OTHER_ID_FIRST:
        lie.getHeader().setID(query.getHeader().getID() ^ 1);
        out.add(lie.toWire());
        break;
      case OTHER_QUESTION_FIRST:
        lie.removeAllRecords(Section.QUESTION);
        lie.addRecord(
            Record.newRecord(nameOf("other.test"), query.getQuestion().getType(), DClass.IN),
            Section.QUESTION);
        out.add(lie.toWire());
        break;
      case ECHO_FIRST:
        out.add(query.toWire());
        break;
      case GARBAGE_FIRST:
        byte[] cut = right.toWire();
        out.add(new byte[0]);
        out.add(Arrays.copyOf(cut, 11));
        out.add(Arrays.copyOf(cut, cut.length - 1));
        break;
      case GARBAGE:
        out.add(new byte[] {1, 2, 3});
        return out;
      case TRUNCATE:
      case TRUNCATE_THEN_GARBAGE:
      case TRUNCATE_THEN_CLOSE:
        out.add(truncated(query).toWire());
        return out;
      default:
        break;
    }
    byte[] wire = right.toWire(65_535);
    out.add(wire.length > LONGEST_DATAGRAM ? truncated(query).toWire() : wire);
    return out;
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!tcp.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      Message query = new Message(bytes);
      asked.add("tcp " + question(query));
      byte[] out = answer(query).toWire(65_535);
      Manner manner = mannerOf(query);
      if (manner == Manner.TRUNCATE_THEN_CLOSE) {
        return;
      }
      if (manner == Manner.TRUNCATE_THEN_GARBAGE) {
        out = new byte[] {1, 2, 3, 4};
      }
      OutputStream to = socket.getOutputStream();
      to.write(out.length >>> 8);
      to.write(out.length);
      to.write(out);
      to.flush();
    } catch (IOException clientHasGone) {
      // Some tests hang up.
      return;
    }
  }

  private static String question(Message query) {
    return query.getQuestion().getName().toString(true)
        + " "
        + Type.string(query.getQuestion().getType());
  }

  private Manner mannerOf(Message query) {
    return manners.getOrDefault(query.getQuestion().getName(), Manner.ANSWER);
  }

  private static Message reply(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  private static Message truncated(Message query) {
    Message reply = reply(query);
    reply.getHeader().setFlag(Flags.TC);
    return reply;
  }

  /** What a forger would have the client believe: every address is 192.0.2.66's. */
  private static Message lie(Message query) throws IOException {
    Message lie = reply(query);
    int type = query.getQuestion().getType();
    if (type == Type.A || type == Type.PTR) {
      lie.addRecord(
          Record.fromString(
              query.getQuestion().getName(),
              type,
              DClass.IN,
              60,
              type == Type.A ? "192.0.2.66" : "forged.test.",
              Name.root),
          Section.ANSWER);
    }
    return lie;
  }

  private Message answer(Message query) throws IOException {
    Message reply = reply(query);
    Manner manner = mannerOf(query);
    if (manner == Manner.SERVFAIL || manner == Manner.REFUSED) {
      reply.getHeader().setRcode(manner == Manner.SERVFAIL ? Rcode.SERVFAIL : Rcode.REFUSED);
      return reply;
    }
    Name name = query.getQuestion().getName();
    if (manner == Manner.REFER) {
      reply.getHeader().unsetFlag(Flags.AA);
      reply.addRecord(
          Record.fromString(name, Type.NS, DClass.IN, 60, "ns.test.", Name.root),
          Section.AUTHORITY);
      return reply;
    }
    int type = query.getQuestion().getType();
    for (int aliases = 0; aliases < 20; aliases++) {
      boolean found = false;
      boolean exists = false;
      Name target = null;
      for (Record record : records) {
        if (record.getName().equals(name)) {
          exists = true;
          if (record.getType() == type) {
            found = true;
            reply.addRecord(record, Section.ANSWER);
          } else if (record instanceof CNAMERecord alias) {
            target = alias.getTarget();
            if (!reply.findRecord(record, Section.ANSWER)) {
              reply.addRecord(record, Section.ANSWER);
            }
          }
        }
      }
      if (found || target != null && manner == Manner.ONE_ALIAS_AT_A_TIME) {
        return reply;
      }
      if (target == null) {
        reply.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
        reply.addRecord(authorityFor(name), Section.AUTHORITY);
        return reply;
      }
      name = target;
    }
    return reply;
  }

  /** What tells how long there is nothing: of the zone where it is known, else of the root. */
  private Record authorityFor(Name name) throws IOException {
    for (Record record : records) {
      if (record.getType() == Type.SOA && name.subdomain(record.getName())) {
        return record;
      }
    }
    return Record.fromString(Name.root, Type.SOA, DClass.IN, 60, "ns. mail. 1 2 3 4 30", Name.root);
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
