package io.portcullis.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Lists of address rules and addresses to ask them for, the same for every subject: drawn from one
 * seed.
 *
 * <p>The prefix lengths of a list are either mixed as in a table of the Internet's routes, or all
 * the longest in use ({@code /32}, {@code /64}) at random places, which is the worst case. The mix
 * is counted in a real table where the system property {@code portcullis.cases} names a folder that
 * has one, else it is what such a table looked like.
 */
final class Lists {
  static final int PROBES = 65_536;
  private static final long SEED = 20_261_121;
  private static final String TABLE = "ranges/bgp-full-table.txt.gz";

  /** Prefix length, and how many in 10,000 have it. */
  private static final int[][] MIX_OF_IPV4 = {
    {24, 5963},
    {22, 1204},
    {23, 1070},
    {21, 563},
    {20, 472},
    {19, 276},
    {18, 153},
    {16, 150},
    {17, 91},
    {15, 23},
    {14, 13},
    {32, 10},
    {13, 6},
    {12, 3},
    {11, 1},
    {28, 1},
    {10, 1}
  };

  private static final int[][] MIX_OF_IPV6 = {
    {48, 4714},
    {32, 1408},
    {44, 897},
    {40, 838},
    {36, 374},
    {29, 273},
    {47, 197},
    {46, 190},
    {33, 183},
    {34, 163},
    {42, 144},
    {38, 101},
    {45, 97},
    {39, 86},
    {35, 65},
    {43, 63},
    {41, 56},
    {37, 55},
    {30, 41},
    {31, 18},
    {28, 12},
    {64, 11},
    {56, 2}
  };

  private Lists() {}

  /** Distinct CIDR rules. */
  static List<String> rules(int size, boolean ipv6, boolean scattered) {
    Random random = new Random(SEED + size);
    int[] lengths = scattered ? new int[] {ipv6 ? 64 : 32} : lengths(ipv6);
    Set<String> rules = new LinkedHashSet<>(size * 2);
    while (rules.size() < size) {
      int length = lengths[random.nextInt(lengths.length)];
      rules.add(text(masked(address(random, ipv6), length)) + "/" + length);
    }
    return new ArrayList<>(rules);
  }

  /** Addresses half of which lie in a rule each, the other half anywhere; in random order. */
  static byte[][] probes(List<String> rules, boolean ipv6) {
    Random random = new Random(SEED);
    byte[][] probes = new byte[PROBES][];
    for (int i = 0; i < PROBES; i++) {
      byte[] address = address(random, ipv6);
      if (random.nextBoolean()) {
        String rule = rules.get(random.nextInt(rules.size()));
        int slash = rule.indexOf('/');
        int length = Integer.parseInt(rule.substring(slash + 1));
        byte[] inside = bytes(rule.substring(0, slash));
        for (int bit = length; bit < inside.length * 8; bit++) {
          int mask = 0x80 >> (bit & 7);
          inside[bit >> 3] |= (byte) (address[bit >> 3] & mask);
        }
        address = inside;
      }
      probes[i] = address;
    }
    return probes;
  }

  static String text(byte[] address) {
    return inet(address).getHostAddress();
  }

  static InetAddress inet(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static BigInteger number(byte[] address) {
    return new BigInteger(1, address);
  }

  /** The bytes of an address that is written in digits. */
  static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] address(Random random, boolean ipv6) {
    byte[] address = new byte[ipv6 ? 16 : 4];
    random.nextBytes(address);
    // Unicast: 1.0.0.0 to 223.255.255.255, 2000::/3.
    address[0] = (byte) (ipv6 ? 0x20 | address[0] & 0x1f : 1 + (address[0] & 0xff) % 223);
    return address;
  }

  private static byte[] masked(byte[] address, int length) {
    for (int bit = length; bit < address.length * 8; bit++) {
      address[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
    return address;
  }

  /** Each prefix length as often as it occurs, so that a random place gives the mix. */
  private static int[] lengths(boolean ipv6) {
    int[][] mix = counted(ipv6);
    int total = 0;
    for (int[] share : mix) {
      total += share[1];
    }
    int[] lengths = new int[total];
    int at = 0;
    for (int[] share : mix) {
      for (int i = 0; i < share[1]; i++) {
        lengths[at++] = share[0];
      }
    }
    return lengths;
  }

  private static int[][] counted(boolean ipv6) {
    String cases = System.getProperty("portcullis.cases", "");
    Path table = Path.of(cases).resolve(TABLE);
    if (cases.isEmpty() || !Files.isReadable(table)) {
      return ipv6 ? MIX_OF_IPV6 : MIX_OF_IPV4;
    }
    int[][] counts = new int[129][2];
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(table)), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.indexOf(':') >= 0 == ipv6) {
          int length = Integer.parseInt(line.substring(line.indexOf('/') + 1));
          // Shorter ones are the same few blocks again and again.
          if (length >= (ipv6 ? 28 : 10)) {
            counts[length][0] = length;
            counts[length][1]++;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counts;
  }
}
