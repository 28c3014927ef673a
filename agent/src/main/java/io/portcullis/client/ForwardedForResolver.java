package io.portcullis.client;

import io.portcullis.client.ClientAddress.Origin;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client in a header of comma-separated hops, such as {@code X-Forwarded-For}, that each
 * proxy writes its own peer to the right of.
 *
 * <p>A caller can write anything to the left of what the first trusted proxy wrote. Therefore hops
 * are believed only from the right, only behind a trusted peer, and only until the first one that
 * is no trusted proxy: that is the client. What is further left is never read.
 *
 * <p>A header of more than {@value #MAX_HOPS} hops or {@value #MAX_LENGTH} characters is unreadable
 * whole. The walk does not split: it allocates the addresses it reads and the answer.
 *
 * <p>Thread-safe; immutable but for the count of ignored headers.
 */
public final class ForwardedForResolver implements ClientAddressResolver {
  static final int MAX_HOPS = 64;
  static final int MAX_LENGTH = 8192;

  private static final String TRUSTED = "trusted";
  private static final String CLIENT = "client";
  private static final String UNREADABLE = "unreadable";
  private static final String IGNORED = "ignored";

  private static final ClientAddress TOO_LONG = ClientAddress.unreadable("header_too_long");
  private static final ClientAddress TOO_FEW = ClientAddress.unreadable("too_few_hops");
  private static final ClientAddress BAD_HOP = ClientAddress.unreadable("hop_not_an_address");

  private final String header;
  private final IpSet trustedProxies;
  // 0: skip trusted hops instead of counting.
  private final int trustedHops;
  private final OnUnreadable onUnreadable;
  private final Origin proxyOrigin;
  private final LongAdder ignored = new LongAdder();

  private ForwardedForResolver(
      String header,
      IpSet trustedProxies,
      int trustedHops,
      OnUnreadable onUnreadable,
      Origin proxyOrigin) {
    this.header = header;
    this.trustedProxies = trustedProxies;
    this.trustedHops = trustedHops;
    this.onUnreadable = onUnreadable;
    this.proxyOrigin = proxyOrigin;
  }

  /**
   * A resolver.
   *
   * @param trustedProxies the only peers that may speak for a client, and the hops that are skipped
   * @param trustedHops where given, the client is that hop counted from the right, 1 the last,
   *     whatever the addresses are
   * @param proxyAsClient whether a proxy that is a client itself counts as any other peer, and so
   *     may be admitted by a list
   */
  public static ForwardedForResolver of(
      String header,
      IpSet trustedProxies,
      OptionalInt trustedHops,
      OnUnreadable onUnreadable,
      boolean proxyAsClient) {
    if (trustedHops.isPresent() && trustedHops.getAsInt() < 1) {
      throw new IllegalArgumentException("hops are counted from 1");
    }
    return new ForwardedForResolver(
        header,
        trustedProxies,
        trustedHops.orElse(0),
        onUnreadable,
        proxyAsClient ? Origin.PEER : Origin.PROXY_ITSELF);
  }

  @Override
  public String header() {
    return header;
  }

  /** How many requests brought the header from a peer that is not trusted, explanations aside. */
  public long ignoredHeaders() {
    return ignored.sum();
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines) {
    return resolveTelling(peer, lines, null);
  }

  @Override
  public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
    return resolveTelling(peer, lines, listener);
  }

  private ClientAddress resolveTelling(
      Optional<IpAddress> peer, HeaderLines lines, @Nullable HopListener listener) {
    // A peer that is no address speaks for nobody, and no setting makes it one.
    if (!peer.isPresent() || Hop.isUnspecified(peer.get())) {
      return listener == null
          ? PeerOnly.INSTANCE.resolve(peer, lines)
          : PeerOnly.INSTANCE.resolve(peer, lines, listener);
    }
    IpAddress proxy = peer.get();
    List<String> received = lines.lines(header);
    int hops = countHops(received);
    if (!trustedProxies.contains(proxy)) {
      tell(listener, proxy, CLIENT);
      if (hops != 0) {
        ignore(received, listener);
      }
      return ClientAddress.of(Origin.PEER, proxy);
    }
    if (hops == 0) {
      tell(listener, proxy, CLIENT);
      return ClientAddress.of(proxyOrigin, proxy);
    }
    tell(listener, proxy, TRUSTED);
    ClientAddress client = new Walk(received, hops, listener).client();
    if (client.isReadable() || onUnreadable == OnUnreadable.DENY) {
      return client;
    }
    tell(listener, proxy, CLIENT);
    return ClientAddress.of(proxyOrigin, proxy);
  }

  private void ignore(List<String> received, @Nullable HopListener listener) {
    if (listener == null) {
      ignored.increment();
      return;
    }
    for (int i = received.size() - 1; i >= 0; i--) {
      listener.hop(received.get(i), IGNORED);
    }
  }

  private static void tell(@Nullable HopListener listener, IpAddress address, String verdict) {
    if (listener != null) {
      listener.hop(address.toString(), verdict);
    }
  }

  /** How many members that are not empty the lines have; one too many where they are too long. */
  private static int countHops(List<String> lines) {
    int hops = 0;
    int length = lines.size() - 1; // the commas that join them
    for (int l = 0; l < lines.size(); l++) {
      String line = lines.get(l);
      length += line.length();
      if (length > MAX_LENGTH) {
        return MAX_HOPS + 1;
      }
      boolean inMember = false;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == ',') {
          inMember = false;
        } else if (!inMember && !isBlank(c)) {
          inMember = true;
          hops++;
        }
      }
    }
    return hops;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** One walk over the members of the lines, from right to left; empty ones are not seen. */
  private final class Walk {
    private final List<String> lines;
    private final int hops;
    private final @Nullable HopListener listener;

    // The member that next() found, and where the one to the left of it ends.
    private int at;
    private String line;
    private int start;
    private int end;
    private int limit;

    Walk(List<String> lines, int hops, @Nullable HopListener listener) {
      this.lines = lines;
      this.hops = hops;
      this.listener = listener;
      this.at = lines.size() - 1;
      this.line = lines.get(at);
      this.limit = line.length();
    }

    ClientAddress client() {
      if (hops > MAX_HOPS) {
        return unreadable(TOO_LONG);
      }
      if (trustedHops > hops) {
        return unreadable(TOO_FEW);
      }
      for (int n = 1; ; n++) {
        next();
        if (n < trustedHops) {
          tell(TRUSTED);
          continue;
        }
        Optional<IpAddress> address = Hop.find(line, start, end);
        if (!address.isPresent()) {
          tell(UNREADABLE);
          tellRest(n);
          return BAD_HOP;
        }
        // Where all are trusted the left-most is the client.
        boolean skipped = trustedHops == 0 && n < hops && trustedProxies.contains(address.get());
        tell(skipped ? TRUSTED : CLIENT);
        if (!skipped) {
          tellRest(n);
          return ClientAddress.of(Origin.HEADER, address.get());
        }
      }
    }

    /** Moves to the next member to the left; there is one. */
    private void next() {
      do {
        while (limit < 0) {
          at--;
          line = lines.get(at);
          limit = line.length();
        }
        end = limit;
        int comma = limit == 0 ? -1 : line.lastIndexOf(',', limit - 1);
        start = comma + 1;
        limit = comma;
        while (start < end && isBlank(line.charAt(start))) {
          start++;
        }
        while (start < end && isBlank(line.charAt(end - 1))) {
          end--;
        }
      } while (start == end);
    }

    private ClientAddress unreadable(ClientAddress why) {
      if (listener != null) {
        listener.hop(header, UNREADABLE);
      }
      return why;
    }

    private void tell(String verdict) {
      if (listener != null) {
        listener.hop(line.substring(start, end), verdict);
      }
    }

    private void tellRest(int told) {
      if (listener != null) {
        for (int n = told; n < hops; n++) {
          next();
          tell(IGNORED);
        }
      }
    }
  }
}
