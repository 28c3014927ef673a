package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the client of a request from its peer and the one configured header. Immutable,
 * thread-safe.
 */
public interface ClientAddressResolver {
  /** The header it reads, as it is named on the wire; empty where the client is always the peer. */
  String header();

  /**
   * The client.
   *
   * @param peer the other end of the connection; empty where the transport hides it
   * @param lines all lines of {@link #header()}, in the order received
   */
  ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines);

  /** The same walk, telling each hop to {@code listener} as it is read: for explanations. */
  ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines, HopListener listener);

  /** What of a request may name its client, read when, and only when, it is needed. */
  interface HeaderLines {
    List<String> lines(String name);

    /**
     * What the transport tells in place of the socket's other end; empty where it tells nothing.
     */
    default Optional<ReportedPeer> reportedPeer() {
      return Optional.empty();
    }
  }

  /** Hears of each step of the walk, the peer first, then hops from right to left. */
  interface HopListener {
    /**
     * @param verdict what became of it: {@code trusted}, {@code client}, {@code unreadable}, {@code
     *     ignored}
     */
    void hop(String text, String verdict);
  }
}
