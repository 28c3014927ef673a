package io.portcullis.bench;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv4.IPv4AddressAssociativeTrie;
import inet.ipaddr.ipv6.IPv6Address;
import inet.ipaddr.ipv6.IPv6AddressAssociativeTrie;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilter;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSet;
import io.portcullis.ip.IpSyntaxException;
import io.portcullis.ip.IpTable;
import io.undertow.server.handlers.IPAddressAccessControlHandler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import net.ripe.ipresource.IpResource;
import net.ripe.ipresource.etree.IpResourceIntervalStrategy;
import net.ripe.ipresource.etree.NestedIntervalMap;
import org.apache.catalina.util.NetMask;
import org.eclipse.jetty.util.InetAddressSet;
import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * What is compared. Those named {@code portcullis…} are ours; each peer is asked as its own server
 * or library asks it, with addresses that are ready in the form it wants.
 */
final class Subjects {
  /** Those that give the rule that an address matched, and those that say yes or no. */
  static final List<String> IDENTITY =
      List.of(
          "portcullis-longs",
          "portcullis-bytes",
          "portcullis-text",
          "ipaddress-trie",
          "ripe-nested");

  /** Those whose time grows with the list. */
  static final List<String> LINEAR =
      List.of("spring-matcher", "spring-matchers", "tomcat", "jetty", "undertow");

  static final List<String> ALL =
      List.of(
          "portcullis-longs",
          "portcullis-bytes",
          "portcullis-text",
          "portcullis-set",
          "guava",
          "netty",
          "ipaddress-trie",
          "ripe-nested",
          "jetty",
          "tomcat",
          "undertow",
          "spring-matchers",
          "spring-matcher");

  private Subjects() {}

  static Subject of(String name, List<String> rules, byte[][] probes) throws Exception {
    return switch (name) {
      case "portcullis-longs" -> longs(table(rules), probes);
      case "portcullis-bytes" -> bytes(table(rules), probes);
      case "portcullis-text" -> text(table(rules), probes);
      case "portcullis-set" -> set(rules, probes);
      case "guava" -> guava(rules, probes);
      case "netty" -> new Netty(rules, probes);
      case "ipaddress-trie" ->
          probes[0].length == 4 ? trieOfIpv4(rules, probes) : trieOfIpv6(rules, probes);
      case "ripe-nested" -> ripe(rules, probes);
      case "jetty" -> jetty(rules, probes);
      case "tomcat" -> tomcat(rules, probes);
      case "undertow" -> undertow(rules, probes);
      case "spring-matchers" -> springMatchers(rules, probes);
      case "spring-matcher" -> springMatcher(rules, probes);
      default -> throw new IllegalArgumentException("no subject `" + name + "`");
    };
  }

  static IpTable<String> table(List<String> rules) throws IpSyntaxException {
    IpTable.Builder<String> table = IpTable.builder();
    for (String rule : rules) {
      table.add(IpRule.parse(rule), rule);
    }
    return table.build();
  }

  private static Subject longs(IpTable<String> table, byte[][] probes) {
    long[] high = new long[probes.length];
    long[] low = new long[probes.length];
    for (int i = 0; i < probes.length; i++) {
      IpAddress address = IpAddress.of(probes[i]);
      high[i] = address.high();
      low[i] = address.low();
    }
    return probe -> table.lookup(high[probe], low[probe], null);
  }

  private static Subject bytes(IpTable<String> table, byte[][] probes) {
    return probe -> table.lookup(probes[probe], null);
  }

  private static Subject text(IpTable<String> table, byte[][] probes) {
    String[] texts = texts(probes);
    return probe -> {
      try {
        return table.lookup(IpAddress.parse(texts[probe]), null);
      } catch (IpSyntaxException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static Subject set(List<String> rules, byte[][] probes) throws IpSyntaxException {
    List<IpRule> parsed = new ArrayList<>();
    for (String rule : rules) {
      parsed.add(IpRule.parse(rule));
    }
    IpSet set = IpSet.of(parsed);
    return probe -> set.contains(probes[probe]);
  }

  /** Says yes or no: a range set has lost the rules that it was made of. */
  private static Subject guava(List<String> rules, byte[][] probes) {
    List<Range<BigInteger>> ranges = new ArrayList<>();
    for (String rule : rules) {
      int slash = rule.indexOf('/');
      byte[] first = Lists.bytes(rule.substring(0, slash));
      int hostBits = first.length * 8 - Integer.parseInt(rule.substring(slash + 1));
      BigInteger from = Lists.number(first);
      ranges.add(Range.closedOpen(from, from.add(BigInteger.ONE.shiftLeft(hostBits))));
    }
    BigInteger[] numbers = new BigInteger[probes.length];
    for (int i = 0; i < probes.length; i++) {
      numbers[i] = Lists.number(probes[i]);
    }
    if (probes[0].length == 16) {
      ImmutableRangeSet<BigInteger> set = ImmutableRangeSet.unionOf(ranges);
      return probe -> set.contains(numbers[probe]);
    }
    List<Range<Long>> short4 = new ArrayList<>();
    for (Range<BigInteger> range : ranges) {
      short4.add(
          Range.closedOpen(range.lowerEndpoint().longValue(), range.upperEndpoint().longValue()));
    }
    ImmutableRangeSet<Long> set = ImmutableRangeSet.unionOf(short4);
    Long[] boxed = new Long[probes.length];
    for (int i = 0; i < probes.length; i++) {
      boxed[i] = numbers[i].longValue();
    }
    return probe -> set.contains(boxed[probe]);
  }

  /** Refuses whom no rule accepts. */
  private static final class Netty extends IpSubnetFilter implements Subject {
    private final InetSocketAddress[] sockets;

    Netty(List<String> rules, byte[][] probes) {
      super(false, netty(rules));
      sockets = new InetSocketAddress[probes.length];
      for (int i = 0; i < probes.length; i++) {
        sockets[i] = new InetSocketAddress(Lists.inet(probes[i]), 1);
      }
    }

    private static List<IpSubnetFilterRule> netty(List<String> rules) {
      List<IpSubnetFilterRule> made = new ArrayList<>();
      for (String rule : rules) {
        int slash = rule.indexOf('/');
        made.add(
            new IpSubnetFilterRule(
                Lists.inet(Lists.bytes(rule.substring(0, slash))),
                Integer.parseInt(rule.substring(slash + 1)),
                IpFilterRuleType.ACCEPT));
      }
      return made;
    }

    @Override
    public Object ask(int probe) {
      return accept(null, sockets[probe]);
    }
  }

  private static Subject trieOfIpv4(List<String> rules, byte[][] probes) {
    IPv4AddressAssociativeTrie<String> trie = new IPv4AddressAssociativeTrie<>();
    for (String rule : rules) {
      trie.put(new IPAddressString(rule).getAddress().toIPv4(), rule);
    }
    IPv4Address[] addresses = new IPv4Address[probes.length];
    for (int i = 0; i < probes.length; i++) {
      addresses[i] = new IPv4Address(probes[i]);
    }
    return probe -> {
      var node = trie.longestPrefixMatchNode(addresses[probe]);
      return node == null ? null : node.getValue();
    };
  }

  private static Subject trieOfIpv6(List<String> rules, byte[][] probes) {
    IPv6AddressAssociativeTrie<String> trie = new IPv6AddressAssociativeTrie<>();
    for (String rule : rules) {
      trie.put(new IPAddressString(rule).getAddress().toIPv6(), rule);
    }
    IPv6Address[] addresses = new IPv6Address[probes.length];
    for (int i = 0; i < probes.length; i++) {
      addresses[i] = new IPv6Address(probes[i]);
    }
    return probe -> {
      var node = trie.longestPrefixMatchNode(addresses[probe]);
      return node == null ? null : node.getValue();
    };
  }

  private static Subject ripe(List<String> rules, byte[][] probes) {
    NestedIntervalMap<IpResource, String> map =
        new NestedIntervalMap<>(IpResourceIntervalStrategy.getInstance());
    for (String rule : rules) {
      map.put(IpResource.parse(rule), rule);
    }
    String[] texts = texts(probes);
    IpResource[] addresses = new IpResource[probes.length];
    for (int i = 0; i < probes.length; i++) {
      addresses[i] = IpResource.parse(texts[i]);
    }
    return probe -> map.findExactOrFirstLessSpecific(addresses[probe]);
  }

  private static Subject jetty(List<String> rules, byte[][] probes) {
    InetAddressSet set = new InetAddressSet();
    set.addAll(rules);
    InetAddress[] addresses = inets(probes);
    return probe -> set.test(addresses[probe]);
  }

  /** As {@code RemoteCIDRValve} does, which walks through a list of these. */
  private static Subject tomcat(List<String> rules, byte[][] probes) {
    List<NetMask> masks = new ArrayList<>();
    for (String rule : rules) {
      masks.add(new NetMask(rule));
    }
    InetAddress[] addresses = inets(probes);
    return probe -> {
      for (NetMask mask : masks) {
        if (mask.matches(addresses[probe])) {
          return true;
        }
      }
      return false;
    };
  }

  private static Subject undertow(List<String> rules, byte[][] probes) {
    IPAddressAccessControlHandler handler = new IPAddressAccessControlHandler();
    rules.forEach(handler::addAllow);
    InetAddress[] addresses = inets(probes);
    return probe -> UndertowDecision.isAllowed(handler, addresses[probe]);
  }

  /** The question without the exchange around it: a constant handle costs what a call costs. */
  private static final class UndertowDecision {
    private static final MethodHandle IS_ALLOWED = isAllowed();

    private static MethodHandle isAllowed() {
      try {
        Method method =
            IPAddressAccessControlHandler.class.getDeclaredMethod("isAllowed", InetAddress.class);
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    static boolean isAllowed(IPAddressAccessControlHandler handler, InetAddress address) {
      try {
        return (boolean) IS_ALLOWED.invokeExact(handler, address);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Subject springMatchers(List<String> rules, byte[][] probes) {
    InetAddressMatcher matcher = new InetAddressMatchers.Builder().includeAddresses(rules).build();
    InetAddress[] addresses = inets(probes);
    return probe -> matcher.matches(addresses[probe]);
  }

  /** One matcher a rule, as with {@code hasIpAddress}; it takes text. */
  private static Subject springMatcher(List<String> rules, byte[][] probes) {
    List<IpAddressMatcher> matchers = new ArrayList<>();
    for (String rule : rules) {
      matchers.add(new IpAddressMatcher(rule));
    }
    String[] texts = texts(probes);
    return probe -> {
      for (IpAddressMatcher matcher : matchers) {
        if (matcher.matches(texts[probe])) {
          return true;
        }
      }
      return false;
    };
  }

  private static String[] texts(byte[][] probes) {
    String[] texts = new String[probes.length];
    for (int i = 0; i < probes.length; i++) {
      texts[i] = Lists.text(probes[i]);
    }
    return texts;
  }

  private static InetAddress[] inets(byte[][] probes) {
    InetAddress[] addresses = new InetAddress[probes.length];
    for (int i = 0; i < probes.length; i++) {
      addresses[i] = Lists.inet(probes[i]);
    }
    return addresses;
  }
}
