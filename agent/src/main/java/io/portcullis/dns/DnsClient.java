package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks DNS servers, one after the other, and waits for them. Thread-safe; opens a socket a question
 * and keeps none.
 */
public final class DnsClient implements Names, Closeable {
  /** How many CNAMEs are followed. */
  static final int MOST_ALIASES = 8;

  private final ServerList servers;
  private final DnsTransport transport;
  private final Ticks ticks;
  private final int timeout;
  private final int patience;

  private DnsClient(ServerList servers, Ticks ticks, DnsSettings settings) {
    this.servers = servers;
    this.ticks = ticks;
    this.transport = new DnsTransport(ticks);
    this.timeout = settings.timeoutMillis();
    // Each server may be slow, and each CNAME a question more: beyond this nobody is waiting.
    this.patience = Math.max(settings.budgetMillis(), 2 * settings.timeoutMillis());
  }

  /** A client of the servers in the settings, or of the system's where there are none. */
  public static DnsClient of(final DnsSettings settings) {
    ServerList servers =
        settings.servers().isEmpty()
            ? new SystemServers(SystemTicks.INSTANCE)
            : new ServerList() {
              @Override
              public List<InetSocketAddress> servers() {
                return settings.servers();
              }
            };
    return new DnsClient(servers, SystemTicks.INSTANCE, settings);
  }

  /** The servers that are asked, in this order. */
  public List<InetSocketAddress> servers() {
    return servers.servers();
  }

  /** The name under which the names of an address are kept, in {@code ip6.arpa} for IPv6. */
  public static String reverseName(IpAddress address) {
    return ReverseMap.fromAddress(address.bytes()).toString(true);
  }

  @Override
  public Answer ptr(IpAddress address) {
    return new Walk(ticks.millis() + patience)
        .answer(ReverseMap.fromAddress(address.bytes()), Type.PTR);
  }

  @Override
  public Answer forward(DnsName name) {
    Name absolute;
    try {
      absolute = Name.fromString(name.toString(), Name.root);
    } catch (TextParseException e) {
      return Answer.none(Collections.<String>emptyList(), 0);
    }
    long deadline = ticks.millis() + patience;
    Answer ipv4 = new Walk(deadline).answer(absolute, Type.A);
    Answer ipv6 = new Walk(deadline).answer(absolute, Type.AAAA);
    return ForwardAnswers.union(ipv4, ipv6);
  }

  /** Ends what is under way: it is not answered, and neither is any later question. */
  @Override
  public void close() {
    transport.close();
  }

  /** One message from the first server that answers, or why there is none. */
  private Reply ask(Name name, int type, long deadline) {
    NoAnswer why = NoAnswer.NO_SERVER;
    for (InetSocketAddress server : servers.servers()) {
      long left = Math.min(timeout, deadline - ticks.millis());
      if (left <= 0) {
        return Reply.failed(NoAnswer.TIMEOUT);
      }
      if (transport.isClosed()) {
        return Reply.failed(NoAnswer.CLOSED);
      }
      try {
        Message message = transport.ask(server, name, type, (int) left);
        int rcode = message.getRcode();
        if (rcode == Rcode.NXDOMAIN || rcode == Rcode.NOERROR && !isReferral(message)) {
          return Reply.of(message);
        }
        why = rcode == Rcode.SERVFAIL ? NoAnswer.SERVFAIL : NoAnswer.REFUSED;
      } catch (SocketTimeoutException e) {
        why = NoAnswer.TIMEOUT;
      } catch (MalformedAnswerException e) {
        why = NoAnswer.MALFORMED;
      } catch (IOException e) {
        why = NoAnswer.UNREACHABLE;
      }
    }
    return Reply.failed(why);
  }

  /** A server that knows nothing itself and asks nobody either only points elsewhere. */
  private static boolean isReferral(Message message) {
    return message.getSection(Section.ANSWER).isEmpty()
        && !message.getHeader().getFlag(Flags.AA)
        && !message.getHeader().getFlag(Flags.RA)
        && soaTtl(message) < 0;
  }

  /** For how long a "no" holds (RFC 2308, section 5), or -1 where it says nothing of that. */
  private static long soaTtl(Message message) {
    for (Record record : message.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord) {
        return Math.min(record.getTTL(), ((SOARecord) record).getMinimum());
      }
    }
    return -1;
  }

  /** What one question came to. */
  private static final class Reply {
    private final List<Message> message;
    private final NoAnswer why;

    private Reply(List<Message> message, NoAnswer why) {
      this.message = message;
      this.why = why;
    }

    static Reply of(Message message) {
      return new Reply(Collections.singletonList(message), NoAnswer.FAULT);
    }

    static Reply failed(NoAnswer why) {
      return new Reply(Collections.<Message>emptyList(), why);
    }
  }

  /**
   * The way from a name over its CNAMEs to the records of one type.
   *
   * <pre>
   *   question      answers of one message                         next
   *   a.example     a CNAME b, b CNAME c, c A 192.0.2.1            the records of c
   *   a.example     a CNAME b                                      the question b
   *   a.example     a CNAME b, and "no such name" or a SOA         none
   * </pre>
   */
  private final class Walk {
    private final long deadline;
    private final List<String> aliases = new ArrayList<>();
    private final Set<Name> seen = new HashSet<>();
    private long ttl = Long.MAX_VALUE;

    Walk(long deadline) {
      this.deadline = deadline;
    }

    Answer answer(Name start, int type) {
      Name at = start;
      seen.add(at);
      while (true) {
        Reply reply = ask(at, type, deadline);
        if (reply.message.isEmpty()) {
          return Answer.indeterminate(reply.why);
        }
        Message message = reply.message.get(0);
        Name asked = at;
        while (true) {
          List<Record> records = recordsOf(message, at, type);
          if (!records.isEmpty()) {
            return answerOf(records, type);
          }
          List<Record> alias = recordsOf(message, at, Type.CNAME);
          if (alias.isEmpty()) {
            break;
          }
          ttl = Math.min(ttl, alias.get(0).getTTL());
          at = ((CNAMERecord) alias.get(0)).getTarget();
          aliases.add(at.toString(true));
          if (!seen.add(at)) {
            return Answer.indeterminate(NoAnswer.CNAME_LOOP);
          }
          if (aliases.size() > MOST_ALIASES) {
            return Answer.indeterminate(NoAnswer.CNAME_TOO_LONG);
          }
        }
        long negative = soaTtl(message);
        boolean ends = message.getRcode() == Rcode.NXDOMAIN || negative >= 0;
        if (asked.equals(at) || ends) {
          return Answer.none(aliases, Math.min(ttl, Math.max(0, negative)));
        }
      }
    }

    private List<Record> recordsOf(Message message, Name name, int type) {
      List<Record> records = new ArrayList<>();
      for (Record record : message.getSection(Section.ANSWER)) {
        if (record.getType() == type
            && record.getDClass() == DClass.IN
            && record.getName().equals(name)) {
          records.add(record);
        }
      }
      return records;
    }

    private Answer answerOf(List<Record> records, int type) {
      List<String> names = new ArrayList<>();
      List<IpAddress> addresses = new ArrayList<>();
      for (Record record : records) {
        ttl = Math.min(ttl, record.getTTL());
        if (type == Type.PTR) {
          names.add(((PTRRecord) record).getTarget().toString(true));
        } else if (type == Type.A) {
          addresses.add(IpAddress.of(((ARecord) record).getAddress().getAddress()));
        } else {
          addresses.add(IpAddress.of(((AAAARecord) record).getAddress().getAddress()));
        }
      }
      return type == Type.PTR
          ? Answer.names(names, aliases, ttl)
          : Answer.addresses(addresses, aliases, ttl);
    }
  }
}
