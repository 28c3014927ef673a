package io.portcullis.server.tomcat;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ReportedPeer;
import io.portcullis.client.Transport;
import io.portcullis.engine.BodyReading;
import io.portcullis.engine.KnownBody;
import io.portcullis.engine.RequestBody;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.gate.HttpExchange;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.server.SessionIds;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request of Coyote, before Tomcat has parsed more of it than its lines. Used by one thread,
 * thrown away with the request.
 *
 * <p>The request may go on to the application, so nothing here changes it: see {@link MessageText}.
 */
final class TomcatExchange implements HttpExchange {
  /** The adapter of Tomcat's that the request has come to. */
  interface Door {
    /** Logs a refused request as any other. */
    void log(Request refused, Response answer);

    /** What the sessions of these ids hold. */
    SessionAttribute sessionAttribute(SessionIds ids, String name);
  }

  private static final String CERTIFICATES = "servlet.request.X509Certificate";
  private static final String TLS_SESSION = "servlet.request.ssl_session_id";

  private final Request request;
  private final Response response;
  private final Door door;
  private final boolean overAjp;
  private @Nullable Optional<IpAddress> peer;
  private @Nullable TomcatBody body;

  TomcatExchange(Request request, Response response, Door door) {
    this.request = request;
    this.response = response;
    this.door = door;
    // Now, while nobody has asked for the address yet.
    this.overAjp = AjpSign.KNOWN.isOn(request);
  }

  @Override
  public Optional<IpAddress> peer() {
    Optional<IpAddress> known = peer;
    if (known == null) {
      known = overAjp ? Optional.<IpAddress>empty() : PeerText.KNOWN.of(request);
      peer = known;
    }
    return known;
  }

  @Override
  public Optional<ReportedPeer> reportedPeer() {
    Optional<IpAddress> said =
        overAjp ? PeerText.saidOverAjp(request) : Optional.<IpAddress>empty();
    return said.isPresent()
        ? Optional.of(ReportedPeer.of(Transport.AJP, said.get()))
        : Optional.<ReportedPeer>empty();
  }

  @Override
  public String method() {
    return MessageText.of(request.method());
  }

  /** The target; Tomcat's parser has already cut the authority off an absolute form. */
  @Override
  public String target() {
    String path = MessageText.of(request.requestURI());
    MessageBytes query = request.queryString();
    return query.isNull() ? path : path + "?" + MessageText.of(query);
  }

  /** None: nothing has been decoded or mapped yet. */
  @Override
  public Optional<String> containerPath() {
    return Optional.empty();
  }

  @Override
  public List<String> headerLines(String name) {
    MimeHeaders headers = request.getMimeHeaders();
    int at = headers.findHeader(name, 0);
    if (at < 0) {
      return Collections.emptyList();
    }
    List<String> lines = new ArrayList<>(1);
    for (; at >= 0; at = headers.findHeader(name, at + 1)) {
      lines.add(MessageText.of(headers.getValue(at)));
    }
    return lines;
  }

  /** The host that Tomcat goes by: that of the request line, {@code :authority} or the header. */
  @Override
  public Optional<String> requestAuthority() {
    String name = MessageText.of(request.serverName());
    return name.isEmpty() ? Optional.<String>empty() : Optional.of(name);
  }

  /**
   * The certificate of the handshake; Tomcat itself asks for it in the same way once the
   * application does. A client that has shown none is not asked again: that is another action.
   */
  @Override
  public ClientCertificate connectionCertificate() {
    request.action(ActionCode.REQ_SSL_ATTRIBUTE, request);
    Object chain = attribute(CERTIFICATES);
    if (chain == null) {
      return ClientCertificate.absent();
    }
    if (!(chain instanceof Certificate[])) {
      return ClientCertificate.rejected("unreadable");
    }
    // Over AJP it is what the web server says.
    ClientCertificate.Origin origin =
        overAjp ? ClientCertificate.Origin.TRANSPORT : ClientCertificate.Origin.CONNECTION;
    return ClientCertificate.of(origin, (Certificate[]) chain);
  }

  private @Nullable Object attribute(String name) {
    Object value = request.getAttribute("javax." + name);
    return value == null ? request.getAttribute("jakarta." + name) : value;
  }

  /** Looks up the ids in cookies and in the path, and that of the TLS session, which may be one. */
  @Override
  public SessionAttribute sessionAttribute(String name) {
    SessionIds ids = SessionIds.of(this);
    request.action(ActionCode.REQ_SSL_ATTRIBUTE, request);
    Object tls = attribute(TLS_SESSION);
    return door.sessionAttribute(tls == null ? ids : ids.and(tls.toString()), name);
  }

  @Override
  public BodyReading readBody(int maxBytes, long timeoutMillis) {
    if (!ReadableBodies.areHere()) {
      return KnownBody.of(RequestBody.unreadable("body_unsupported"));
    }
    ReplayedInput.removeFrom(request);
    TomcatBody reading = new TomcatBody(request, response, maxBytes, timeoutMillis);
    body = reading;
    return reading;
  }

  @Override
  public void refuse(Refusal refusal) throws Exception {
    // First of all: whatever fails from here on, Tomcat has nothing better to send than this.
    response.setStatus(refusal.status());
    try {
      if (isHttp1() && isBodyMissing()) {
        // Tomcat would keep the thread until the rest of the body has come.
        request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        response.setHeader("Connection", "close");
      }
      write(refusal);
    } catch (IOException e) {
      // The caller has hung up: nobody is left to be answered.
    } finally {
      try {
        // Sends the answer now, and not when the rest of the request has been read.
        response.action(ActionCode.CLOSE, null);
      } finally {
        door.log(request, response);
      }
    }
  }

  private void write(Refusal refusal) throws IOException {
    byte[] body = refusal.body();
    AnswerType.KNOWN.set(response, refusal.contentType());
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    // By its name: the setter takes an `int` in early versions of Tomcat 7.
    response.setHeader("Content-Length", String.valueOf(body.length));
    // Coyote would send the body of an answer to HEAD, which breaks an HTTP/2 connection.
    if (!method().equals("HEAD")) {
      AnswerBytes.KNOWN.write(response, body);
    }
  }

  /** Whether the body stands between this request and the next one; in HTTP/2 it does not. */
  private boolean isHttp1() {
    return MessageText.of(request.protocol()).startsWith("HTTP/1.");
  }

  /** Whether a body is announced that has not yet arrived whole, as far as can be told. */
  private boolean isBodyMissing() {
    if (body != null && body.isWhole()) {
      return false;
    }
    long announced = request.getContentLengthLong();
    if (announced > 0) {
      request.action(ActionCode.AVAILABLE, Boolean.TRUE);
      return request.getAvailable() < announced;
    }
    return request.getMimeHeaders().findHeader("Transfer-Encoding", 0) >= 0;
  }
}
