package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts who is waiting, in all and of each neighbourhood (an IPv4 /24, an IPv6 /64), so that
 * nobody takes all the places. Not thread-safe.
 */
final class Waiting {
  private static final int MOST_OF_ONE_PLACE = 4;

  private final int most;
  private final Map<IpAddress, Integer> neighbours = new HashMap<>();
  private int total;

  Waiting(int most) {
    this.most = most;
  }

  /** Takes a place for a client; false where none is free. */
  boolean enter(IpAddress client) {
    IpAddress place = neighbourhood(client);
    int there = neighbours.getOrDefault(place, 0);
    if (total >= most || there >= MOST_OF_ONE_PLACE) {
      return false;
    }
    neighbours.put(place, there + 1);
    total++;
    return true;
  }

  /** Gives a place back that was taken. */
  void leave(IpAddress client) {
    IpAddress place = neighbourhood(client);
    int there = neighbours.getOrDefault(place, 0);
    if (there <= 1) {
      neighbours.remove(place);
    } else {
      neighbours.put(place, there - 1);
    }
    total--;
  }

  int total() {
    return total;
  }

  private static IpAddress neighbourhood(IpAddress client) {
    return client.isIpv4()
        ? IpAddress.of(client.high(), client.low() & ~0xffL)
        : IpAddress.of(client.high(), 0);
  }
}
