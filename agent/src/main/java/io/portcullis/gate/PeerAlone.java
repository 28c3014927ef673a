package io.portcullis.gate;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddressResolver;
import io.portcullis.ip.IpAddress;
import java.util.Optional;

/** The peer as the client, for the time without a policy. */
enum PeerAlone implements ClientAddressResolver {
  INSTANCE;

  @Override
  public String header() {
    return "";
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines) {
    return peer.isPresent()
        ? ClientAddress.of(ClientAddress.Origin.PEER, peer.get())
        : ClientAddress.unreadable("peer_hidden");
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
    return resolve(peer, lines);
  }
}
