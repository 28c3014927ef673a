package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the address that a believed transport tells for the peer, and finds the client from there.
 *
 * <p>Whoever can open such a connection can tell any address. Where the server still shows the
 * socket behind it, its other end must be a trusted proxy; where it does not, the network in front
 * of the port is all that keeps others from it. Immutable, thread-safe.
 */
public final class TransportResolver implements ClientAddressResolver {
  private final ClientAddressResolver behind;
  private final Set<Transport> believed;
  private final IpSet trustedProxies;

  private TransportResolver(
      ClientAddressResolver behind, Set<Transport> believed, IpSet trustedProxies) {
    this.behind = behind;
    this.believed = believed;
    this.trustedProxies = trustedProxies;
  }

  /**
   * A resolver.
   *
   * @param behind finds the client, given the peer
   * @param trustedProxies the only sockets that are believed, where a socket can be seen
   */
  public static TransportResolver of(
      ClientAddressResolver behind, Set<Transport> believed, IpSet trustedProxies) {
    return new TransportResolver(behind, EnumSet.copyOf(believed), trustedProxies);
  }

  @Override
  public String header() {
    return behind.header();
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines) {
    return behind.resolve(believedPeer(peer, lines), lines);
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
    Optional<IpAddress> believedPeer = believedPeer(peer, lines);
    if (peer.isPresent() && !believedPeer.equals(peer)) {
      listener.hop(peer.get().toString(), "trusted");
    }
    return behind.resolve(believedPeer, lines, listener);
  }

  private Optional<IpAddress> believedPeer(Optional<IpAddress> peer, HeaderLines lines) {
    if (peer.isPresent() && !trustedProxies.contains(peer.get())) {
      return peer;
    }
    Optional<ReportedPeer> reported = lines.reportedPeer();
    return reported.isPresent() && believed.contains(reported.get().transport())
        ? Optional.of(reported.get().address())
        : peer;
  }
}
