package io.portcullis.manage;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many wrong tokens came from where: ten at once, then ten a minute, are answered; until then
 * no token from there is looked at, a right one neither. All loopback addresses are one. Bounded;
 * thread-safe.
 */
final class FailedLogins {
  static final int BURST = 10;
  static final long EACH_NANOS = 6_000_000_000L;

  private static final int MOST_ADDRESSES = 1_000;

  /** By address, when its last failure will be forgotten. */
  private final Map<String, Long> until =
      new LinkedHashMap<String, Long>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /** In how many seconds a token from there is looked at again; 0 if now. */
  synchronized long secondsToWait(InetAddress from, long now) {
    Long end = until.get(key(from));
    long over = end == null ? 0 : end - now - (BURST - 1) * EACH_NANOS;
    return over <= 0 ? 0 : (over + 999_999_999L) / 1_000_000_000L;
  }

  synchronized void failed(InetAddress from, long now) {
    Long end = until.get(key(from));
    until.put(key(from), (end == null || end - now < 0 ? now : end) + EACH_NANOS);
  }

  private static String key(InetAddress from) {
    return from.isLoopbackAddress() ? "loopback" : from.getHostAddress();
  }
}
