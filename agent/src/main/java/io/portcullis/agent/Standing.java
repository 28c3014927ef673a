package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.engine.EmergencyBypass;
import io.portcullis.engine.HostBypass;
import io.portcullis.gate.AdmissionListener;
import io.portcullis.gate.Gate;
import io.portcullis.gate.SystemTime;
import io.portcullis.jmx.JmxExport;
import io.portcullis.launcher.AgentClassLoader;
import io.portcullis.policy.BypassFile;
import io.portcullis.policy.HostFacts;
import io.portcullis.policy.PolicyReload;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.Change;
import io.portcullis.record.DenialLog;
import io.portcullis.record.RecentClients;
import io.portcullis.record.Records;
import io.portcullis.server.Deadlines;
import io.portcullis.source.FileSource;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.SourceWatcher;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Everything that stands once the first policy has been read, the gate in the middle, and how all
 * of it ends. Thread-safe.
 */
final class Standing {
  private static final long PATIENCE_MILLIS = 2_000;

  private final Settings settings;
  private final String version;
  private final Logger log;
  private volatile FirstPolicy first;
  private final Gate gate;
  private final AdapterDispatcher dispatcher;
  private final GuardedServers servers;
  private final AgentThreads threads;
  private final Optional<BypassWatch> bypassWatch;
  private final HostBypass bypass;
  private final Optional<Records> records;
  private final DenialLog denials;
  private final Optional<RecentClients> recent;
  private final LastWords lastWords;
  private final AgentProperties properties;
  private final JmxStart jmx;
  private Optional<AdminStart> admin = Optional.empty();
  private Optional<SourceWatcher> watcher = Optional.empty();
  private boolean looked;
  private boolean attaching;
  private boolean begun;
  private boolean closed;

  /** Reads the policy and puts up what judges by it; nothing is woven yet. */
  Standing(
      Settings settings,
      String version,
      Instrumentation jvm,
      AgentClassLoader loader,
      Instrumentations instrumentations,
      GuardedServers.Misfit misfit) {
    this.settings = settings;
    this.version = version;
    log = new StderrLogger(System.err, settings.log());
    first = FirstPolicy.read(settings);
    EmergencyBypass emergency = settings.emergencyBypass().bypass();
    records =
        settings.state().isPresent()
            ? Optional.of(Records.in(settings.state().get(), log))
            : Optional.<Records>empty();
    denials = records.isPresent() ? DenialLog.to(log, records.get()) : DenialLog.to(log);
    bypass = HostBypass.of(emergency, settings.bypassCidrs());
    // Of use to the management API alone, where that can change anything.
    recent =
        settings.admin().isPresent() && records.isPresent()
            ? Optional.of(new RecentClients())
            : Optional.<RecentClients>empty();
    gate =
        new Gate(
            first.snapshot(settings),
            settings.onFault(),
            denials,
            SystemTime.INSTANCE,
            bypass,
            recent.isPresent()
                ? Optional.<AdmissionListener>of(recent.get())
                : Optional.<AdmissionListener>empty());
    dispatcher = new AdapterDispatcher(gate, instrumentations, loader, settings.onUnsupported());
    threads = new AgentThreads();
    servers = new GuardedServers(jvm, dispatcher, log, misfit, threads);
    bypassWatch = bypassWatch(emergency);
    lastWords = new LastWords(denials, records);
    properties = AgentProperties.of(jvm);
    jmx = new JmxStart(log, threads);
  }

  private Optional<BypassWatch> bypassWatch(EmergencyBypass emergency) {
    Optional<String> file = settings.emergencyBypass().file();
    return file.isPresent()
        ? Optional.of(
            new BypassWatch(
                BypassFile.at(file.get()), emergency, SystemTime.INSTANCE, log, records))
        : Optional.<BypassWatch>empty();
  }

  /**
   * Opens the way from woven code to the gate, and tells the operator what stands.
   *
   * @param attaching whether the JVM runs already
   */
  void install(boolean attaching) {
    this.attaching = attaching;
    Dispatcher.install(dispatcher);
    Banner.print(log, version, settings, first, attaching);
    properties.present(facts());
  }

  /** Has all that a first request needs loaded. */
  void rehearse() {
    Rehearsal.of(gate);
  }

  /** What the command line is told of it. */
  Report facts() {
    return Presence.facts(version, source(), gate.policy());
  }

  private String source() {
    return first.source().isPresent() ? first.source().get().name() : "none";
  }

  Logger log() {
    return log;
  }

  FirstPolicy first() {
    return first;
  }

  GuardedServers servers() {
    return servers;
  }

  AdapterDispatcher dispatcher() {
    return dispatcher;
  }

  JmxStart jmx() {
    return jmx;
  }

  AgentThreads threads() {
    return threads;
  }

  /** Requests that wait for an answer or for their body. */
  int waiting() {
    return gate.waiting();
  }

  /**
   * Whether a server may be started. The emergency bypass starts it without a policy, for it is the
   * way out of a lockout; only where there is none is its file looked at so early.
   */
  boolean mayServe() {
    lookAtManaged();
    if (first.isFit() || settings.startup() != Settings.Startup.REFUSE) {
      return true;
    }
    if (bypassWatch.isPresent()) {
      bypassWatch.get().look();
    }
    if (!settings.emergencyBypass().bypass().isOn(SystemTime.INSTANCE)) {
      return false;
    }
    log.error(
        "CRITICAL the server is started without a policy, because of the emergency bypass; once it"
            + " ends, every request is refused until the policy is mended: {}",
        firstError());
    return true;
  }

  /**
   * Reads the policy once more where what the state directory has of it may be somebody else's;
   * before the first server that could not be looked at.
   */
  private synchronized void lookAtManaged() {
    if (looked) {
      return;
    }
    looked = true;
    if (first.needsALook(settings)) {
      FirstPolicy again = FirstPolicy.readAgain(settings);
      gate.install(again.snapshot(settings));
      first = again;
      properties.present(facts());
      Banner.printPolicy(log, settings, again, attaching);
    }
  }

  String firstError() {
    for (Problem problem : first.problems()) {
      if (problem.isError()) {
        return problem.toString();
      }
    }
    return "the policy is not fit";
  }

  /**
   * From the first server on: records and the watcher use the NIO file system, which is not ours to
   * initialise before.
   */
  synchronized void begin() {
    if (begun || closed) {
      return;
    }
    begun = true;
    lastWords.prepare();
    if (records.isPresent()) {
      records.get().start(gate.run());
      if (settings.emergencyBypass().isOnForGood()) {
        records.get().tell(Change.emergencyBypassOn("setting emergencyBypass", "the JVM ends"));
      }
    }
    if (bypassWatch.isPresent()) {
      bypassWatch.get().start(threads);
    }
    if (first.source().isPresent()) {
      watch(first.source().get());
    } else {
      ReloadListener told = showByJmx(new ReloadLog(log, "none"), "none");
      if (settings.admin().isPresent()) {
        start(AdminStart.of(settings.admin().get(), log, told, first, "none"));
      }
    }
  }

  private void watch(FileSource written) {
    Optional<ManagedFile> managed = FirstPolicy.managed(settings);
    FileSource source = managed.isPresent() ? written.with(managed.get()) : written;
    ReloadListener listener = new ReloadLog(log, source.name());
    if (records.isPresent()) {
      listener = ReloadRecord.of(listener, records.get(), first, source.name());
    }
    if (settings.state().isPresent()) {
      listener = GoodKeeper.of(listener, settings.state().get(), SystemTime.INSTANCE, log, first);
    }
    Optional<AdminStart> starting = Optional.empty();
    if (settings.admin().isPresent()) {
      starting =
          Optional.of(AdminStart.of(settings.admin().get(), log, listener, first, source.name()));
      listener = starting.get().listener();
    }
    listener = showByJmx(listener, source.name());
    listener = Presence.of(properties, version, source.name(), gate, listener);
    PolicyReload reload =
        PolicyReload.of(
            gate,
            source.name(),
            first.text(),
            first.failing(),
            HostFacts.of(settings.environment()),
            listener,
            managed);
    watcher =
        Optional.of(SourceWatcher.start(source, first.found(), first.failing().isEmpty(), reload));
    if (starting.isPresent()) {
      if (recent.isPresent() && settings.state().isPresent()) {
        starting.get().mayChange(settings.state().get(), reload, recent.get());
      }
      starting.get().mayReload(source, reload);
      start(starting.get());
    }
  }

  /** Starts the management API, in a while. */
  private void start(AdminStart starting) {
    admin = Optional.of(starting);
    denials.counts().times().measure();
    starting.whenGuarded(
        version, gate, bypass, denials.counts(), servers, settings.state(), records, threads);
  }

  /** Shows it by JMX, in a while; gives what has to hear of the policy from now on. */
  private ReloadListener showByJmx(ReloadListener next, String source) {
    JmxExport export =
        JmxExport.of(
            version,
            source,
            gate,
            bypass,
            SystemTime.INSTANCE,
            denials.counts(),
            new Supplier<List<String>>() {
              @Override
              public List<String> get() {
                return servers.guarded();
              }
            },
            next,
            first.failing());
    jmx.whenGuarded(export, servers);
    return export.listener();
  }

  /** Ends what watches the policy and what asks about it: nothing changes any more. */
  synchronized void endWatching() {
    closed = true;
    threads.close(PATIENCE_MILLIS);
    if (watcher.isPresent()) {
      watcher.get().stop();
    }
    if (admin.isPresent()) {
      admin.get().close();
    }
    jmx.close();
  }

  /** Answers those who wait for DNS, that there is no answer. */
  void endWaiting() {
    gate.close();
  }

  /**
   * Writes what is counted and queued, and ends the threads that do. After this nothing is written
   * any more.
   *
   * @param left whether the agent has been in force, so that its going is a change to be recorded
   */
  synchronized void endRecords(boolean left) {
    if (begun) {
      lastWords.forget();
    }
    if (left) {
      log.warn("detached: NO REQUEST IS JUDGED ANY MORE in this JVM");
    }
    Deadlines.close();
    denials.close();
    if (records.isPresent()) {
      if (left && begun) {
        records
            .get()
            .tell(
                Change.of("agent_detached", Change.SELF)
                    .target("policy")
                    .before(gate.policy().revision()));
      }
      records.get().close();
    }
    properties.gone();
  }
}
