package io.portcullis.engine;

import io.portcullis.certificate.CertificateHeader;
import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.Finding;
import io.portcullis.certificate.Issuers;
import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds the client's certificate of a request: what the connection has, or what a trusted proxy
 * passes on. Immutable, thread-safe.
 *
 * <p>The certificate of a connection from a trusted proxy is the proxy's own, and none of its
 * client's: else whoever comes by that proxy would be taken for it. A header from anybody else is
 * not read at all.
 */
public final class ClientCertificates {
  private static final ClientCertificates OF_CONNECTIONS =
      new ClientCertificates(Optional.<Forwarded>empty());
  private static final ClientCertificate PROXY_ITSELF = ClientCertificate.absent("proxy_itself");

  private final Optional<Forwarded> forwarded;

  private ClientCertificates(Optional<Forwarded> forwarded) {
    this.forwarded = forwarded;
  }

  /** No proxy passes certificates on. */
  public static ClientCertificates ofConnections() {
    return OF_CONNECTIONS;
  }

  /**
   * Trusted proxies pass certificates on.
   *
   * @param trustStore the issuers whose certificates they may pass on
   */
  public static ClientCertificates forwarded(
      CertificateHeader header, IpSet trustedProxies, Issuers trustStore) {
    return new ClientCertificates(Optional.of(new Forwarded(header, trustedProxies, trustStore)));
  }

  ClientCertificate find(Evaluation evaluation) {
    Request request = evaluation.request();
    Optional<IpAddress> peer = request.peer();
    ClientCertificate own = request.connectionCertificate();
    if (forwarded.isPresent()) {
      Forwarded by = forwarded.get();
      if (peer.isPresent() && by.proxies.contains(peer.get())) {
        ClientCertificate said = by.read(evaluation);
        if (!said.isAbsent()) {
          return said;
        }
        if (own.stated().isPresent()) {
          // Words stand for a certificate whichever way it comes.
          return own;
        }
      } else if (by.isSent(request)) {
        evaluation.certificateHeader(HeaderFate.IGNORED);
      }
    }
    if (own.isAbsent() || !peer.isPresent()) {
      return own;
    }
    return evaluation.client().origin() == ClientAddress.Origin.PEER ? own : PROXY_ITSELF;
  }

  /** What proxies pass on. */
  private static final class Forwarded {
    private final CertificateHeader header;
    private final IpSet proxies;
    private final Issuers trustStore;

    Forwarded(CertificateHeader header, IpSet proxies, Issuers trustStore) {
      this.header = header;
      this.proxies = proxies;
      this.trustStore = trustStore;
    }

    boolean isSent(Request request) {
      return CertificateHeader.saysSomething(request.headerLines(header.name()));
    }

    ClientCertificate read(Evaluation evaluation) {
      Request request = evaluation.request();
      Optional<String> chainName = header.chainName();
      List<String> chainLines =
          chainName.isPresent()
              ? request.headerLines(chainName.get())
              : Collections.<String>emptyList();
      ClientCertificate said = header.read(request.headerLines(header.name()), chainLines);
      if (said.isRejected()) {
        evaluation.certificateHeader(HeaderFate.UNREADABLE);
      }
      if (said.chain().isEmpty()) {
        return said;
      }
      evaluation.certificateHeader(HeaderFate.READ);
      Finding found = trustStore.judge(said.chain(), evaluation.epochMillis());
      return found.isAccepted() ? said : ClientCertificate.rejected(found.reason());
    }
  }
}
