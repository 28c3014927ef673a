package io.portcullis.server.jetty9;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ReportedPeer;
import io.portcullis.client.Transport;
import io.portcullis.engine.BodyReading;
import io.portcullis.engine.KnownBody;
import io.portcullis.engine.RequestBody;
import io.portcullis.engine.RequestHost;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.gate.HttpExchange;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.server.SessionIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request of Jetty 9.0 to 11, before its handlers.
 *
 * <p>{@code HttpURI} and {@code HttpFields} were classes until 9.4 and are interfaces since 10: no
 * call here may name one of them.
 */
final class Jetty9Exchange implements HttpExchange {
  // Found by its name, for it is no class of the API.
  private static final String PROXY_END_POINT =
      "org.eclipse.jetty.server.ProxyConnectionFactory$ProxyEndPoint";

  private final HttpChannel channel;
  private final Request request;
  private final boolean readsBodies;
  private final boolean readsSessions;
  private @Nullable Optional<IpAddress> peer;

  Jetty9Exchange(HttpChannel channel, boolean readsBodies, boolean readsSessions) {
    this.readsSessions = readsSessions;
    this.readsBodies = readsBodies;
    this.channel = channel;
    this.request = channel.getRequest();
  }

  @Override
  public Optional<IpAddress> peer() {
    Optional<IpAddress> known = peer;
    if (known == null) {
      known = peerOf(channel.getEndPoint());
      peer = known;
    }
    return known;
  }

  /**
   * The other end of the socket under an end point; nothing where there is no Internet socket.
   *
   * <p>The address that an end point itself tells is what a PROXY protocol header says. Its
   * transport is the socket, or the end point that a TLS one stands on.
   */
  private static Optional<IpAddress> peerOf(EndPoint endPoint) {
    Object transport = endPoint.getTransport();
    while (transport instanceof EndPoint) {
      transport = ((EndPoint) transport).getTransport();
    }
    if (!(transport instanceof SocketChannel)) {
      return Optional.empty();
    }
    InetAddress address;
    try {
      // The channel itself would not tell any more once a caller has hung up.
      address = ((SocketChannel) transport).socket().getInetAddress();
    } catch (UnsupportedOperationException unixSocket) {
      return Optional.empty();
    }
    return address == null ? Optional.empty() : Optional.of(IpAddress.of(address.getAddress()));
  }

  @Override
  public Optional<ReportedPeer> reportedPeer() {
    Object layer = channel.getEndPoint();
    while (layer instanceof EndPoint) {
      EndPoint endPoint = (EndPoint) layer;
      if (endPoint.getClass().getName().equals(PROXY_END_POINT)) {
        InetSocketAddress said = endPoint.getRemoteAddress();
        InetAddress address = said == null ? null : said.getAddress();
        return address == null
            ? Optional.<ReportedPeer>empty()
            : Optional.of(
                ReportedPeer.of(Transport.PROXY_PROTOCOL, IpAddress.of(address.getAddress())));
      }
      layer = endPoint.getTransport();
    }
    return Optional.empty();
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  /** The target in origin form: Jetty has resolved an absolute one already. */
  @Override
  public String target() {
    String path = request.getRequestURI();
    String query = request.getQueryString();
    String known = path == null ? "" : path;
    return query == null ? known : known + '?' + query;
  }

  @Override
  public Optional<String> containerPath() {
    return Optional.ofNullable(request.getPathInfo());
  }

  @Override
  public List<String> headerLines(String name) {
    Enumeration<String> values = request.getHeaders(name);
    if (!values.hasMoreElements()) {
      return Collections.emptyList();
    }
    List<String> lines = new ArrayList<>(2);
    while (values.hasMoreElements()) {
      String value = values.nextElement();
      // Some versions give null for an empty line.
      lines.add(value == null ? "" : value);
    }
    return lines;
  }

  /**
   * The authority of an absolute target, or of a stream.
   *
   * <p>A customizer that takes the host from a header of the caller's has written it over the line
   * of {@code Host} by now: what was there is not known, and so there is none that can be read.
   */
  @Override
  public Optional<String> requestAuthority() {
    if (isHostRewritten()) {
      return Optional.of("");
    }
    Optional<String> target = OriginalTarget.KNOWN.of(request);
    if (target.isPresent() && String.valueOf(request.getProtocol()).startsWith("HTTP/1")) {
      return RequestHost.authorityOf(target.get());
    }
    return Optional.ofNullable(request.getServerName());
  }

  private boolean isHostRewritten() {
    for (HttpConfiguration.Customizer customizer :
        channel.getHttpConfiguration().getCustomizers()) {
      // By its name: an application's own is one as well if it is made of it.
      for (Class<?> type = customizer.getClass(); type != null; type = type.getSuperclass()) {
        if (type.getName().equals("org.eclipse.jetty.server.ForwardedRequestCustomizer")) {
          return request.getHeader("X-Forwarded-Host") != null
              || request.getHeader("X-Forwarded-Server") != null
              || request.getHeader("Forwarded") != null;
        }
      }
    }
    return false;
  }

  /** The certificate of the handshake, whether a customizer tells the application of it or not. */
  @Override
  public ClientCertificate connectionCertificate() {
    Object layer = channel.getEndPoint();
    while (layer instanceof EndPoint) {
      if (layer instanceof SslConnection.DecryptedEndPoint) {
        return certificateOf(
            ((SslConnection.DecryptedEndPoint) layer).getSslConnection().getSSLEngine());
      }
      layer = ((EndPoint) layer).getTransport();
    }
    return ClientCertificate.absent();
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
    if (!readsSessions) {
      return ids.unsupported();
    }
    String told = request.getRequestedSessionId();
    return new Jetty9Sessions(channel.getServer(), told == null ? ids : ids.and(told), name)
        .attribute();
  }

  @Override
  public BodyReading readBody(int maxBytes, long timeoutMillis) {
    return readsBodies
        ? new Jetty9Body(channel, maxBytes, timeoutMillis)
        : KnownBody.of(RequestBody.unreadable("body_unsupported"));
  }

  @Override
  public void refuse(Refusal refusal) {
    // First of all, so that nothing that fails below leaves a 200 or a 404 behind.
    request.setHandled(true);
    Response response = channel.getResponse();
    response.setStatus(refusal.status());
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    byte[] body = refusal.body();
    response.setContentType(refusal.contentType());
    response.setContentLength(body.length);
    try {
      // To a HEAD request Jetty sends the head alone, and early 9.4 breaks off unless all is
      // written.
      response.getHttpOutput().write(body, 0, body.length);
    } catch (IOException e) {
      // The caller has hung up: nobody is left to be answered.
    }
  }
}
