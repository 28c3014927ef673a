package io.portcullis.client;

import io.portcullis.ip.IpAddress;

/** An address that a transport tells in place of the socket's other end. Immutable. */
public final class ReportedPeer {
  private final Transport transport;
  private final IpAddress address;

  private ReportedPeer(Transport transport, IpAddress address) {
    this.transport = transport;
    this.address = address;
  }

  public static ReportedPeer of(Transport transport, IpAddress address) {
    return new ReportedPeer(transport, address);
  }

  /** Who tells it. */
  public Transport transport() {
    return transport;
  }

  /** What it tells, true or not. */
  public IpAddress address() {
    return address;
  }
}
