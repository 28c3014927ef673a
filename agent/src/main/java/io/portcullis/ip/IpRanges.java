package io.portcullis.ip;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Addresses as ranges that neither touch nor overlap, in order: to be counted, subtracted and
 * shown. Immutable. For asking whether an address is in, {@link IpSet} is the faster one.
 *
 * <p>The mapped block is no part of IPv6. It is cut out of an IPv6 range that runs over it, so that
 * counts are exact and no end of a range is ever an IPv4 address, and put back when ranges are
 * shown:
 *
 * <pre>
 *  rule    [ ::                                                       ffff:… ]
 *  held    [ ::        ::fffe:ffff:ffff ][ mapped ][ ::1:0:0:0        ffff:… ]
 * </pre>
 */
public final class IpRanges {
  private static final IpAddress FIRST_IPV4 = IpAddress.ofIpv4(0);
  private static final IpAddress LAST_IPV4 = IpAddress.ofIpv4(-1);
  private static final IpRanges EMPTY =
      new IpRanges(Collections.<IpAddress>emptyList(), Collections.<IpAddress>emptyList());

  // Side by side, in order.
  private final List<IpAddress> firsts;
  private final List<IpAddress> lasts;

  private IpRanges(List<IpAddress> firsts, List<IpAddress> lasts) {
    this.firsts = firsts;
    this.lasts = lasts;
  }

  /** No address. */
  public static IpRanges empty() {
    return EMPTY;
  }

  /** Every address of both families. */
  public static IpRanges all() {
    return new IpRanges(
        Arrays.asList(IpAddress.of(0, 0), FIRST_IPV4, after(LAST_IPV4)),
        Arrays.asList(before(FIRST_IPV4), LAST_IPV4, IpAddress.of(-1L, -1L)));
  }

  /** The union of rules. */
  public static IpRanges of(Iterable<IpRule> rules) {
    List<IpRule> ordered = new ArrayList<>();
    for (IpRule rule : rules) {
      addParts(rule, ordered);
    }
    Collections.sort(ordered);
    List<IpAddress> firsts = new ArrayList<>();
    List<IpAddress> lasts = new ArrayList<>();
    for (IpRule part : ordered) {
      int end = lasts.size() - 1;
      IpAddress first = part.first();
      if (end >= 0 && joins(lasts.get(end), first)) {
        if (part.last().compareTo(lasts.get(end)) > 0) {
          lasts.set(end, part.last());
        }
      } else {
        firsts.add(first);
        lasts.add(part.last());
      }
    }
    return new IpRanges(firsts, lasts);
  }

  private static void addParts(IpRule rule, List<IpRule> into) {
    boolean runsOver =
        !rule.isIpv4()
            && rule.first().compareTo(FIRST_IPV4) < 0
            && rule.last().compareTo(LAST_IPV4) > 0;
    if (runsOver) {
      into.add(IpRule.ofRange(rule.first(), before(FIRST_IPV4)));
      into.add(IpRule.ofRange(after(LAST_IPV4), rule.last()));
    } else {
      into.add(rule);
    }
  }

  /** Whether a range that starts at {@code first} goes on from one that ends at {@code last}. */
  private static boolean joins(IpAddress last, IpAddress first) {
    return first.compareTo(last) <= 0
        || (first.isIpv4() == last.isIpv4() && first.equals(after(last)));
  }

  /** What is here and not there. */
  public IpRanges minus(IpRanges other) {
    List<IpAddress> left = new ArrayList<>();
    List<IpAddress> right = new ArrayList<>();
    int o = 0;
    for (int i = 0; i < firsts.size(); i++) {
      IpAddress first = firsts.get(i);
      IpAddress last = lasts.get(i);
      while (o < other.lasts.size() && other.lasts.get(o).compareTo(first) < 0) {
        o++;
      }
      boolean open = true;
      for (int j = o; open && j < other.firsts.size(); j++) {
        IpAddress cut = other.firsts.get(j);
        if (cut.compareTo(last) > 0) {
          break;
        }
        if (first.compareTo(cut) < 0) {
          left.add(first);
          right.add(before(cut));
        }
        // The end of the last address has nothing behind it, and `after` would start anew.
        open = other.lasts.get(j).compareTo(last) < 0;
        if (open) {
          first = after(other.lasts.get(j));
        }
      }
      if (open) {
        left.add(first);
        right.add(last);
      }
    }
    return new IpRanges(left, right);
  }

  public boolean isEmpty() {
    return firsts.isEmpty();
  }

  /** How many addresses these are, exactly. */
  public BigInteger size() {
    BigInteger size = BigInteger.ZERO;
    for (int i = 0; i < firsts.size(); i++) {
      size = size.add(number(lasts.get(i))).subtract(number(firsts.get(i))).add(BigInteger.ONE);
    }
    return size;
  }

  private static BigInteger number(IpAddress address) {
    return unsigned(address.high()).shiftLeft(64).add(unsigned(address.low()));
  }

  private static BigInteger unsigned(long bits) {
    return BigInteger.valueOf(bits >>> 1).shiftLeft(1).add(BigInteger.valueOf(bits & 1));
  }

  /**
   * The ranges as few rules: IPv4 first, each a single address, a block where it is one, else a
   * range.
   */
  public List<IpRule> rules() {
    List<IpRule> ipv4 = new ArrayList<>();
    List<IpRule> ipv6 = new ArrayList<>();
    IpAddress open = before(FIRST_IPV4);
    for (int i = 0; i < firsts.size(); i++) {
      IpRule rule = IpRule.ofRange(firsts.get(i), lasts.get(i));
      int end = ipv6.size() - 1;
      if (rule.isIpv4()) {
        ipv4.add(rule);
      } else if (end >= 0
          && ipv6.get(end).last().equals(open)
          && rule.first().equals(after(LAST_IPV4))) {
        ipv6.set(end, IpRule.ofRange(ipv6.get(end).first(), rule.last()));
      } else {
        ipv6.add(rule);
      }
    }
    ipv4.addAll(ipv6);
    return Collections.unmodifiableList(ipv4);
  }

  private static IpAddress after(IpAddress address) {
    long low = address.low() + 1;
    return IpAddress.of(low == 0 ? address.high() + 1 : address.high(), low);
  }

  private static IpAddress before(IpAddress address) {
    long low = address.low() - 1;
    return IpAddress.of(low == -1 ? address.high() - 1 : address.high(), low);
  }

  @Override
  public String toString() {
    return rules().toString();
  }
}
