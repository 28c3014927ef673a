package io.portcullis.ip;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The oracle beside the quick code: the same rules of text and table, by regex and by big numbers.
 */
final class SlowIp {
  static final BigInteger MAPPED = BigInteger.valueOf(0xffffL).shiftLeft(32);
  private static final Pattern OCTET =
      Pattern.compile("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  private SlowIp() {}

  /** The number that a text stands for, IPv4 as mapped. */
  static Optional<BigInteger> parse(String text) {
    if (text.indexOf(':') < 0) {
      return quad(text).map(MAPPED::add);
    }
    String hex = text;
    int tail = text.lastIndexOf(':') + 1;
    if (text.indexOf('.') >= 0) {
      Optional<BigInteger> quad = quad(text.substring(tail));
      if (quad.isEmpty()) {
        return Optional.empty();
      }
      int bits = quad.get().intValue();
      hex = text.substring(0, tail) + String.format("%x:%x", bits >>> 16, bits & 0xffff);
    }
    String[] sides = hex.split("::", -1);
    List<String> groups = new ArrayList<>(side(sides[0]));
    if (sides.length == 2) {
      List<String> right = side(sides[1]);
      int missing = 8 - groups.size() - right.size();
      if (missing < 1) {
        return Optional.empty();
      }
      for (int i = 0; i < missing; i++) {
        groups.add("0");
      }
      groups.addAll(right);
    }
    if (sides.length > 2 || groups.size() != 8) {
      return Optional.empty();
    }
    BigInteger value = BigInteger.ZERO;
    for (String group : groups) {
      if (!GROUP.matcher(group).matches()) {
        return Optional.empty();
      }
      value = value.shiftLeft(16).or(new BigInteger(group, 16));
    }
    return Optional.of(value);
  }

  private static List<String> side(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
  }

  private static Optional<BigInteger> quad(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return Optional.empty();
    }
    long bits = 0;
    for (String octet : octets) {
      if (!OCTET.matcher(octet).matches()) {
        return Optional.empty();
      }
      bits = bits << 8 | Integer.parseInt(octet);
    }
    return Optional.of(BigInteger.valueOf(bits));
  }

  /** RFC 5952, section 4. */
  static String print(IpAddress address) {
    BigInteger value = number(address);
    if (value.shiftRight(32).equals(BigInteger.valueOf(0xffff))) {
      int bits = value.intValue();
      return (bits >>> 24)
          + "."
          + (bits >>> 16 & 255)
          + "."
          + (bits >>> 8 & 255)
          + "."
          + (bits & 255);
    }
    List<String> groups = new ArrayList<>();
    for (int i = 7; i >= 0; i--) {
      groups.add(Integer.toHexString(value.shiftRight(16 * i).intValue() & 0xffff));
    }
    for (int length = 8; length >= 2; length--) {
      for (int from = 0; from + length <= 8; from++) {
        if (groups.subList(from, from + length).stream().allMatch("0"::equals)) {
          return String.join(":", groups.subList(0, from))
              + "::"
              + String.join(":", groups.subList(from + length, 8));
        }
      }
    }
    return String.join(":", groups);
  }

  static BigInteger number(IpAddress address) {
    return unsigned(address.high()).shiftLeft(64).or(unsigned(address.low()));
  }

  static IpAddress address(BigInteger number) {
    return IpAddress.of(number.shiftRight(64).longValue(), number.longValue());
  }

  private static BigInteger unsigned(long half) {
    return new BigInteger(Long.toUnsignedString(half));
  }

  static boolean holds(IpRule rule, IpAddress address) {
    BigInteger number = number(address);
    return rule.first().isIpv4() == address.isIpv4()
        && number(rule.first()).compareTo(number) <= 0
        && number(rule.last()).compareTo(number) >= 0;
  }

  /** The narrowest rule that holds the address, the first of equally narrow ones; -1 if none. */
  static int lookup(List<IpRule> rules, IpAddress address) {
    int best = -1;
    for (int i = 0; i < rules.size(); i++) {
      if (holds(rules.get(i), address)
          && (best < 0 || width(rules.get(i)).compareTo(width(rules.get(best))) < 0)) {
        best = i;
      }
    }
    return best;
  }

  private static BigInteger width(IpRule rule) {
    return number(rule.last()).subtract(number(rule.first()));
  }
}
