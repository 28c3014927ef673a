package io.portcullis.manage;

import com.sun.net.httpserver.HttpExchange;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** From where a call comes, with the headers that a change looks at. Immutable. */
final class CallOrigin {
  private final IpAddress peer;
  private final boolean loopback;
  private final Map<String, List<String>> headers;

  private CallOrigin(IpAddress peer, boolean loopback, Map<String, List<String>> headers) {
    this.peer = peer;
    this.loopback = loopback;
    this.headers = headers;
  }

  static CallOrigin of(HttpExchange exchange) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), new ArrayList<>(header.getValue()));
    }
    return new CallOrigin(
        IpAddress.of(exchange.getRemoteAddress().getAddress().getAddress()),
        exchange.getRemoteAddress().getAddress().isLoopbackAddress(),
        headers);
  }

  IpAddress peer() {
    return peer;
  }

  /** Whether it comes from this machine, where a proxy or a tunnel may speak for anybody. */
  boolean isLoopback() {
    return loopback;
  }

  /** The lines of a header, by its name in lower case. */
  List<String> lines(String name) {
    List<String> lines = headers.get(name);
    return lines == null ? Collections.<String>emptyList() : lines;
  }

  /** All headers, by their names in lower case. */
  Map<String, List<String>> headers() {
    return headers;
  }
}
