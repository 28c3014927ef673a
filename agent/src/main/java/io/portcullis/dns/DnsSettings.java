package io.portcullis.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How reverse DNS asks and how long it waits. Immutable; durations are in milliseconds. */
public final class DnsSettings {
  /** The system's servers, 2 s a query, 3 s a request, 10 min of grace, 32 waiting, deny. */
  public static final DnsSettings DEFAULTS =
      new DnsSettings(
          Collections.<InetSocketAddress>emptyList(),
          2_000,
          3_000,
          600_000,
          32,
          OnIndeterminate.DENY);

  private final List<InetSocketAddress> servers;
  private final int timeout;
  private final int budget;
  private final long staleFor;
  private final int maxWaiting;
  private final OnIndeterminate onIndeterminate;

  private DnsSettings(
      List<InetSocketAddress> servers,
      int timeout,
      int budget,
      long staleFor,
      int maxWaiting,
      OnIndeterminate onIndeterminate) {
    this.servers = servers;
    this.timeout = timeout;
    this.budget = budget;
    this.staleFor = staleFor;
    this.maxWaiting = maxWaiting;
    this.onIndeterminate = onIndeterminate;
  }

  /** These settings with other servers, asked in this order; none: those of the system. */
  public DnsSettings withServers(List<InetSocketAddress> others) {
    return new DnsSettings(
        Collections.unmodifiableList(new ArrayList<InetSocketAddress>(others)),
        timeout,
        budget,
        staleFor,
        maxWaiting,
        onIndeterminate);
  }

  /** These settings with another time for one server to answer; over 0. */
  public DnsSettings withTimeout(int millis) {
    require(millis > 0, "a timeout is over 0");
    return new DnsSettings(servers, millis, budget, staleFor, maxWaiting, onIndeterminate);
  }

  /** These settings with another time for one request to wait; over 0. */
  public DnsSettings withBudget(int millis) {
    require(millis > 0, "a budget is over 0");
    return new DnsSettings(servers, timeout, millis, staleFor, maxWaiting, onIndeterminate);
  }

  /** These settings with another time for a success to outlive its answers; 0: not at all. */
  public DnsSettings withStaleFor(long millis) {
    require(millis >= 0, "a time of grace is not below 0");
    return new DnsSettings(servers, timeout, budget, millis, maxWaiting, onIndeterminate);
  }

  /** These settings with another number of requests that may wait at once; over 0. */
  public DnsSettings withMaxWaiting(int requests) {
    require(requests > 0, "somebody has to wait");
    return new DnsSettings(servers, timeout, budget, staleFor, requests, onIndeterminate);
  }

  public DnsSettings with(OnIndeterminate other) {
    return new DnsSettings(servers, timeout, budget, staleFor, maxWaiting, other);
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new IllegalArgumentException(rule);
    }
  }

  public List<InetSocketAddress> servers() {
    return servers;
  }

  public int timeoutMillis() {
    return timeout;
  }

  public int budgetMillis() {
    return budget;
  }

  public long staleForMillis() {
    return staleFor;
  }

  public int maxWaiting() {
    return maxWaiting;
  }

  public OnIndeterminate onIndeterminate() {
    return onIndeterminate;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DnsSettings && values().equals(((DnsSettings) other).values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  private List<Object> values() {
    return Arrays.<Object>asList(servers, timeout, budget, staleFor, maxWaiting, onIndeterminate);
  }
}
