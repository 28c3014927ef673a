package io.portcullis.client;

import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.client.ClientAddress.Origin;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client in the one header that trusted proxies write it to.
 *
 * <p>A caller can write anything to the left of what the first trusted proxy wrote. Therefore hops
 * are believed only from the right, only behind a trusted peer, and only until the first one that
 * is no trusted proxy: that is the client. What is further left is never believed.
 *
 * <p>A header of more than {@value #MAX_HOPS} hops or {@value #MAX_LENGTH} characters is unreadable
 * whole. Immutable, thread-safe.
 */
public final class HeaderResolver implements ClientAddressResolver {
  static final int MAX_HOPS = 64;
  static final int MAX_LENGTH = 8192;

  private static final String TRUSTED = "trusted";
  private static final String CLIENT = "client";
  private static final String UNREADABLE = "unreadable";
  private static final String IGNORED = "ignored";

  private static final ClientAddress TOO_LONG = ClientAddress.unreadableHeader("header_too_long");
  private static final ClientAddress TOO_FEW = ClientAddress.unreadableHeader("too_few_hops");

  private final ClientHeader header;
  private final IpSet trustedProxies;
  // 0: skip trusted hops instead of counting.
  private final int trustedHops;
  private final OnUnreadable onUnreadable;
  private final Origin proxyOrigin;

  private HeaderResolver(
      ClientHeader header,
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
   *     whatever the addresses are; only for a header that holds several
   * @param proxyAsClient whether a proxy that is a client itself counts as any other peer, and so
   *     may be admitted by a list
   */
  public static HeaderResolver of(
      ClientHeader header,
      IpSet trustedProxies,
      OptionalInt trustedHops,
      OnUnreadable onUnreadable,
      boolean proxyAsClient) {
    if (trustedHops.isPresent() && trustedHops.getAsInt() < 1) {
      throw new IllegalArgumentException("hops are counted from 1");
    }
    if (trustedHops.isPresent() && !header.holdsSeveral()) {
      throw new IllegalArgumentException("one address has no hops to count");
    }
    return new HeaderResolver(
        header,
        trustedProxies,
        trustedHops.orElse(0),
        onUnreadable,
        proxyAsClient ? Origin.PEER : Origin.PROXY_ITSELF);
  }

  @Override
  public String header() {
    return header.name();
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
    List<String> received = lines.lines(header.name());
    if (!trustedProxies.contains(proxy)) {
      tell(listener, proxy, CLIENT);
      return ClientAddress.of(Origin.PEER, proxy, ignore(received, listener));
    }
    if (isTooLong(received)) {
      tell(listener, proxy, TRUSTED);
      return orProxy(unreadable(TOO_LONG, listener), proxy, listener);
    }
    Hops hops = header.hops(received);
    if (hops.count() == 0) {
      tell(listener, proxy, CLIENT);
      return ClientAddress.of(proxyOrigin, proxy);
    }
    tell(listener, proxy, TRUSTED);
    return orProxy(walk(hops, listener), proxy, listener);
  }

  private static HeaderFate ignore(List<String> received, @Nullable HopListener listener) {
    HeaderFate fate = HeaderFate.ABSENT;
    for (int i = received.size() - 1; i >= 0; i--) {
      if (saysSomething(received.get(i))) {
        fate = HeaderFate.IGNORED;
        if (listener != null) {
          listener.hop(received.get(i), IGNORED);
        }
      }
    }
    return fate;
  }

  private static boolean saysSomething(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != ',' && !Hop.isBlank(c)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTooLong(List<String> lines) {
    long length = lines.size() - 1L; // the commas that join them
    for (int i = 0; i < lines.size(); i++) {
      length += lines.get(i).length();
    }
    return length > MAX_LENGTH;
  }

  /** From right to left, to the hop that is the client. */
  private ClientAddress walk(Hops hops, @Nullable HopListener listener) {
    int count = hops.count();
    if (count > MAX_HOPS) {
      return unreadable(TOO_LONG, listener);
    }
    if (trustedHops > count) {
      return unreadable(TOO_FEW, listener);
    }
    for (int n = 1; ; n++) {
      hops.next();
      boolean counted = n < trustedHops;
      if (counted && hops.isCountable()) {
        tell(listener, hops, TRUSTED);
        continue;
      }
      Optional<IpAddress> address = counted ? Optional.<IpAddress>empty() : hops.address();
      if (!address.isPresent()) {
        tell(listener, hops, UNREADABLE);
        tellRest(listener, hops, n);
        return hops.fault();
      }
      // Where all are trusted the left-most is the client.
      boolean skipped = trustedHops == 0 && n < count && trustedProxies.contains(address.get());
      tell(listener, hops, skipped ? TRUSTED : CLIENT);
      if (!skipped) {
        tellRest(listener, hops, n);
        return ClientAddress.of(Origin.HEADER, address.get());
      }
    }
  }

  private ClientAddress orProxy(
      ClientAddress client, IpAddress proxy, @Nullable HopListener listener) {
    if (client.isReadable() || onUnreadable == OnUnreadable.DENY) {
      return client;
    }
    tell(listener, proxy, CLIENT);
    return ClientAddress.of(proxyOrigin, proxy, HeaderFate.UNREADABLE);
  }

  /** The header is unreadable whole, not one of its hops. */
  private ClientAddress unreadable(ClientAddress why, @Nullable HopListener listener) {
    if (listener != null) {
      listener.hop(header.name(), UNREADABLE);
    }
    return why;
  }

  private static void tell(@Nullable HopListener listener, IpAddress address, String verdict) {
    if (listener != null) {
      listener.hop(address.toString(), verdict);
    }
  }

  private static void tell(@Nullable HopListener listener, Hops hops, String verdict) {
    if (listener != null) {
      listener.hop(hops.text(), verdict);
    }
  }

  private static void tellRest(@Nullable HopListener listener, Hops hops, int told) {
    if (listener != null) {
      for (int n = told; n < hops.count(); n++) {
        hops.next();
        listener.hop(hops.text(), IGNORED);
      }
    }
  }
}
