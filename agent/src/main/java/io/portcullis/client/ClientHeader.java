package io.portcullis.client;

import java.util.List;

/**
 * The header that names the client, and how it is read, which its name tells: {@code
 * X-Forwarded-For} is a list, {@code Forwarded} is that of RFC 7239, and any other holds exactly
 * one address. Immutable.
 */
public final class ClientHeader {
  private static final ClientHeader FORWARDED_FOR = new ClientHeader("X-Forwarded-For");
  private static final ClientHeader FORWARDED = new ClientHeader("Forwarded");

  private final String name;

  private ClientHeader(String name) {
    this.name = name;
  }

  /** The header of that name, in any case. */
  public static ClientHeader named(String name) {
    if (name.equalsIgnoreCase(FORWARDED_FOR.name)) {
      return FORWARDED_FOR;
    }
    return name.equalsIgnoreCase(FORWARDED.name) ? FORWARDED : new ClientHeader(name);
  }

  public String name() {
    return name;
  }

  /** Whether it can name several hops. */
  public boolean holdsSeveral() {
    return this == FORWARDED_FOR || this == FORWARDED;
  }

  Hops hops(List<String> lines) {
    if (this == FORWARDED_FOR) {
      return new ListHops(lines);
    }
    return this == FORWARDED ? new ForwardedHops(lines) : new SingleHop(lines);
  }
}
