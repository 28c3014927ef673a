package io.portcullis.server.jetty12;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ReportedPeer;
import io.portcullis.client.Transport;
import io.portcullis.engine.BodyReading;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.gate.ParkableExchange;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.server.SessionIds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request of Jetty 12, before its handlers. Never waits.
 *
 * <p>The customizers have wrapped the request by now: facts are those of the request inside, the
 * path that Jetty goes by is that of the outermost.
 */
final class Jetty12Exchange implements ParkableExchange {
  // Found by its name, for it is no class of the API.
  private static final String PROXY_END_POINT =
      "org.eclipse.jetty.server.ProxyConnectionFactory$ProxyEndPoint";
  private static final int NOT_FOUND = 404;

  private final Request customized;
  private final Request received;
  private final Response response;
  private final Callback callback;
  private final Set<Object> resumed;
  private final boolean readsSessions;
  private @Nullable Optional<IpAddress> peer;
  private @Nullable Jetty12Body body;

  Jetty12Exchange(
      Request request,
      Response response,
      Callback callback,
      Set<Object> resumed,
      boolean readsSessions) {
    this.readsSessions = readsSessions;
    this.customized = request;
    this.received = Request.unWrap(request);
    this.response = response;
    this.callback = callback;
    this.resumed = resumed;
  }

  @Override
  public Optional<IpAddress> peer() {
    Optional<IpAddress> known = peer;
    if (known == null) {
      known = peerOf(received.getConnectionMetaData().getConnection().getEndPoint());
      peer = known;
    }
    return known;
  }

  /** The other end of the socket under all end points, which a PROXY protocol header is about. */
  private static Optional<IpAddress> peerOf(EndPoint outermost) {
    EndPoint endPoint = outermost;
    while (endPoint instanceof EndPoint.Wrapper) {
      endPoint = ((EndPoint.Wrapper) endPoint).unwrap();
    }
    InetAddress address = addressOf(endPoint);
    return address == null ? Optional.empty() : Optional.of(IpAddress.of(address.getAddress()));
  }

  @Override
  public Optional<ReportedPeer> reportedPeer() {
    EndPoint endPoint = received.getConnectionMetaData().getConnection().getEndPoint();
    while (endPoint instanceof EndPoint.Wrapper) {
      if (endPoint.getClass().getName().equals(PROXY_END_POINT)) {
        SocketAddress said = endPoint.getRemoteSocketAddress();
        InetAddress address =
            said instanceof InetSocketAddress ? ((InetSocketAddress) said).getAddress() : null;
        return address == null
            ? Optional.empty()
            : Optional.of(
                ReportedPeer.of(Transport.PROXY_PROTOCOL, IpAddress.of(address.getAddress())));
      }
      endPoint = ((EndPoint.Wrapper) endPoint).unwrap();
    }
    return Optional.empty();
  }

  private static @Nullable InetAddress addressOf(EndPoint endPoint) {
    Object transport = endPoint.getTransport();
    if (transport instanceof SocketChannel) {
      try {
        // The end point itself would not tell any more once a caller has hung up.
        return ((SocketChannel) transport).socket().getInetAddress();
      } catch (UnsupportedOperationException unixSocket) {
        return null;
      }
    }
    SocketAddress address = endPoint.getRemoteSocketAddress();
    return address instanceof InetSocketAddress ? ((InetSocketAddress) address).getAddress() : null;
  }

  @Override
  public String method() {
    return received.getMethod();
  }

  /** The target in origin form: Jetty has resolved an absolute one already. */
  @Override
  public String target() {
    String target = received.getHttpURI().getPathQuery();
    return target == null ? "" : target;
  }

  @Override
  public Optional<String> containerPath() {
    return Optional.ofNullable(customized.getHttpURI().getCanonicalPath());
  }

  /** The authority that Jetty goes by: that of the target, {@code :authority} or the header. */
  @Override
  public Optional<String> requestAuthority() {
    return Optional.ofNullable(received.getHttpURI().getAuthority());
  }

  @Override
  public List<String> headerLines(String name) {
    return received.getHeaders().getValuesList(name);
  }

  /** The certificate of the handshake, whether a customizer tells the application of it or not. */
  @Override
  public ClientCertificate connectionCertificate() {
    EndPoint layer = received.getConnectionMetaData().getConnection().getEndPoint();
    while (!(layer instanceof SslConnection.SslEndPoint)) {
      if (!(layer instanceof EndPoint.Wrapper)) {
        return ClientCertificate.absent();
      }
      layer = ((EndPoint.Wrapper) layer).unwrap();
    }
    return certificateOf(((SslConnection.SslEndPoint) layer).getSslConnection().getSSLEngine());
  }

  private static ClientCertificate certificateOf(SSLEngine tls) {
    try {
      return ClientCertificate.of(
          ClientCertificate.Origin.CONNECTION, tls.getSession().getPeerCertificates());
    } catch (SSLPeerUnverifiedException none) {
      return ClientCertificate.absent();
    }
  }

  @Override
  public SessionAttribute sessionAttribute(String name) {
    SessionIds ids = SessionIds.of(this);
    return readsSessions ? new Jetty12Sessions(server(), ids, name).attribute() : ids.unsupported();
  }

  private Server server() {
    return received.getConnectionMetaData().getConnector().getServer();
  }

  @Override
  public BodyReading readBody(int maxBytes, long timeoutMillis) {
    Jetty12Body reading = new Jetty12Body(customized, maxBytes, timeoutMillis);
    body = reading;
    return reading;
  }

  @Override
  public void later(Runnable work) {
    received.getConnectionMetaData().getConnector().getExecutor().execute(work);
  }

  /** Enters the woven method once more, marked as judged, and ends as Jetty does around it. */
  @Override
  public void proceed() {
    Request handed = body == null ? customized : body.forApplication();
    resumed.add(handed);
    try {
      if (!server().handle(handed, response, callback)) {
        Response.writeError(handed, response, callback, NOT_FOUND);
      }
    } catch (Throwable fault) {
      callback.failed(fault);
    } finally {
      resumed.remove(handed);
    }
  }

  @Override
  public void drop() {
    callback.failed(new RejectedExecutionException("the server takes no more work"));
  }

  @Override
  public void refuse(Refusal refusal) {
    try {
      write(refusal);
    } catch (Throwable fault) {
      // Whoever holds the callback has to complete it; else the caller waits for ever.
      callback.failed(fault);
      throw fault;
    }
  }

  private void write(Refusal refusal) {
    response.setStatus(refusal.status());
    HttpFields.Mutable headers = response.getHeaders();
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      headers.put(header.getKey(), header.getValue());
    }
    byte[] body = refusal.body();
    headers.put("Content-Type", refusal.contentType());
    headers.put("Content-Length", Integer.toString(body.length));
    // What is left of the body would be read as the next request, or waited for.
    if (!received.consumeAvailable() && isHttp1(received.getConnectionMetaData())) {
      headers.put("Connection", "close");
    }
    boolean head = "HEAD".equals(method());
    response.write(true, ByteBuffer.wrap(head ? new byte[0] : body), callback);
  }

  private static boolean isHttp1(ConnectionMetaData connection) {
    return connection.getHttpVersion().getVersion() < 20;
  }
}
