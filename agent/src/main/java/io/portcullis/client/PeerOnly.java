package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.Optional;

/** Takes the peer for the client and reads no header. */
public final class PeerOnly implements ClientAddressResolver {
  public static final PeerOnly INSTANCE = new PeerOnly();

  private static final ClientAddress HIDDEN = ClientAddress.unreadable("peer_hidden");
  private static final ClientAddress UNSPECIFIED = ClientAddress.unreadable("peer_not_an_address");

  private PeerOnly() {}

  @Override
  public String header() {
    return "";
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines) {
    if (!peer.isPresent()) {
      return HIDDEN;
    }
    return Hop.isUnspecified(peer.get())
        ? UNSPECIFIED
        : ClientAddress.of(ClientAddress.Origin.PEER, peer.get());
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
    ClientAddress client = resolve(peer, lines);
    if (peer.isPresent()) {
      listener.hop(peer.get().toString(), client.isReadable() ? "client" : "unreadable");
    }
    return client;
  }
}
