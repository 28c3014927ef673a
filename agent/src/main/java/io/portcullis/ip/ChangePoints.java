package io.portcullis.ip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A family's line of addresses as the points where the value changes, in ascending order; the first
 * point is the family's first address. A value is null where no rule holds the addresses.
 *
 * <pre>
 *   rules      |----------a----------|     |--b--|
 *                    |--c--|
 *   points   0 a     c     a         0     b     0
 * </pre>
 *
 * <p>The mutable stage of a table: it lives only while the table is built.
 */
final class ChangePoints {
  private long[] highs;
  private long[] lows;
  private @Nullable Object[] values;
  private int size;

  /**
   * Points that begin with no value at the address of the two halves; room for {@code expected}.
   */
  ChangePoints(long firstHigh, long firstLow, int expected) {
    highs = new long[expected];
    lows = new long[expected];
    values = new Object[expected];
    set(0, firstHigh, firstLow, null);
    size = 1;
  }

  int size() {
    return size;
  }

  long high(int i) {
    return highs[i];
  }

  long low(int i) {
    return lows[i];
  }

  /** Of each point, the value from it on. */
  @Nullable Object[] values() {
    return Arrays.copyOf(values, size);
  }

  long[] highs() {
    return Arrays.copyOf(highs, size);
  }

  long[] lows() {
    return Arrays.copyOf(lows, size);
  }

  /** From here on {@code value}; here is at or behind the last point. */
  void add(long high, long low, @Nullable Object value) {
    int at = size - 1;
    if (highs[at] != high || lows[at] != low) {
      at = size;
    }
    if (at > 0 && values[at - 1] == value) {
      size = at;
      return;
    }
    if (at == highs.length) {
      int longer = at + (at >> 1) + 2;
      highs = Arrays.copyOf(highs, longer);
      lows = Arrays.copyOf(lows, longer);
      values = Arrays.copyOf(values, longer);
    }
    set(at, high, low, value);
    size = at + 1;
  }

  private void set(int at, long high, long low, @Nullable Object value) {
    highs[at] = high;
    lows[at] = low;
    values[at] = value;
  }
}
