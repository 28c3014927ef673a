package io.portcullis.client;

import io.portcullis.ip.IpAddress;

/**
 * Whose request this is, as an address, and how it was found; or that it cannot be read, and why.
 */
public final class ClientAddress {
  /** How the address was found. */
  public enum Origin {
    /** The peer itself: no trusted proxy spoke for somebody else. */
    PEER,
    /** A trusted proxy said so in the configured header. */
    HEADER,
    /**
     * The peer is a trusted proxy that named nobody: it is its own client, and matches no rule that
     * admits.
     */
    PROXY_ITSELF,
    /** There is an address to be read and it cannot be. */
    UNREADABLE
  }

  private final Origin origin;
  private final IpAddress address;
  private final String reason;

  private ClientAddress(Origin origin, IpAddress address, String reason) {
    this.origin = origin;
    this.address = address;
    this.reason = reason;
  }

  public static ClientAddress of(Origin origin, IpAddress address) {
    if (origin == Origin.UNREADABLE) {
      throw new IllegalArgumentException("an unreadable client has no address");
    }
    return new ClientAddress(origin, address, "");
  }

  /**
   * A client that cannot be read; {@code reason} is a short token such as {@code
   * hop_not_an_address}.
   */
  public static ClientAddress unreadable(String reason) {
    return new ClientAddress(Origin.UNREADABLE, NOBODY, reason);
  }

  // Never handed out: address() refuses where there is none.
  private static final IpAddress NOBODY = IpAddress.of(0, 0);

  public Origin origin() {
    return origin;
  }

  public boolean isReadable() {
    return origin != Origin.UNREADABLE;
  }

  /**
   * The address. Throws {@link IllegalStateException} where the client is unreadable: ask first.
   */
  public IpAddress address() {
    if (origin == Origin.UNREADABLE) {
      throw new IllegalStateException("the client address is unreadable: " + reason);
    }
    return address;
  }

  /** Why it is unreadable, a short token in lower case; empty where it is readable. */
  public String reason() {
    return reason;
  }
}
