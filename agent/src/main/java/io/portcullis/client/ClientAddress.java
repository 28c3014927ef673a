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

  /** What became of the header that may name the client. */
  public enum HeaderFate {
    /** There is none, or none is read. */
    ABSENT,
    /** It was read, and names the client. */
    READ,
    /** It was not read: the peer is no trusted proxy. */
    IGNORED,
    /** It was read in vain. */
    UNREADABLE
  }

  private final Origin origin;
  private final IpAddress address;
  private final String reason;
  private final HeaderFate headerFate;

  private ClientAddress(Origin origin, IpAddress address, String reason, HeaderFate headerFate) {
    this.origin = origin;
    this.address = address;
    this.reason = reason;
    this.headerFate = headerFate;
  }

  /** A client that was found, in the header if the origin says so. */
  public static ClientAddress of(Origin origin, IpAddress address) {
    return of(origin, address, origin == Origin.HEADER ? HeaderFate.READ : HeaderFate.ABSENT);
  }

  /** A client that was found, perhaps in spite of the header. */
  static ClientAddress of(Origin origin, IpAddress address, HeaderFate headerFate) {
    if (origin == Origin.UNREADABLE) {
      throw new IllegalArgumentException("an unreadable client has no address");
    }
    return new ClientAddress(origin, address, "", headerFate);
  }

  /**
   * A client that cannot be read; {@code reason} is a short token such as {@code
   * hop_not_an_address}.
   */
  public static ClientAddress unreadable(String reason) {
    return new ClientAddress(Origin.UNREADABLE, NOBODY, reason, HeaderFate.ABSENT);
  }

  /** The same, where it is the header that cannot be read. */
  static ClientAddress unreadableHeader(String reason) {
    return new ClientAddress(Origin.UNREADABLE, NOBODY, reason, HeaderFate.UNREADABLE);
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

  /** What became of the header; {@code UNREADABLE} also where the peer stands in for the client. */
  public HeaderFate headerFate() {
    return headerFate;
  }
}
