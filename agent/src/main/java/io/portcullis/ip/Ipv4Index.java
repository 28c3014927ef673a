package io.portcullis.ip;

import org.jspecify.annotations.Nullable;

/**
 * The change points of IPv4, found in two steps: the address's top bits name a bucket of the line,
 * a binary search finds the point within. Immutable.
 *
 * <p>The idea is that of DXR (Zec, Rizzo, Mikuc: "DXR: towards a billion routing lookups per second
 * in software", 2012), with as many top bits as there are points to part, at most 16. A point is 8
 * bytes: where it is, and the value itself rather than its number, which saves a step and a table.
 *
 * <pre>
 *   address  203.0.113.7      top bits → b
 *   buckets  … | b | b+1 | …       buckets[b] … buckets[b+1]-1: the points that lie in bucket b
 *   starts   … | 203.0.112.0 | 203.0.113.0 | 203.0.114.0 | …     the last one that is not behind it
 * </pre>
 */
final class Ipv4Index {
  private final int shift;
  private final int[] buckets;
  // With the top bit turned over, so that the order of signed numbers is that of addresses.
  private final int[] starts;
  private final @Nullable Object[] values;

  private Ipv4Index(int shift, int[] buckets, int[] starts, @Nullable Object[] values) {
    this.shift = shift;
    this.buckets = buckets;
    this.starts = starts;
    this.values = values;
  }

  static Ipv4Index of(ChangePoints points) {
    int size = points.size();
    int bits = Math.max(1, Math.min(16, 32 - Integer.numberOfLeadingZeros(size)));
    int shift = 32 - bits;
    int[] buckets = new int[(1 << bits) + 1];
    int[] starts = new int[size];
    int bucket = 0;
    for (int i = 0; i < size; i++) {
      int address = (int) points.low(i);
      while (bucket < address >>> shift) {
        buckets[++bucket] = i;
      }
      starts[i] = address ^ Integer.MIN_VALUE;
    }
    while (bucket < 1 << bits) {
      buckets[++bucket] = size;
    }
    return new Ipv4Index(shift, buckets, starts, points.values());
  }

  @Nullable Object lookup(int address) {
    int bucket = address >>> shift;
    int from = buckets[bucket];
    int to = buckets[bucket + 1];
    int key = address ^ Integer.MIN_VALUE;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (starts[middle] <= key) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    // Where the bucket has no point before the address, the value comes from the bucket's left.
    return values[from - 1];
  }

  /** Whether some address has a value here and there. */
  boolean overlaps(Ipv4Index other) {
    return meets(other) || other.meets(this);
  }

  // Two unions of ranges overlap just if some range of one begins inside the other.
  private boolean meets(Ipv4Index other) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null && other.lookup(starts[i] ^ Integer.MIN_VALUE) != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether every address has a value. */
  boolean isFull() {
    for (Object value : values) {
      if (value == null) {
        return false;
      }
    }
    return true;
  }
}
