package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddressResolver;
import io.portcullis.ip.IpAddress;
import java.util.Optional;

/** A resolver that has one answer for everybody. */
record StubResolver(ClientAddress answer) implements ClientAddressResolver {
  @Override
  public String header() {
    return "";
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines) {
    return answer;
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
    return answer;
  }
}
