package io.portcullis.record;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.ip.IpAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What denials are folded by: effect, code, scope, and an address or something wider. Immutable.
 */
final class FoldKey {
  /** How much of the address space is folded into one. */
  enum Span {
    ADDRESS("address"),
    /** The /24 or /64 around an address. */
    NETWORK("network"),
    /** Those whose client could not be read. */
    UNREADABLE("unreadable"),
    /** All that found no room of their own, of whichever scope. */
    REST("rest");

    private final String word;

    Span(String word) {
      this.word = word;
    }

    /** The name in records. */
    String word() {
      return word;
    }
  }

  private final Decision.Effect effect;
  private final Code code;
  private final String scope;
  private final Span span;
  private final long high;
  private final long low;

  private FoldKey(Decision.Effect effect, Code code, String scope, Span span, long high, long low) {
    this.effect = effect;
    this.code = code;
    this.scope = scope;
    this.span = span;
    this.high = high;
    this.low = low;
  }

  /** The narrowest key of a denial. */
  static FoldKey of(Decision decision) {
    String scope = decision.settling().scope();
    if (!decision.client().isReadable()) {
      return new FoldKey(decision.effect(), decision.code(), scope, Span.UNREADABLE, 0, 0);
    }
    IpAddress address = decision.client().address();
    return new FoldKey(
        decision.effect(), decision.code(), scope, Span.ADDRESS, address.high(), address.low());
  }

  /** The key of all denials of one effect and code that found no room. */
  static FoldKey rest(Decision.Effect effect, Code code) {
    return new FoldKey(effect, code, "", Span.REST, 0, 0);
  }

  /** The key of the /24 or /64 that holds the address; this one where there is no address. */
  FoldKey network() {
    if (span != Span.ADDRESS) {
      return this;
    }
    boolean ipv4 = IpAddress.of(high, low).isIpv4();
    return new FoldKey(effect, code, scope, Span.NETWORK, high, ipv4 ? low & ~0xffL : 0);
  }

  Decision.Effect effect() {
    return effect;
  }

  Code code() {
    return code;
  }

  String scope() {
    return scope;
  }

  Span span() {
    return span;
  }

  /** The address or the network in words; empty where there is none. */
  String where() {
    IpAddress address = IpAddress.of(high, low);
    switch (span) {
      case ADDRESS:
        return address.toString();
      case NETWORK:
        return address + (address.isIpv4() ? "/24" : "/64");
      default:
        return "";
    }
  }

  /**
   * A hash that nobody can aim at who does not know the seed: a caller chooses its addresses, and
   * must not choose those that meet in one place of a table.
   */
  int hash(long seed) {
    long h = seed ^ (span.ordinal() * 31L + code.ordinal()) * 31 + effect.ordinal();
    h = mix(h + scope.hashCode());
    h = mix(h ^ high);
    h = mix(h ^ low);
    return (int) (h >>> 32);
  }

  // The finalizer of SplitMix64.
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof FoldKey)) {
      return false;
    }
    FoldKey key = (FoldKey) other;
    return high == key.high
        && low == key.low
        && span == key.span
        && code == key.code
        && effect == key.effect
        && scope.equals(key.scope);
  }

  @Override
  public int hashCode() {
    return Objects.hash(effect, code, scope, span, high, low);
  }
}
