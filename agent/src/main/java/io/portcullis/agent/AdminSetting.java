package io.portcullis.agent;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSyntaxException;
import java.util.List;
import java.util.Optional;

/** The setting {@code admin}: where the management API listens. Immutable. */
final class AdminSetting {
  private static final String EXAMPLE = "write 127.0.0.1:7410, or leave it out for none";

  private final IpAddress address;
  private final int port;

  private AdminSetting(IpAddress address, int port) {
    this.address = address;
    this.port = port;
  }

  /** Reads it; what it is not fit for is a warning, and there is no management API then. */
  static Optional<AdminSetting> read(String value, String source, List<String> warnings) {
    String text = value.trim();
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    Optional<IpAddress> address =
        address(bracketed ? host.substring(1, host.length() - 1) : host, bracketed);
    String wrong = "";
    if (port < 0 || !address.isPresent()) {
      wrong = "is not an address with a port";
    } else if (!isLoopback(address.get())) {
      wrong =
          "is not a loopback address, and others would need TLS, which this version does not have;"
              + " reach it from elsewhere through a tunnel such as ssh -L";
    }
    if (!wrong.isEmpty()) {
      warnings.add(
          "setting admin is `"
              + value
              + "` ("
              + source
              + "), which "
              + wrong
              + "; there is no management API, "
              + EXAMPLE);
      return Optional.empty();
    }
    return Optional.of(new AdminSetting(address.get(), port));
  }

  private static Optional<IpAddress> address(String text, boolean bracketed) {
    try {
      IpAddress address = IpAddress.parse(text);
      // An IPv6 address without brackets does not show where its port begins.
      return text.indexOf(':') >= 0 == bracketed
          ? Optional.of(address)
          : Optional.<IpAddress>empty();
    } catch (IpSyntaxException name) {
      return Optional.empty();
    }
  }

  private static boolean isLoopback(IpAddress address) {
    String text = address.toString();
    return text.startsWith("127.") || text.equals("::1");
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + (c - '0');
    }
    return port <= 0xffff ? port : -1;
  }

  IpAddress address() {
    return address;
  }

  /** The port; 0 stands for any that is free. */
  int port() {
    return port;
  }

  @Override
  public String toString() {
    return at(port);
  }

  /** The address with a port as one writes it. */
  String at(int realPort) {
    return (address.isIpv4() ? address : "[" + address + "]") + ":" + realPort;
  }
}
