package io.portcullis.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.config.InitializationException;
import org.xbill.DNS.config.JndiContextResolverConfigProvider;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;
import org.xbill.DNS.config.ResolverConfigProvider;

/**
 * The servers that the system is configured to ask. Thread-safe.
 *
 * <p>They are read when they are first asked for, on a thread that waits for DNS anyway, and again
 * now and then, for a machine that changes networks.
 */
final class SystemServers implements ServerList {
  private static final long READ_AGAIN = 30_000;

  /** As many as the C library asks. */
  private static final int MOST = 3;

  private final Ticks ticks;
  private List<InetSocketAddress> servers = Collections.emptyList();
  private long readAt;
  private boolean read;

  SystemServers(Ticks ticks) {
    this.ticks = ticks;
  }

  @Override
  public synchronized List<InetSocketAddress> servers() {
    long now = ticks.millis();
    if (!read || now - readAt >= READ_AGAIN) {
      servers = configured();
      readAt = now;
      read = true;
    }
    return servers;
  }

  private static List<InetSocketAddress> configured() {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    ResolverConfigProvider provider =
        windows ? new JndiContextResolverConfigProvider() : new ResolvConfResolverConfigProvider();
    if (!provider.isEnabled()) {
      return Collections.emptyList();
    }
    try {
      provider.initialize();
    } catch (InitializationException e) {
      // Without servers every question is unanswered, and says so.
      return Collections.emptyList();
    }
    List<InetSocketAddress> usable = new ArrayList<>();
    for (InetSocketAddress server : provider.servers()) {
      if (!server.isUnresolved() && usable.size() < MOST) {
        usable.add(server);
      }
    }
    return Collections.unmodifiableList(usable);
  }
}
