package io.portcullis.engine;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ReportedPeer;
import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * The facts of one request, as received and before any of the server's own rewriting.
 *
 * <p>Read by one thread at a time. An implementation reads lazily: a policy that asks for no header
 * costs none.
 */
public interface Request {
  /** The socket at the other end of the connection; empty where the transport hides it. */
  Optional<IpAddress> peer();

  /**
   * What the transport tells in place of the socket's other end, as AJP and the PROXY protocol do;
   * empty where it tells nothing that is an address.
   */
  default Optional<ReportedPeer> reportedPeer() {
    return Optional.empty();
  }

  /** The method as received, such as {@code GET}. */
  String method();

  /**
   * The request target as received, query included: {@code /api/x?y=1}, {@code http://h/x}, {@code
   * *}.
   */
  String target();

  /**
   * The path that the server itself has resolved, where it has one already at the point of
   * judgement.
   */
  Optional<String> containerPath();

  /** All lines of a header in the order received, the name in any case; empty where absent. */
  List<String> headerLines(String name);

  /**
   * The id of the API key that a written-down request is made with, so that nobody has to write
   * down the secret itself; empty for every request that a server has received.
   */
  default Optional<String> keyId() {
    return Optional.empty();
  }

  /**
   * The authority of the request line or {@code :authority}, where the server knows one that is
   * neither in {@link #target()} nor a line of {@code Host}. Left out, a request that names two
   * hosts is taken for one that names one.
   */
  default Optional<String> requestAuthority() {
    return Optional.empty();
  }

  /**
   * The certificate that the other end of the connection has shown, as the handshake left it, or as
   * the transport tells; absent where there is none. Nobody has checked it for the policy.
   */
  default ClientCertificate connectionCertificate() {
    return ClientCertificate.absent();
  }

  /**
   * What the HTTP sessions that are there and that the request carries the ids of hold under a
   * name. None is made, touched or ended by looking.
   */
  default SessionAttribute sessionAttribute(String name) {
    return SessionAttribute.unreadable("session_unsupported");
  }

  /**
   * The body, to be read ahead of the application. Called at most once for a request; nothing is
   * read before somebody waits for it.
   *
   * @param maxBytes more than so many bytes are unreadable
   * @param timeoutMillis how long it may take, from when somebody waits for it
   */
  default BodyReading readBody(int maxBytes, long timeoutMillis) {
    return KnownBody.of(RequestBody.none());
  }
}
