package io.portcullis.ip;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table from address rules to values; a look-up gives the value of the narrowest rule
 * that holds the address. Safe for any number of threads; a look-up allocates nothing, takes no
 * lock and does no I/O.
 *
 * <p>Rules may nest and overlap as they like; of equally narrow ones the first added wins. The
 * families are apart: {@code ::/0} holds no IPv4 address.
 *
 * @param <V> what a rule stands for, such as the entry it came from
 */
public final class IpTable<V> {
  private final int size;
  private final Ipv4Index ipv4;
  private final Ipv6Index ipv6;

  private IpTable(int size, Ipv4Index ipv4, Ipv6Index ipv6) {
    this.size = size;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  public static <V> Builder<V> builder() {
    return new Builder<>();
  }

  /** The value of the narrowest rule that holds {@code address}, else {@code otherwise}. */
  public V lookup(IpAddress address, V otherwise) {
    return lookup(address.high(), address.low(), otherwise);
  }

  /** The same for the two halves of an address, as {@link IpAddress#of(long, long)} takes them. */
  public V lookup(long high, long low, V otherwise) {
    return IpAddress.isIpv4(high, low)
        ? orElse(ipv4.lookup((int) low), otherwise)
        : orElse(ipv6.lookup(high, low), otherwise);
  }

  /**
   * The same for 4 or 16 bytes in network order, as a socket gives them; throws {@link
   * IllegalArgumentException} for any other number.
   */
  public V lookup(byte[] address, V otherwise) {
    if (address.length == 4) {
      return orElse(ipv4.lookup(IpAddress.intAt(address, 0)), otherwise);
    }
    IpAddress.requireSixteen(address);
    return lookup(IpAddress.longAt(address, 0), IpAddress.longAt(address, 8), otherwise);
  }

  // Only values that the builder took, all of type V, are in the indexes.
  @SuppressWarnings("unchecked")
  private static <V> V orElse(@Nullable Object found, V otherwise) {
    return found == null ? otherwise : (V) found;
  }

  /** How many rules went in. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  Ipv4Index ipv4() {
    return ipv4;
  }

  Ipv6Index ipv6() {
    return ipv6;
  }

  /** Collects rules; of two with the same range the first one added stays. Not thread-safe. */
  public static final class Builder<V> {
    private final List<IpRule> rules = new ArrayList<>();
    private final List<V> values = new ArrayList<>();

    private Builder() {}

    public Builder<V> add(IpRule rule, V value) {
      rules.add(rule);
      values.add(value);
      return this;
    }

    public IpTable<V> build() {
      return new IpTable<>(
          rules.size(),
          Ipv4Index.of(Sweep.run(rules, values, true)),
          Ipv6Index.of(Sweep.run(rules, values, false)));
    }
  }
}
