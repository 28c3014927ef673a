package io.portcullis.agent;

import io.portcullis.engine.HostBypass;
import io.portcullis.gate.Gate;
import io.portcullis.gate.SystemTime;
import io.portcullis.manage.ManagedPolicy;
import io.portcullis.manage.Management;
import io.portcullis.manage.PolicyStatus;
import io.portcullis.manage.Watched;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReload;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.DecisionCounts;
import io.portcullis.record.RecentClients;
import io.portcullis.record.Records;
import io.portcullis.source.FileSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Starts the management API once a server is guarded, on a thread of its own. This class alone
 * names the package {@code manage}, and is loaded only where the setting {@code admin} is.
 */
final class AdminStart {
  private final AdminSetting setting;
  private final Logger log;
  private final PolicyStatus policy;
  private Optional<ManagedPolicy> managed = Optional.empty();
  private Optional<FileSource> source = Optional.empty();
  private Optional<PolicyReload> reload = Optional.empty();
  private Optional<Management> management = Optional.empty();
  private boolean closed;

  private AdminStart(AdminSetting setting, Logger log, PolicyStatus policy) {
    this.setting = setting;
    this.log = log;
    this.policy = policy;
  }

  /** What will start it, and meanwhile hears of the policy. */
  static AdminStart of(
      AdminSetting setting, Logger log, ReloadListener next, FirstPolicy first, String source) {
    Optional<PolicyLoad> load = first.isFit() ? first.load() : Optional.<PolicyLoad>empty();
    return new AdminStart(
        setting, log, PolicyStatus.of(next, source, load, first.failing(), SystemTime.INSTANCE));
  }

  /** Has to be told of each change of the policy. */
  ReloadListener listener() {
    return policy;
  }

  /** Lets the API have the policy read anew; before it is started. */
  void mayReload(FileSource from, PolicyReload by) {
    source = Optional.of(from);
    reload = Optional.of(by);
  }

  /** Lets the API change what is managed, in a directory; before it is started. */
  void mayChange(String state, PolicyReload by, RecentClients recent) {
    managed = Optional.of(ManagedPolicy.in(state, by, recent));
  }

  /** Waits for the first guarded server, elsewhere, and then listens. */
  void whenGuarded(
      String version,
      Gate gate,
      HostBypass bypass,
      DecisionCounts counts,
      final GuardedServers servers,
      Optional<String> state,
      Optional<Records> records,
      AgentThreads threads) {
    Watched all =
        Watched.of(
            version,
            gate,
            bypass,
            counts,
            policy,
            new Supplier<List<String>>() {
              @Override
              public List<String> get() {
                return servers.guarded();
              }
            },
            state,
            records,
            SystemTime.INSTANCE);
    if (source.isPresent() && reload.isPresent()) {
      all = all.readFrom(source.get(), reload.get());
    }
    final Watched watched = managed.isPresent() ? all.changedThrough(managed.get()) : all;
    threads.start(
        "portcullis-admin-start",
        new Runnable() {
          @Override
          public void run() {
            try {
              servers.awaitFirst();
              listen(watched);
            } catch (InterruptedException leaving) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }

  private void listen(Watched watched) {
    try {
      Management listening =
          Management.start(
              new InetSocketAddress(
                  InetAddress.getByAddress(setting.address().bytes()), setting.port()),
              watched,
              log);
      if (keep(listening)) {
        log.info("management API at http://{}", setting.at(listening.port()));
      }
    } catch (NoClassDefFoundError absent) {
      log.error(
          "no management API: this Java runtime has no HTTP server of its own; add the option"
              + " --add-modules jdk.httpserver");
    } catch (Throwable failed) {
      log.error(
          "no management API at {}: {}; name another port, or end what listens there",
          setting,
          String.valueOf(failed.getMessage()),
          failed);
    }
  }

  /** Keeps it until it is closed; where that has been asked for meanwhile, closes it. */
  private synchronized boolean keep(Management listening) {
    if (closed) {
      listening.close();
      return false;
    }
    management = Optional.of(listening);
    return true;
  }

  /** Ends the listener, and one that is about to be. */
  synchronized void close() {
    closed = true;
    if (management.isPresent()) {
      management.get().close();
    }
  }
}
