package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSet;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What tests of the client address are written in. */
final class Clients {
  private Clients() {}

  static IpAddress ip(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IpSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static IpSet set(String... rules) {
    List<IpRule> parsed = new ArrayList<>();
    for (String rule : rules) {
      try {
        parsed.add(IpRule.parse(rule));
      } catch (IpSyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return IpSet.of(parsed);
  }

  static HeaderResolver resolver(String... trusted) {
    return HeaderResolver.of(
        ClientHeader.named("X-Forwarded-For"),
        set(trusted),
        OptionalInt.empty(),
        OnUnreadable.DENY,
        false);
  }

  /** A resolver of another header. */
  static HeaderResolver of(String header, OptionalInt hops, String... trusted) {
    return HeaderResolver.of(
        ClientHeader.named(header), set(trusted), hops, OnUnreadable.DENY, false);
  }

  static ClientAddress resolve(ClientAddressResolver resolver, String peer, String... lines) {
    return resolver.resolve(Optional.of(ip(peer)), only(resolver.header(), lines));
  }

  /** The hops that a listener hears, as {@code text verdict}. */
  static List<String> hops(ClientAddressResolver resolver, String peer, String... lines) {
    List<String> heard = new ArrayList<>();
    resolver.resolve(
        Optional.of(ip(peer)),
        only(resolver.header(), lines),
        (text, verdict) -> heard.add(text + " " + verdict));
    return heard;
  }

  static ClientAddressResolver.HeaderLines only(String header, String... lines) {
    return name -> name.equals(header) ? Arrays.asList(lines) : List.of("192.0.2.66");
  }

  /** The address, or the reason why there is none. */
  static String told(ClientAddress client) {
    return client.isReadable() ? client.address().toString() : client.reason();
  }
}
