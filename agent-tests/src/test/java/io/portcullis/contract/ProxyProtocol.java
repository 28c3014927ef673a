package io.portcullis.contract;

import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import java.io.IOException;

/** Requests over the second port of a server, where a load balancer tells for whom it speaks. */
final class ProxyProtocol {
  private static final String PORT = "proxy-protocol ";

  private ProxyProtocol() {}

  /** The answer to a request that comes from one address and is said to come from another. */
  static RawResponse ask(ForkedServer server, String peer, String said, String sent)
      throws IOException, InterruptedException {
    String line = server.stdout().await(l -> l.startsWith(PORT));
    int port = Integer.parseInt(line.substring(PORT.length()));
    try (RawHttp http = RawHttp.connect(peer, port)) {
      return http.send("PROXY TCP4 " + said + " 127.0.0.1 40000 80\r\n" + sent).read();
    }
  }
}
