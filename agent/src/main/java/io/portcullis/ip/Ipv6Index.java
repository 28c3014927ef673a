package io.portcullis.ip;

import org.jspecify.annotations.Nullable;

/**
 * The change points of IPv6, found in two steps as in {@link Ipv4Index}. Immutable.
 *
 * <p>The buckets part only the stretch between the second and the last point, evenly and by the
 * high half: almost all of IPv6 in use begins with one of a few dozen numbers of 16 bits. Where no
 * rule is longer than a /64, all low halves are 0 and are not kept: a point is 12 bytes, else 20.
 */
final class Ipv6Index {
  private final long base;
  private final int shift;
  private final int[] buckets;
  private final long[] highs;
  private final long @Nullable [] lows;
  private final @Nullable Object[] values;

  private Ipv6Index(
      long base,
      int shift,
      int[] buckets,
      long[] highs,
      long @Nullable [] lows,
      @Nullable Object[] values) {
    this.base = base;
    this.shift = shift;
    this.buckets = buckets;
    this.highs = highs;
    this.lows = lows;
    this.values = values;
  }

  static Ipv6Index of(ChangePoints points) {
    int size = points.size();
    int bits = Math.min(16, 32 - Integer.numberOfLeadingZeros(size));
    long base = points.high(size == 1 ? 0 : 1);
    long span = points.high(size - 1) - base;
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(span) - bits);
    int[] buckets = new int[(int) (span >>> shift) + 2];
    int bucket = 0;
    boolean longRules = false;
    for (int i = 1; i < size; i++) {
      int own = (int) ((points.high(i) - base) >>> shift);
      while (bucket < own) {
        buckets[++bucket] = i;
      }
      longRules |= points.low(i) != 0;
    }
    buckets[0] = 1;
    buckets[bucket + 1] = size;
    return new Ipv6Index(
        base, shift, buckets, points.highs(), longRules ? points.lows() : null, points.values());
  }

  @Nullable Object lookup(long high, long low) {
    if (Long.compareUnsigned(high, base) < 0) {
      return values[0];
    }
    long bucket = (high - base) >>> shift;
    if (Long.compareUnsigned(bucket, buckets.length - 1) >= 0) {
      return values[values.length - 1];
    }
    int from = buckets[(int) bucket];
    int to = buckets[(int) bucket + 1];
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (isBehind(middle, high, low)) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return values[from - 1];
  }

  private boolean isBehind(int point, long high, long low) {
    long pointHigh = highs[point];
    if (pointHigh != high) {
      return Long.compareUnsigned(pointHigh, high) > 0;
    }
    return lows != null && Long.compareUnsigned(lows[point], low) > 0;
  }

  private long low(int point) {
    return lows == null ? 0 : lows[point];
  }

  /** Whether some address has a value here and there. */
  boolean overlaps(Ipv6Index other) {
    return meets(other) || other.meets(this);
  }

  private boolean meets(Ipv6Index other) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null && other.lookup(highs[i], low(i)) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether every address has a value. The mapped block need not: its addresses are IPv4, and no
   * rule of IPv6 can be written that ends in it.
   */
  boolean isFull() {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && !(isMapped(i) && i + 1 < values.length && endsMapped(i + 1))) {
        return false;
      }
    }
    return true;
  }

  private boolean isMapped(int point) {
    return IpAddress.isIpv4(highs[point], low(point));
  }

  // The gap's last address is the one before the point; behind a low half of 0 that is not mapped.
  private boolean endsMapped(int point) {
    return low(point) != 0 && IpAddress.isIpv4(highs[point], low(point) - 1);
  }
}
