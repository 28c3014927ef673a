package io.portcullis.ip;

import java.util.Arrays;
import java.util.List;

/**
 * Flattens the rules of one family to {@link ChangePoints}: at each address the value of the
 * narrowest rule that holds it, and of equally narrow ones that of the first added.
 *
 * <p>One walk over the rules in order of their first addresses. The rules that hold the current
 * address wait in a heap, the narrowest on top. A rule that has ended is dropped when it comes to
 * the top and not before, so a long one may lie in the heap behind its end; it does no harm there.
 */
final class Sweep {
  private final long[] firstHigh;
  private final long[] firstLow;
  private final long[] lastHigh;
  private final long[] lastLow;
  private final Object[] values;
  private int[] heap = new int[16];
  private int heapSize;
  private final boolean ipv4;
  private final ChangePoints points;

  private Sweep(List<IpRule> rules, List<?> valuesOfRules, boolean ipv4) {
    this.ipv4 = ipv4;
    int count = 0;
    for (IpRule rule : rules) {
      count += rule.isIpv4() == ipv4 ? 1 : 0;
    }
    firstHigh = new long[count];
    firstLow = new long[count];
    lastHigh = new long[count];
    lastLow = new long[count];
    values = new Object[count];
    int i = 0;
    for (int r = 0; r < rules.size(); r++) {
      IpRule rule = rules.get(r);
      if (rule.isIpv4() == ipv4) {
        firstHigh[i] = rule.firstHigh();
        firstLow[i] = rule.firstLow();
        lastHigh[i] = rule.lastHigh();
        lastLow[i] = rule.lastLow();
        values[i++] = valuesOfRules.get(r);
      }
    }
    points = new ChangePoints(0, ipv4 ? IpAddress.MAPPED : 0, count + 1);
  }

  /** The points of those rules that are of the family; the two lists run side by side. */
  static ChangePoints run(List<IpRule> rules, List<?> values, boolean ipv4) {
    Sweep sweep = new Sweep(rules, values, ipv4);
    sweep.walk();
    return sweep.points;
  }

  private void walk() {
    int[] order = byFirstAddress();
    int next = 0;
    while (next < order.length) {
      long high = firstHigh[order[next]];
      long low = firstLow[order[next]];
      closeUntil(high, low);
      do {
        push(order[next++]);
      } while (next < order.length
          && firstHigh[order[next]] == high
          && firstLow[order[next]] == low);
      points.add(high, low, values[heap[0]]);
    }
    closeAll();
  }

  /** Ends what ends before an address, and lets what lies beneath come to light. */
  private void closeUntil(long high, long low) {
    while (heapSize > 0 && IpAddress.compare(lastHigh[heap[0]], lastLow[heap[0]], high, low) < 0) {
      closeTop();
    }
  }

  private void closeAll() {
    // The end of the family's last address is no point: there is nothing behind it.
    while (heapSize > 0 && !endsFamily(heap[0])) {
      closeTop();
    }
  }

  private boolean endsFamily(int rule) {
    return ipv4 ? (int) lastLow[rule] == -1 : (lastHigh[rule] & lastLow[rule]) == -1;
  }

  private void closeTop() {
    int top = heap[0];
    while (heapSize > 0
        && IpAddress.compare(lastHigh[heap[0]], lastLow[heap[0]], lastHigh[top], lastLow[top])
            <= 0) {
      pop();
    }
    long low = lastLow[top] + 1;
    long high = low == 0 ? lastHigh[top] + 1 : lastHigh[top];
    points.add(high, low, heapSize == 0 ? null : values[heap[0]]);
  }

  private void push(int rule) {
    if (heapSize == heap.length) {
      heap = Arrays.copyOf(heap, 2 * heapSize);
    }
    int at = heapSize++;
    while (at > 0 && isNarrower(rule, heap[(at - 1) >>> 1])) {
      heap[at] = heap[(at - 1) >>> 1];
      at = (at - 1) >>> 1;
    }
    heap[at] = rule;
  }

  private void pop() {
    int rule = heap[--heapSize];
    int at = 0;
    for (int child = 1; child < heapSize; child = 2 * at + 1) {
      if (child + 1 < heapSize && isNarrower(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isNarrower(heap[child], rule)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = rule;
  }

  private boolean isNarrower(int rule, int other) {
    long low = lastLow[rule] - firstLow[rule];
    long high = lastHigh[rule] - firstHigh[rule] - borrow(lastLow[rule], firstLow[rule]);
    long otherLow = lastLow[other] - firstLow[other];
    long otherHigh = lastHigh[other] - firstHigh[other] - borrow(lastLow[other], firstLow[other]);
    int c = IpAddress.compare(high, low, otherHigh, otherLow);
    return c != 0 ? c < 0 : rule < other;
  }

  private static int borrow(long minuend, long subtrahend) {
    return Long.compareUnsigned(minuend, subtrahend) < 0 ? 1 : 0;
  }

  /**
   * The rules' numbers in order of first address: sorted as numbers by its most telling 32 bits,
   * which is all of it for IPv4, then put right where those are equal. No rule becomes an object.
   */
  private int[] byFirstAddress() {
    long[] keys = new long[values.length];
    for (int i = 0; i < keys.length; i++) {
      long leading = ipv4 ? firstLow[i] << 32 : firstHigh[i] & 0xffff_ffff_0000_0000L;
      // The top bit is turned over, so that the order of signed numbers is that of addresses.
      keys[i] = (leading ^ Long.MIN_VALUE) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    if (!ipv4) {
      sort(order, new int[order.length], 0, order.length);
    }
    return order;
  }

  // A merge sort that passes over what is in order already, which here is most.
  private void sort(int[] order, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(order, spare, from, middle);
    sort(order, spare, middle, to);
    if (!startsBehind(order[middle - 1], order[middle])) {
      return;
    }
    System.arraycopy(order, from, spare, from, middle - from);
    int left = from;
    int right = middle;
    for (int at = from; left < middle; at++) {
      boolean takeRight = right < to && startsBehind(spare[left], order[right]);
      order[at] = takeRight ? order[right++] : spare[left++];
    }
  }

  private boolean startsBehind(int rule, int other) {
    return IpAddress.compare(firstHigh[rule], firstLow[rule], firstHigh[other], firstLow[other])
        > 0;
  }
}
