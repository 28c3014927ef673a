package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSyntaxException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A DNS server as it is written: {@code 192.0.2.53}, {@code 192.0.2.53:5353}, {@code 2001:db8::53}
 * or {@code [2001:db8::53]:5353}. An address and no name, which DNS would be needed for.
 */
public final class ServerAddress {
  private static final int PORT = 53;

  private ServerAddress() {}

  /** The server that a text stands for, at port 53 where it names none. */
  public static InetSocketAddress parse(String text) throws ServerSyntaxException {
    String host = text;
    int port = PORT;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        throw new ServerSyntaxException(text, "`]` is missing");
      }
      host = text.substring(1, close);
      if (host.indexOf(':') < 0) {
        throw new ServerSyntaxException(text, "brackets are for IPv6 addresses");
      }
      if (close < text.length() - 1) {
        if (text.charAt(close + 1) != ':') {
          throw new ServerSyntaxException(text, "behind `]` comes `:` and the port, or nothing");
        }
        port = port(text, text.substring(close + 2));
      }
    } else if (colon >= 0 && text.indexOf(':') == colon) {
      host = text.substring(0, colon);
      port = port(text, text.substring(colon + 1));
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(IpAddress.parse(host).bytes()), port);
    } catch (IpSyntaxException e) {
      throw new ServerSyntaxException(
          text, e.reason() + "; write an address such as `192.0.2.53` or `192.0.2.53:5353`");
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int port(String text, String digits) throws ServerSyntaxException {
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9' || port > 65_535) {
        throw badPort(text, digits);
      }
      port = 10 * port + c - '0';
    }
    if (port < 1 || port > 65_535) {
      throw badPort(text, digits);
    }
    return port;
  }

  private static ServerSyntaxException badPort(String text, String digits) {
    return new ServerSyntaxException(text, "port `" + digits + "` is none of 1 to 65535");
  }
}
