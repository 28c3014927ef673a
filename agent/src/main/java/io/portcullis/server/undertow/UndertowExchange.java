package io.portcullis.server.undertow;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ReportedPeer;
import io.portcullis.client.Transport;
import io.portcullis.engine.BodyReading;
import io.portcullis.engine.KnownBody;
import io.portcullis.engine.RequestBody;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.gate.ParkableExchange;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.server.SessionIds;
import io.portcullis.server.SessionStores;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RenegotiationRequiredException;
import io.undertow.server.SSLSessionInfo;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A request of Undertow, before its handlers. Never waits: the thread is an I/O thread. An exchange
 * whose root handler was not run is left alone by Undertow until somebody runs it.
 */
final class UndertowExchange implements ParkableExchange {
  private static final ProxyProtocol PROXY_PROTOCOL = new ProxyProtocol();

  /** What stands for a TLS session where somebody else has ended TLS: AJP, a handler of headers. */
  private static final String TOLD = "io.undertow.server.BasicSSLSessionInfo";

  private final HttpHandler root;
  private final HttpServerExchange exchange;
  private final AttachmentKey<Boolean> judged;
  private final boolean readsBodies;
  private final boolean readsSessions;
  private @Nullable Optional<IpAddress> peer;
  private @Nullable UndertowBody body;

  UndertowExchange(
      HttpHandler root,
      HttpServerExchange exchange,
      AttachmentKey<Boolean> judged,
      boolean readsBodies,
      boolean readsSessions) {
    this.readsSessions = readsSessions;
    this.readsBodies = readsBodies;
    this.root = root;
    this.exchange = exchange;
    this.judged = judged;
  }

  @Override
  public Optional<IpAddress> peer() {
    Optional<IpAddress> known = peer;
    if (known == null) {
      known = peerOf(exchange.getConnection());
      peer = known;
    }
    return known;
  }

  /** The socket's other end; nothing behind AJP and the PROXY protocol, which hide it. */
  private static Optional<IpAddress> peerOf(ServerConnection connection) {
    if ("ajp".equals(connection.getTransportProtocol()) || PROXY_PROTOCOL.rewrites(connection)) {
      return Optional.empty();
    }
    InetSocketAddress socket = connection.getPeerAddress(InetSocketAddress.class);
    InetAddress address = socket == null ? null : socket.getAddress();
    return address == null ? Optional.empty() : Optional.of(IpAddress.of(address.getAddress()));
  }

  @Override
  public Optional<ReportedPeer> reportedPeer() {
    ServerConnection connection = exchange.getConnection();
    if ("ajp".equals(connection.getTransportProtocol())) {
      InetSocketAddress said = exchange.getSourceAddress();
      // As it was sent: Undertow looks a name up, and what a resolver says is no address told.
      String text = said == null ? "" : said.getHostString();
      int zone = text.indexOf('%');
      return reported(Transport.AJP, IpAddress.find(text, 0, zone < 0 ? text.length() : zone));
    }
    if (!PROXY_PROTOCOL.rewrites(connection)) {
      return Optional.empty();
    }
    InetSocketAddress said = connection.getPeerAddress(InetSocketAddress.class);
    InetAddress address = said == null ? null : said.getAddress();
    return reported(
        Transport.PROXY_PROTOCOL,
        address == null
            ? Optional.<IpAddress>empty()
            : Optional.of(IpAddress.of(address.getAddress())));
  }

  private static Optional<ReportedPeer> reported(Transport transport, Optional<IpAddress> address) {
    return address.isPresent()
        ? Optional.of(ReportedPeer.of(transport, address.get()))
        : Optional.<ReportedPeer>empty();
  }

  @Override
  public String method() {
    return exchange.getRequestMethod().toString();
  }

  @Override
  public String target() {
    String query = exchange.getQueryString();
    String uri = exchange.getRequestURI();
    return query == null || query.isEmpty() ? uri : uri + '?' + query;
  }

  /** Decoded and not normalised: what becomes of dot segments is up to the handlers. */
  @Override
  public Optional<String> containerPath() {
    return Optional.ofNullable(exchange.getRequestPath());
  }

  @Override
  public List<String> headerLines(String name) {
    HeaderValues values = exchange.getRequestHeaders().get(name);
    return values == null ? Collections.emptyList() : values;
  }

  /** The certificate of the handshake; a client that has shown none is not asked again. */
  @Override
  public ClientCertificate connectionCertificate() {
    ServerConnection connection = exchange.getConnection();
    SSLSessionInfo tls = connection.getSslSessionInfo();
    if (tls == null) {
      return ClientCertificate.absent();
    }
    boolean told =
        tls.getClass().getName().equals(TOLD) || "ajp".equals(connection.getTransportProtocol());
    try {
      return ClientCertificate.of(
          told ? ClientCertificate.Origin.TRANSPORT : ClientCertificate.Origin.CONNECTION,
          tls.getPeerCertificates());
    } catch (SSLPeerUnverifiedException | RenegotiationRequiredException none) {
      return ClientCertificate.absent();
    }
  }

  @Override
  public SessionAttribute sessionAttribute(String name) {
    SessionIds ids = SessionIds.of(this);
    SessionStores stores = SessionStores.OF_THIS_JVM;
    if (!readsSessions || !stores.isComplete()) {
      return ids.unsupported();
    }
    boolean overTls = exchange.getConnection().getSslSessionInfo() != null;
    return new UndertowSessions(stores, overTls, ids, name).attribute();
  }

  @Override
  public BodyReading readBody(int maxBytes, long timeoutMillis) {
    if (!readsBodies) {
      return KnownBody.of(RequestBody.unreadable("body_unsupported"));
    }
    UndertowBody reading = new UndertowBody(exchange, maxBytes, timeoutMillis);
    body = reading;
    return reading;
  }

  @Override
  public void later(Runnable work) {
    exchange.getIoThread().execute(work);
  }

  /** Enters the woven method once more, marked as judged. */
  @Override
  public void proceed() {
    exchange.putAttachment(judged, Boolean.TRUE);
    if (body != null) {
      body.giveBack();
    }
    Connectors.executeRootHandler(root, exchange);
  }

  @Override
  public void drop() throws IOException {
    exchange.getConnection().close();
  }

  @Override
  public void refuse(Refusal refusal) {
    // What is left of a body would be waited for, or read as the next request.
    if (!exchange.isRequestComplete() || HttpContinue.requiresContinueResponse(exchange)) {
      exchange.setPersistent(false);
    }
    exchange.setStatusCode(refusal.status());
    HeaderMap headers = exchange.getResponseHeaders();
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      headers.put(new HttpString(header.getKey()), header.getValue());
    }
    headers.put(new HttpString("Content-Type"), refusal.contentType());
    byte[] body = refusal.body();
    exchange.setResponseContentLength(body.length);
    // To a HEAD request Undertow sends the head alone.
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }
}
